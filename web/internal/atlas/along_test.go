package atlas_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// A route that was read as a line crosses the municipalities that the run has it cross, at
// the same kilometres but for the rounding of the lengths of segments to metres; and a road lies
// in the same municipalities.
func TestOpenFindsMunicipalitiesOnTheWay(t *testing.T) {
	dir, run := written(t)
	a, err := atlas.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for i, want := range run.Routes {
		got := a.Routes[i]
		if want.KM < 0.001 { // it begins at its port
			continue
		}
		if len(got.Stretches) != len(want.Stretches) || len(got.Segments) != len(want.Segments) {
			t.Errorf("%s has %d stretches on %d segments, want %d on %d", got.Name, len(got.Stretches), len(got.Segments), len(want.Stretches), len(want.Segments))
			continue
		}
		rounding := 0.0005 * float64(len(want.Segments)) // km
		for k, s := range want.Stretches {
			if g := got.Stretches[k]; g.Region != s.Region || math.Abs(g.FromKM-s.FromKM) > rounding || math.Abs(g.ToKM-s.ToKM) > rounding {
				t.Errorf("%s: stretch %d is %+v, want %+v", got.Name, k, g, s)
			}
			compared++
		}
	}
	for i, flow := range run.Flows {
		if got, want := a.Segments[a.Flows[i].Segment].Places, run.Segments[flow.Segment].Places; len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("segment %d lies in %v, want %v", run.Segments[flow.Segment].ID, got, want)
		}
	}
	if compared < 1000 {
		t.Errorf("only %d stretches were compared", compared)
	}
}

// A route over a segment that is missing from the folder, or of another length there, has no
// stretches; the others keep theirs.
func TestOpenKnowsWhatItDoesNotKnow(t *testing.T) {
	dir, run := written(t)
	id := run.Segments[run.Routes[0].Segments[1].Segment].ID
	file := filepath.Join(dir, "segments.geojson")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	feature := regexp.MustCompile(fmt.Sprintf(`(?m)^.*"segment":%d,.*\n`, id))
	longer := regexp.MustCompile(fmt.Sprintf(`("segment":%d,.*"length_km":)`, id))
	for name, broken := range map[string][]byte{"missing": feature.ReplaceAll(text, nil), "longer": longer.ReplaceAll(text, []byte("${1}1"))} {
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := atlas.Open(context.Background(), dir)
		if err != nil {
			t.Fatal(err)
		}
		lost := 0
		for i, route := range run.Routes {
			over := slices.ContainsFunc(route.Segments, func(s atlas.Step) bool { return run.Segments[s.Segment].ID == id })
			if has := a.Routes[i].Stretches != nil; has == over && route.KM > 0.001 {
				t.Errorf("%s: %s over the segment: %v, stretches: %v", name, route.Name, over, has)
			}
			if over {
				lost++
			}
		}
		if lost == 0 || lost == len(run.Routes) {
			t.Errorf("%d of %d routes run over the segment", lost, len(run.Routes))
		}
	}
}
