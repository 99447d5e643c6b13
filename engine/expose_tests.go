package engine

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/exposure"
)

// The tests of a study take their random numbers from streams of their own.
const (
	streamShuffled = iota + 1
	streamRandom
	streamMoran // and those after it, one for each series
)

// compare sets the municipalities on routes against the others.
func (e *exposer) compare(ctx context.Context) error {
	on, origins := e.sets()
	excluded := origins
	if e.x.Spec.Origins == "keep" {
		excluded = nil
	}
	contrasts := make([]*exposure.Contrast, len(e.outcomes))
	e.x.Tests = make([]SeriesTests, len(e.outcomes))
	for k, o := range e.outcomes {
		contrasts[k] = exposure.NewContrast(o, excluded)
		e.x.Tests[k] = SeriesTests{Series: o.Name, Contrast: contrasts[k].Of(on)}
		if err := e.match(k, on, excluded); err != nil {
			return err
		}
	}
	if err := e.permute(ctx, on, contrasts); err != nil {
		return err
	}
	return e.autocorrelation(ctx)
}

// sets returns the municipalities on routes, and those of origins.
func (e *exposer) sets() (on, origins exposure.Set) {
	n := len(e.Regions.Regions)
	on, origins = exposure.NewSet(n), exposure.NewSet(n)
	for i, r := range e.Result.Routes {
		for _, m := range e.Crossed(r) {
			on.Add(m)
		}
		if k, ok := e.Regions.Index(e.Origins[i].Code); ok {
			origins.Add(k)
		}
	}
	for i := range e.x.Municipalities {
		m := &e.x.Municipalities[i]
		m.OnRoute, m.Origin = on.Has(i), origins.Has(i)
	}
	return on, origins
}

// match compares each municipality on a route with the most alike off all routes.
func (e *exposer) match(series int, on, excluded exposure.Set) error {
	o := e.outcomes[series]
	n := len(e.Regions.Regions)
	m := exposure.Matching{Treated: on, Excluded: excluded, Outcome: make([]float64, n), Caliper: e.x.Spec.Match.Caliper}
	km, people := make([]float64, n), make([]float64, n)
	for i := range n {
		m.Outcome[i], km[i], people[i] = o.Rate(i), e.x.Municipalities[i].PortKM, math.Log(o.Population[i])
	}
	m.Covariates = []exposure.Covariate{{Name: "port_km", Values: km}, {Name: "log_population", Values: people}}
	if e.x.Spec.Match.Within == "state" {
		m.Groups = e.states()
	}
	matched, err := m.Match()
	if errors.Is(err, exposure.ErrMatching) {
		e.warn(Warning{Stage: "exposure", Message: o.Name + ": " + err.Error(), Count: 1})
		return nil
	}
	e.x.Tests[series].Matched = matched
	return err
}

func (e *exposer) states() []int {
	states := make([]int, len(e.Regions.Regions))
	for i, reg := range e.Regions.Regions {
		states[i] = state(reg.Code)
	}
	return states
}

// permute draws the routes anew.
func (e *exposer) permute(ctx context.Context, on exposure.Set, contrasts []*exposure.Contrast) error {
	all, err := e.routesFromEverywhere(ctx)
	if err != nil {
		return err
	}
	x := e.x
	strata := exposure.Strata(e.states(), e.outcomes[0].Population, x.Spec.Classes)
	shuffle, free := exposure.NewShuffle(all.best, strata, e.layers(all, strata))
	x.Free = free
	for _, s := range all.best {
		if s != nil {
			x.Candidates++
		}
	}
	if x.Placed > 0 && free < x.Placed/2 {
		e.warn(Warning{Stage: "exposure", Message: fmt.Sprintf("only %d of %d origins can be elsewhere in their stratum; fewer population_classes would let more", free, x.Placed), Count: 1})
	}
	random := &exposure.RandomRoutes{}
	for port, sets := range all.toPort {
		random.Add(existing(sets), e.ending(port))
	}
	for _, test := range []struct {
		stage     string
		stream    uint64
		placement exposure.Placement
		put       func(*SeriesTests, *exposure.ContrastTest)
	}{
		{"shuffles", streamShuffled, shuffle, func(s *SeriesTests, t *exposure.ContrastTest) { s.Shuffled = t }},
		{"random routes", streamRandom, random, func(s *SeriesTests, t *exposure.ContrastTest) { s.Random = t }},
	} {
		tests, err := exposure.Permutation{Observed: on, Contrasts: contrasts, Placement: test.placement, Draws: e.draws(test.stage, test.stream)}.Test(ctx)
		if err != nil {
			return err
		}
		for k := range tests {
			test.put(&x.Tests[k], &tests[k])
		}
	}
	return nil
}

