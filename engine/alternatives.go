package engine

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/alternative"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Methods of finding alternatives; see package graph/alternative.
const (
	MethodYen     = "yen"     // the k shortest simple paths
	MethodVia     = "via"     // admissible paths over a node
	MethodPenalty = "penalty" // by making the roads of paths found dearer
)

// Methods lists them.
var Methods = []string{MethodYen, MethodVia, MethodPenalty}

// AlternativeSpec is what to ask of the routes of a study. The zero value asks for
// the admissible alternatives of every origin to its port of least cost.
type AlternativeSpec struct {
	From   string // an origin: its code, its id or its name; "" for all
	Crop   string // a layer of origins; "" for all
	To     string // a port: its id or its name; AnyPort; "" for that of the route
	Method string // "" for MethodVia
	// Options bound the paths. Count counts the best among them; 0 is for 5.
	Options alternative.Options
	// Theta is the coefficient of a logit choice per unit of cost as it is printed,
	// km or h; nil leaves choice out.
	Theta *float64
}

// AnyPort stands for the nearest of all ports, which may differ between alternatives.
const AnyPort = "any"

const defaultPaths = 5

// Alternatives are the ways of some origins of a study.
type Alternatives struct {
	Spec AlternativeSpec
	Sets []AlternativeSet
}

// AlternativeSet is the ways of one origin, the best first; none without a route.
type AlternativeSet struct {
	Origin int // index into Origins
	Ways   []Alternative
}

// Alternative is a way to a port.
type Alternative struct {
	alternative.Path
	Port      int                 // index into Ports
	Shared    float64             // the part of its length that the best way takes, too; 1 for the best
	Choice    alternative.Share   // zero without a theta
	Exposures []violence.Exposure // per series of the study
}

// Alternatives finds further ways on the roads of a study that was run. It stops with
// the cause when ctx ends. The answer does not depend on the number of cores.
func (r *Result) Alternatives(ctx context.Context, spec AlternativeSpec) (*Alternatives, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	origins, err := r.pickOrigins(spec)
	if err != nil {
		return nil, err
	}
	port, err := r.pickPort(spec.To)
	if err != nil {
		return nil, err
	}
	out := &Alternatives{Spec: spec, Sets: make([]AlternativeSet, len(origins))}
	for i, o := range origins {
		out.Sets[i].Origin = o
	}
	err = r.eachFinder(ctx, len(origins), func(ctx context.Context, f *alternative.Finder, i int) (err error) {
		set := &out.Sets[i]
		ports := r.portsFor(set.Origin, port)
		if len(ports) == 0 {
			return nil
		}
		paths, err := spec.find(ctx, f, r.trip(set.Origin, ports))
		if err == nil {
			set.Ways = r.alternativesOf(spec, paths, ports)
		}
		return err
	})
	return out, err
}

// eachFinder calls work for 0 <= i < n from several goroutines, each with a finder of
// its own.
func (r *Result) eachFinder(ctx context.Context, n int, work func(ctx context.Context, f *alternative.Finder, i int) error) error {
	hierarchy := cch.Customize(r.Index, r.Metric, cch.CustomizeOptions{})
	next := make(chan int)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(next)
		for i := range n {
			select {
			case next <- i:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	})
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			f := alternative.New(r.Roads.Graph, r.Metric, hierarchy)
			for i := range next {
				if err := work(ctx, f, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// trip is from an origin to the nearest of some ports.
func (r *Result) trip(origin int, ports []int) alternative.Trip {
	g := r.Roads.Graph
	to := make([]graph.Place, len(ports))
	for i, p := range ports {
		to[i] = r.Ports[p].Place
	}
	return alternative.Between(g, g.Proportional(r.Metric), r.Origins[origin].Place, to...)
}

// Check reports an unknown method.
func (s AlternativeSpec) Check() error {
	if s.Method != "" && !slices.Contains(Methods, s.Method) {
		return fmt.Errorf("unknown method %q: write one of %s", s.Method, strings.Join(Methods, ", "))
	}
	return nil
}

func (s AlternativeSpec) find(ctx context.Context, f *alternative.Finder, t alternative.Trip) ([]alternative.Path, error) {
	k, o := defaultPaths, s.Options
	if o.Count > 0 {
		k = o.Count
	}
	if o.Count = k - 1; o.Count == 0 || s.Method == MethodYen {
		return f.Shortest(ctx, t, k)
	}
	if s.Method == MethodPenalty {
		return f.Penalty(ctx, t, o)
	}
	return f.Via(ctx, t, o)
}

func (r *Result) alternativesOf(spec AlternativeSpec, paths []alternative.Path, ports []int) (ways []Alternative) {
	for _, p := range paths {
		w := Alternative{Path: p, Port: ports[p.Place], Shared: 1, Exposures: r.along(p.Spans)}
		if meters := p.LengthMeters(); meters > 0 {
			w.Shared = p.SharedMeters(paths[0]) / meters
		}
		ways = append(ways, w)
	}
	if spec.Theta != nil {
		for i, share := range alternative.Logit(paths, *spec.Theta*r.cost(1)) {
			ways[i].Choice = share
		}
	}
	return ways
}

// Stretch is how much more a way costs than the best of its set, as a part of that.
func (s AlternativeSet) Stretch(way int) float64 {
	if s.Ways[way].Cost == s.Ways[0].Cost {
		return 0
	}
	return s.Ways[way].Cost/s.Ways[0].Cost - 1
}

// Choice sums, per municipality, the shares of the origins whose best way crosses it, and
// the same with every way at its probability. NaN without a theta.
func (r *Result) Choice(a *Alternatives) (best, spread []float64) {
	best, spread = make([]float64, len(r.Regions.Regions)), make([]float64, len(r.Regions.Regions))
	for _, set := range a.Sets {
		share := r.Origins[set.Origin].Share
		for i, w := range set.Ways {
			for _, place := range r.Crossed(Route{Spans: w.Spans}) {
				if i == 0 {
					best[place] += share
				}
				spread[place] += float64(share * w.Choice.Probability)
			}
		}
	}
	if a.Spec.Theta == nil {
		for i := range spread {
			spread[i] = math.NaN()
		}
	}
	return best, spread
}
