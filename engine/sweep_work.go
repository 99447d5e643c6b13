package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// Sweeping is a sweep ready to run: its study has been run, and so have the vintages that
// it names. It is immutable and safe for any number of goroutines; [Sweeping.Work] runs a scenario.
type Sweeping struct {
	Warnings []Warning

	sweep    *Sweep
	options  Options
	vintages []string    // names, the study's own roads first
	results  []*Result   // per vintage
	rerouter []*Rerouter // per vintage
	inputs   []Input
	variants []varied
	columns  []export.Column
	designed int // columns before those of the results

	formula    string
	parameters []string // of the formula, by name

	mu   sync.Mutex
	idle [][]*Rerouting // per vintage
}

// Prepare runs the study of a sweep, without what a sweep does not look at, and lays out
// the scenarios.
func (s *Sweep) Prepare(ctx context.Context, opts Options) (*Sweeping, error) {
	w := &Sweeping{sweep: s, options: opts, vintages: []string{ownRoads}}
	study := *s.study
	study.Exposure, study.Congestion, study.Shocks, study.Vintages = nil, nil, study.Shocks.rule(), nil
	result, others, err := RunCompared(ctx, &study, s.vintages(), opts)
	if err != nil {
		return nil, err
	}
	w.results, w.inputs, w.Warnings = []*Result{result}, slices.Clone(result.Inputs), slices.Clone(result.Warnings)
	if s.study.Congestion != nil {
		w.Warnings = append(w.Warnings, Warning{Stage: "sweep", Message: "the study has congestion, which scenarios leave out", Count: 1})
	}
	for _, c := range others {
		w.vintages, w.results = append(w.vintages, c.Name), append(w.results, c.Other)
		w.inputs = append(w.inputs, c.Other.Inputs...)
	}
	for _, r := range w.results {
		w.rerouter = append(w.rerouter, NewRerouter(r))
	}
	w.idle = make([][]*Rerouting, len(w.results))
	w.columns = []export.Column{integer("scenario", "", "number of the scenario, from 0"), integer("seed", "", "of the sweep; scenario i draws from PCG(seed, i)")}
	for i := range s.Vary {
		v, err := w.ready(ctx, &s.Vary[i])
		if err != nil {
			return nil, s.mistake([]any{"vary", i}, err, "")
		}
		w.variants, w.columns = append(w.variants, v), append(w.columns, v.columns...)
	}
	w.designed = len(w.columns)
	w.columns = append(w.columns, w.outcomes()...)
	if err := w.checkColumns(); err != nil {
		return nil, err
	}
	return w, w.checkLayers()
}

// vintages are those of the study that the sweep names.
func (s *Sweep) vintages() (list []Vintage) {
	for _, v := range s.Vary {
		for _, vintage := range s.study.Vintages {
			if slices.Contains(v.Roads, vintage.Name) {
				list = append(list, vintage)
			}
		}
	}
	return list
}

// base is the study on its own roads.
func (w *Sweeping) base() *Result { return w.results[0] }

// Columns describe the values of a row.
func (w *Sweeping) Columns() []export.Column { return w.columns }

// Scenarios returns how many there are.
func (w *Sweeping) Scenarios() int {
	n := w.sweep.Repeat
	for _, v := range w.variants {
		if n *= v.levels; n > shard.MostScenarios {
			return n
		}
	}
	return n
}

// Job describes the sweep for package shard; a size of 0 is [shard.DefaultSize].
func (w *Sweeping) Job(size int) shard.Job {
	n := w.Scenarios()
	detail, err := json.Marshal(SweepDetail{w.sweep.Title, w.base().Study.Title, w.columns, w.designed, w.HasLayers()})
	if err != nil {
		panic(err) // texts
	}
	return shard.Job{Format: shard.Format, Version: Version, Study: w.studyHash(), Sweep: w.sweep.hash(),
		Scenarios: n, ShardSize: cmp.Or(size, shard.DefaultSize(n)), Detail: detail}
}

// SweepDetail is what the reader of the rows of a sweep has to know.
type SweepDetail struct {
	Title    string          `json:"title"`
	Study    string          `json:"study"`
	Columns  []export.Column `json:"columns"`
	Designed int             `json:"designed"` // columns that say what the scenario is; the rest are results
	// Layers says that layers of some scenarios belong to the result: [Sweeping.Merge] makes them.
	Layers bool `json:"layers,omitempty"`
}

// studyHash is of the study, its vintages and all that they read.
func (w *Sweeping) studyHash() string {
	inputs := slices.Clone(w.inputs)
	slices.SortFunc(inputs, func(a, b Input) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256))
	})
	text := append([]byte(nil), w.sweep.study.source.text...)
	for _, in := range slices.Compact(inputs) {
		text = append(text, "\n"+in.File+" "+in.SHA256...)
	}
	return digest(text)
}

// design says what a scenario is, from its number alone.
func (w *Sweeping) design(scenario int) *design {
	d := &design{values: []any{scenario, int(w.sweep.Seed)}}
	rng := rand.New(rand.NewPCG(uint64(w.sweep.Seed), uint64(scenario)))
	cell := scenario / w.sweep.Repeat
	levels := make([]int, len(w.variants))
	for i, v := range slices.Backward(w.variants) {
		levels[i], cell = cell%v.levels, cell/v.levels
	}
	for i, v := range w.variants {
		v.apply(d, levels[i], rng)
	}
	return d
}

// Work runs a scenario; it is a [shard.Work]. A row is the values of the columns with tabs
// between.
func (w *Sweeping) Work(ctx context.Context, scenario int) ([]byte, error) {
	d := w.design(scenario)
	routes, _, err := w.reroute(ctx, d)
	if err != nil {
		return nil, err
	}
	return encodeRow(append(d.values, w.outcome(d, routes)...)), nil
}

// Result returns the study as it is in a scenario: its metric, its routes, and the flows and
// the violence that follow from them. With origins drawn anew, Share is that of the draw, 0 for
// those not drawn. What it shares with other results must not be changed.
func (w *Sweeping) Result(ctx context.Context, scenario int) (*Result, error) {
	d := w.design(scenario)
	routes, shocked, err := w.reroute(ctx, d)
	if err != nil {
		return nil, err
	}
	r := &run{Result: *w.results[d.vintage]}
	r.Routes, r.Metric = routes, shocked.Metric
	if d.weights != nil {
		r.Origins = slices.Clone(r.Origins)
		for i := range r.Origins {
			r.Origins[i].Share = d.weights[i]
		}
	}
	r.flows()
	r.exposures()
	return &r.Result, nil
}

// reroute routes the origins in a scenario, and returns the roads in it.
func (w *Sweeping) reroute(ctx context.Context, d *design) ([]Route, *scenario.Shocked, error) {
	if d.parameters != nil {
		var err error
		if d.change.Metric, err = w.price(w.results[d.vintage], d.parameters); err != nil {
			return nil, nil, err
		}
	}
	q := w.rerouting(d.vintage)
	routes, shocked, err := q.Route(ctx, d.change)
	if err != nil {
		return nil, nil, err
	}
	w.mu.Lock()
	w.idle[d.vintage] = append(w.idle[d.vintage], q)
	w.mu.Unlock()
	return routes, shocked, nil
}

// rerouting takes an idle one, or makes one; one whose scenario panics is never used again.
func (w *Sweeping) rerouting(vintage int) *Rerouting {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.idle[vintage]
	if n := len(list); n > 0 {
		w.idle[vintage] = list[:n-1]
		return list[n-1]
	}
	return w.rerouter[vintage].Begin()
}
