package benchmarks

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/internal/outside"
)

// BenchmarkAlternatives times one trip, from an origin to the port of its route, in turn
// for the origins of a study.
func BenchmarkAlternatives(b *testing.B) {
	b.Run("embedded", func(b *testing.B) {
		study, err := engine.Embedded()
		if err != nil {
			b.Fatal(err)
		}
		alternatives(b, study)
	})
	b.Run("mexico", func(b *testing.B) {
		b.Setenv("CORREDOR_DATA", outside.ReferenceData(b, ""))
		study, err := engine.ReadStudy(filepath.Join("..", "examples", "mexico-2010.yaml"))
		if err != nil {
			b.Fatal(err)
		}
		alternatives(b, study)
	})
}

func alternatives(b *testing.B, study *engine.Study) {
	r, err := engine.Ask(context.Background(), study, engine.Options{})
	if err != nil {
		b.Fatal(err)
	}
	g := r.Roads.Graph
	hierarchy := cch.Customize(r.Index, r.Metric, cch.CustomizeOptions{})
	var trips []alternative.Trip
	for i, route := range r.Routes {
		if route.Status == engine.Routed {
			trips = append(trips, alternative.Between(g, g.Proportional(r.Metric), r.Origins[i].Place, r.Ports[route.Port].Place))
		}
	}
	loose := alternative.Options{Count: 3, MostShared: 0.7, MostStretch: 0.5} // those of the map
	for _, method := range []struct {
		name string
		find func(*alternative.Finder, alternative.Trip) ([]alternative.Path, error)
	}{
		{"yen10", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			return f.Shortest(context.Background(), t, 10)
		}},
		{"yen100", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			return f.Shortest(context.Background(), t, 100)
		}},
		{"via3", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			return f.Via(context.Background(), t, alternative.Options{Count: 3})
		}},
		{"via3loose", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			return f.Via(context.Background(), t, loose)
		}},
		{"penalty3loose", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			return f.Penalty(context.Background(), t, loose)
		}},
		{"ties", func(f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
			f.Optimal(t).Count()
			return nil, nil
		}},
	} {
		b.Run(method.name, func(b *testing.B) {
			f := alternative.New(g, r.Metric, hierarchy)
			found, asked := 0, 0
			for b.Loop() {
				paths, err := method.find(f, trips[asked%len(trips)])
				if err != nil {
					b.Fatal(err)
				}
				found += len(paths)
				asked++
			}
			b.ReportMetric(float64(found)/float64(asked), "paths/op")
		})
	}
}
