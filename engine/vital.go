package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/corredor-geo/corredor/engine/vital"
)

// Things that may be closed, and what a closure is worth.
const (
	ByMunicipality = "municipality" // all roads of one, by the rules of package scenario
	BySegment      = "segment"      // one segment, to whoever runs through the whole of it
	ByCost         = "cost"         // what it adds to the costs of routes
	ByFlow         = "flow"         // the flow of the routes that it meets
)

// VitalSpec is what to ask for. The zero value asks for the municipality whose
// closure adds most to the costs of routes.
type VitalSpec struct {
	K         int    // closures; 0 is for 1
	By        string // ByMunicipality or BySegment
	Objective string // ByCost or ByFlow
	Exact     bool   // also look for the best set of K
	Limit     int    // sets to look at in that; 0 is for [vital.DefaultLimit]
	// CutOff is what an origin without a way counts as, in the unit of the study's
	// cost; 0 is for twice the costliest route. No origin counts more.
	CutOff   float64
	Progress func(stage string, done, total int64) // may be nil
}

// Vital is which closures lengthen routes most.
type Vital struct {
	Spec   VitalSpec
	CutOff float64 // as used, in the unit of the study's cost
	Flow   float64 // the sum of the shares of the origins with a route
	// Singles are all closures of one thing that some route uses, worth most first;
	// Greedy those after each step of closing what is then worth most.
	Singles, Greedy []Closure
	// Exact is the best set of K, nil where it was not asked for. No set is worth more than
	// Bound, and Exact.Worth itself is Bound where the search was finished.
	Exact *Closure
	Bound float64
	Sets  int // looked at in that search
}

// Closure is a set of things that are closed, and what comes of it.
type Closure struct {
	Items []int // municipalities by index, or segments; in the order in which they were closed
	// Worth is the mean over the flow: of what is added to the cost of a route, in the
	// unit of the study's cost; or of the part that is met.
	Worth float64
	// Detours is the part of Worth that is paid by origins which keep a way.
	Detours float64
	// Longer origins keep a way at a higher cost, or are met; CutOff have none, and count at
	// the price of that. Share of the latter as in Flow.
	Longer, CutOff int
	CutOffShare    float64
	// Inside origins lie in a closed municipality. To them it stays open.
	Inside int
}

// Check reports what cannot be asked.
func (s VitalSpec) Check() error {
	switch {
	case s.K < 0:
		return fmt.Errorf("%d closures; ask for 1 or more", s.K)
	case !slices.Contains([]string{"", ByMunicipality, BySegment}, s.By):
		return fmt.Errorf("nothing is closed by %q; write %s or %s", s.By, ByMunicipality, BySegment)
	case !slices.Contains([]string{"", ByCost, ByFlow}, s.Objective):
		return fmt.Errorf("no objective %q; write %s or %s", s.Objective, ByCost, ByFlow)
	case !(s.CutOff >= 0):
		return fmt.Errorf("an origin without a way counts as %v; write a cost above 0", s.CutOff)
	}
	return nil
}

// Vital finds the closures that are worth most on the roads of a study that was run. It stops with
// the cause when ctx ends. The answer does not depend on the number of cores.
func (r *Result) Vital(ctx context.Context, spec VitalSpec) (*Vital, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	c, err := r.newClosing(spec)
	if err != nil {
		return nil, err
	}
	out := &Vital{Spec: spec, CutOff: r.cost(c.problem.CutOff), Flow: c.flow}
	k := cmp.Or(spec.K, 1)
	steps, singles, err := vital.Greedy(ctx, c.problem, k)
	if err != nil {
		return nil, err
	}
	for _, st := range singles {
		out.Singles = append(out.Singles, c.closure(st))
	}
	slices.SortStableFunc(out.Singles, func(a, b Closure) int { return cmp.Compare(b.Worth, a.Worth) })
	for _, st := range steps {
		out.Greedy = append(out.Greedy, c.closure(st))
	}
	if !spec.Exact {
		return out, nil
	}
	o := vital.Options{K: k, Limit: spec.Limit}
	if len(steps) > 0 {
		o.Known = steps[len(steps)-1]
	}
	found, err := vital.Exact(ctx, c.problem, o)
	if err != nil {
		return nil, err
	}
	best := c.closure(found.Best)
	out.Exact, out.Bound, out.Sets = &best, best.Worth, found.Sets
	if !found.Proven() {
		out.Bound = c.mean(found.Bound)
	}
	return out, nil
}
