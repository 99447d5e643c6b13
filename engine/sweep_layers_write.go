package engine

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// Merge is [MergeSweep] with the layers that the sweep names, each made anew from the number of
// its scenario: layers/17/routes.geojson is what [Result.Write] writes of [Sweeping.Result] of 17.
// Progress, which may be nil, is told how many scenarios have theirs. A folder of another job
// is a *[shard.MismatchError].
func (w *Sweeping) Merge(ctx context.Context, d *shard.Dir, progress func(done, total int64)) (*SweepSummary, error) {
	if err := d.Job.Check(w.Job(d.Job.ShardSize)); err != nil {
		return nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	return mergeSweep(d, func(s *sweepRows) ([]layered, error) {
		list, err := w.layered(s)
		for i := range list {
			list[i].result = func() (*Result, error) {
				if progress != nil {
					progress(int64(i), int64(len(list)))
				}
				return w.Result(ctx, list[i].scenario)
			}
		}
		return list, err
	})
}

// layered is a scenario of which layers are written.
type layered struct {
	scenario int
	write    map[string]bool // by name of layer
	result   func() (*Result, error)
}

// layered resolves the choices of scenarios, ascending.
func (w *Sweeping) layered(s *sweepRows) (list []layered, err error) {
	write := map[int]map[string]bool{}
	for _, c := range w.sweep.Layers {
		scenarios := c.Scenarios
		if c.Largest != "" {
			most, err := s.largest(w.resultColumn(c.Largest), c.Count)
			if err != nil {
				return nil, err
			}
			scenarios = nil
			for _, m := range most {
				scenarios = append(scenarios, m.scenario)
			}
		}
		for _, number := range scenarios {
			if write[number] == nil {
				write[number] = map[string]bool{}
			}
			for _, l := range scenarioLayers {
				write[number][l.name] = write[number][l.name] || len(c.Write) == 0 || slices.Contains(c.Write, l.name)
			}
		}
	}
	for _, number := range slices.Sorted(maps.Keys(write)) {
		list = append(list, layered{scenario: number, write: write[number]})
	}
	return list, nil
}

// LayersFolder is where in the folder of a sweep each scenario with layers has a folder, by number.
const LayersFolder = "layers"

// writeLayers stages the layers of scenarios, with one scenario in memory at a time, and returns
// them without their rows.
func (s *sweepRows) writeLayers(staging *export.Staging) (written []export.Layer, err error) {
	for _, scenario := range s.layers {
		r, err := scenario.result()
		if err != nil {
			return nil, err
		}
		for _, kind := range scenarioLayers {
			if !scenario.write[kind.name] {
				continue
			}
			l := kind.of(r)
			name := fmt.Sprintf("%s/%d/%s.geojson", LayersFolder, scenario.scenario, kind.name)
			if err := staging.Write(name, func(w io.Writer) error { return export.WriteGeoJSON(w, l) }); err != nil {
				return nil, err
			}
			l.Rows = nil
			written = append(written, l)
		}
	}
	return written, nil
}
