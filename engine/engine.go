package engine

import (
	"context"
	"runtime"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/route"
)

// Options for [Run]. The zero value uses all cores and reports nothing.
type Options struct {
	Workers int // goroutines; 0 is one a core. The result does not depend on it.
	// Progress is told how far a stage is; total is 0 where it is not known. See
	// InBytes.
	// Stages run side by side, so it must be safe for concurrent use.
	Progress func(stage string, done, total int64)
}

// Result is the answer to a study. Slices that belong together have the same
// order: Routes follows Origins, Municipalities follows Regions.Regions,
// Segments follows the segments of Roads.Graph.
//
// A result on another vintage of the roads is in Comparisons, whole.
type Result struct {
	Study          *Study
	Roads          *load.Network
	Metric         graph.Metric
	Regions        *region.Layer
	Overlay        *region.Overlay
	Hotspots       []*Hotspots // per layer of origins, but those of places
	Origins        []Origin
	Ports          []Port
	Routes         []Route
	Violence       []*violence.Measure   // per series of the study; empty without violence
	Exposures      [][]violence.Exposure // per series, per route
	Exposed        *Exposed              // nil without exposure: in the study
	Rates          []Rates               // per series; what the study asks of them
	Events         []violence.Event      // that the report marks, by date
	Adjustments    []violence.Change     // of the counts, in order, with what each moved
	Segments       []Flow
	Municipalities []MunicipalityFlow
	Comparisons    []*Comparison // with the study's vintages of the roads
	Equilibrium    *Equilibrium  // nil unless the study has congestion
	Shocks         *Shocks       // nil when the study has none
	Warnings       []Warning
	Inputs         []Input
	ViolenceTable  *violence.Table // what Violence was measured from; nil without violence
	Recorded       *violence.Table // ViolenceTable before the study's adjustments; nil without any
	Index          *cch.Index      // the hierarchy of Roads.Graph, to route again under other metrics

	land       []cost.Values // the surfaces of the metric, per segment
	eventFiles []feature.FileHash
	seats      *region.Layer // nil when the study names none
}

// run carries a study through its stages.
type run struct {
	Options
	Result
	router *route.Router // of the metric without shocks
	files  files
}

// Run answers a study. It stops with the cause when ctx is cancelled. The result
// depends only on the study and the bytes of its inputs, not on the number of cores.
func Run(ctx context.Context, s *Study, opts Options) (*Result, error) {
	result, comparisons, err := RunCompared(ctx, s, s.Vintages, opts)
	if err != nil {
		return nil, err
	}
	result.Comparisons = comparisons
	return result, nil
}

// start checks a study and loads what it names.
func start(ctx context.Context, s *Study, opts Options) (*run, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	if opts.Progress == nil {
		opts.Progress = func(string, int64, int64) {}
	}
	r := &run{Options: opts, Result: Result{Study: s}}
	return r, r.load(ctx)
}

// stages are what follows the loading.
func (r *run) stages(ctx context.Context) error {
	for _, stage := range []func(context.Context) error{
		r.prepare,
		r.route,
		r.join,
		r.expose,
		r.congest,
		r.shock,
	} {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	r.finishRecord()
	return nil
}