func (e *exposer) draws(stage string, stream uint64) exposure.Draws {
	count := e.x.Spec.Permutations
	return exposure.Draws{Count: count, Seed: uint64(e.x.Spec.Seed), Stream: stream, Workers: e.Workers,
		Progress: func(done int) { e.Progress(stage, int64(done), int64(count)) }}
}

// layers lists the municipalities of the origins that are placed anew, by layer.
func (e *exposer) layers(all *everywhere, strata []int) [][]int {
	var lost tally
	layers := make([][]int, len(e.Study.Origins))
	for k, spec := range e.Study.Origins {
		seen := map[int]bool{}
		for i, o := range e.Origins {
			if o.Layer != spec.Layer || e.Result.Routes[i].Status != Routed {
				continue
			}
			m, ok := e.Regions.Index(o.Code)
			if !ok || all.best[m] == nil || strata[m] < 0 {
				lost.add(o.Layer + " " + o.Code + " " + o.Name)
				continue
			}
			if !seen[m] {
				seen[m] = true
				layers[k] = append(layers[k], m)
			}
		}
		e.x.Placed += len(layers[k])
	}
	e.warnTally("exposure", "origins that the shuffle leaves out: no municipality with a route, a state and a population", lost)
	return layers
}

// ending counts the routes of the study that end at a port.
func (e *exposer) ending(port int) int {
	count := 0
	for _, r := range e.Result.Routes {
		if r.Status == Routed && r.Port == port {
			count++
		}
	}
	return count
}

func existing(sets []exposure.Set) []exposure.Set {
	var kept []exposure.Set
	for _, s := range sets {
		if s != nil {
			kept = append(kept, s)
		}
	}
	return kept
}

// autocorrelation says how alike the rates of neighbours are.
func (e *exposer) autocorrelation(ctx context.Context) error {
	neighbours := e.neighbours()
	for k, o := range e.outcomes {
		rates := make([]float64, len(e.Regions.Regions))
		for i := range rates {
			rates[i] = o.Rate(i)
		}
		m, err := exposure.MoranI(ctx, rates, neighbours, e.draws("autocorrelation", streamMoran+uint64(k)))
		if errors.Is(err, exposure.ErrMoran) {
			e.warn(Warning{Stage: "exposure", Message: o.Name + ": " + err.Error(), Count: 1})
			continue
		}
		if err != nil {
			return err
		}
		e.x.Tests[k].Moran = m
	}
	return nil
}

func (e *exposer) neighbours() exposure.Neighbours {
	k, counted := e.x.Spec.nearest()
	if !counted && e.Regions.Method() == "polygon" {
		e.x.NeighbourMethod = "shared borders"
		areas := make([]orb.MultiPolygon, len(e.Regions.Regions))
		for i, reg := range e.Regions.Regions {
			areas[i] = reg.Area
		}
		return exposure.Contiguous(areas)
	}
	if !counted {
		if e.x.Spec.Neighbours == "borders" {
			e.warn(Warning{Stage: "exposure", Message: fmt.Sprintf("municipalities without polygons have no borders: the %d nearest seats are neighbours", defaultNearest), Count: 1})
		}
		k = defaultNearest
	}
	e.x.NeighbourMethod = fmt.Sprintf("%d nearest seats", k)
	return exposure.Nearest(e.at, e.known, k)
}
