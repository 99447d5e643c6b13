package engine

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/assign"
)

func (s *Study) checkCongestion() *problem {
	c := s.Congestion
	if c == nil {
		return nil
	}
	at := func(keys ...any) []any { return append([]any{"congestion"}, keys...) }
	if c.Ports == nil && c.Segments == nil {
		return &problem{at(), "congestion: names neither ports: nor segments:", "for example ports: {capacity: lanes, phi: 60, delta: 2}"}
	}
	for _, word := range []struct {
		key, value string
		known      []string
	}{
		{"model", c.Model, []string{modelEquilibrium, modelLogitPorts, modelLogitPaths}},
		{"demand", c.Demand, []string{"count", "weight"}},
	} {
		if p := oneOf(at(word.key), word.value, word.known); p != nil {
			return p
		}
	}
	for _, check := range []func() *problem{s.checkUnits, c.checkSolver, c.checkPorts, c.checkSegments} {
		if p := check(); p != nil {
			return p
		}
	}
	return nil
}

// oneOf wants a word of a list, or nothing; the key is the last of the path.
func oneOf(path []any, value string, known []string) *problem {
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	last := len(known) - 1
	return &problem{path, fmt.Sprintf("%v is %q", path[len(path)-1], value), "write " + strings.Join(known[:last], ", ") + " or " + known[last]}
}

func (s *Study) checkUnits() *problem {
	for _, layer := range slices.Sorted(maps.Keys(s.Congestion.Units)) {
		path := []any{"congestion", "units", layer}
		if !slices.ContainsFunc(s.Origins, func(o Origins) bool { return o.Layer == layer }) {
			return &problem{path, fmt.Sprintf("units: names %q, which is no layer of origins", layer), ""}
		}
		if x := s.Congestion.Units[layer]; !(x > 0) || math.IsInf(x, 1) {
			return &problem{path, fmt.Sprintf("layer %q sends %g units", layer, x), "write a number above 0"}
		}
	}
	return nil
}

func (c *Congestion) checkSolver() *problem {
	at := func(key string) []any { return []any{"congestion", key} }
	logit := c.model() != modelEquilibrium
	switch {
	case logit && (!(c.Theta > 0) || math.IsInf(c.Theta, 1)):
		return &problem{at("theta"), fmt.Sprintf("theta is %g; a logit model needs how much a unit of cost matters", c.Theta), "write a number above 0, such as 0.01 where costs are kilometres"}
	case !logit && c.Theta != 0:
		return &problem{at("theta"), "theta: belongs to the logit models", "write model: logit_ports or logit_paths, or leave it out"}
	case logit && c.Algorithm != "":
		return &problem{at("algorithm"), "algorithm: belongs to the model equilibrium", "leave it out"}
	case !(c.Gap >= 0 && c.Gap < 1):
		return &problem{at("gap"), fmt.Sprintf("gap is %g", c.Gap), "write a number between 0 and 1, such as 1e-10"}
	case c.MaxIterations < 0:
		return &problem{at("max_iterations"), fmt.Sprintf("max_iterations is %d", c.MaxIterations), "write a number above 0, or leave it out"}
	}
	if c.Algorithm == "" {
		return nil
	}
	if _, err := assign.ParseAlgorithm(c.Algorithm); err != nil {
		return &problem{at("algorithm"), fmt.Sprintf("unknown algorithm %q", c.Algorithm), "write b, bfw or frank-wolfe"}
	}
	return nil
}

// rule is a key of a price, and what it holds.
type rule struct{ key, value string }

// priceRules are the keys that a kind of price needs, and those of other kinds.
type priceRules struct {
	part, kind     string
	needs, foreign []rule
}

func (p priceRules) check() *problem {
	for _, n := range p.needs {
		if n.value == "" {
			return &problem{[]any{"congestion", p.part}, fmt.Sprintf("%s of kind %s need %s:", p.part, p.kind, n.key), ""}
		}
	}
	for _, f := range p.foreign {
		if f.value != "" {
			return &problem{[]any{"congestion", p.part, f.key}, fmt.Sprintf("%s: does not belong to %s of kind %s", f.key, p.part, p.kind), "leave it out, or write another kind:"}
		}
	}
	return nil
}

func (c *Congestion) checkPorts() *problem {
	p := c.Ports
	if p == nil {
		return nil
	}
	if bad := oneOf([]any{"congestion", "ports", "kind"}, p.Kind, []string{kindPower, kindFormula}); bad != nil {
		return bad
	}
	if bad := oneOf([]any{"congestion", "ports", "without_capacity"}, p.WithoutCapacity, []string{withoutError, withoutClosed, withoutFree}); bad != nil {
		return bad
	}
	power, formula := []rule{{"capacity", p.Capacity}, {"phi", p.Phi}, {"delta", p.Delta}}, []rule{{"formula", p.Formula}}
	if p.Kind == kindFormula {
		return priceRules{"ports", kindFormula, formula, power[1:]}.check()
	}
	return priceRules{"ports", kindPower, power, formula}.check()
}

func (c *Congestion) checkSegments() *problem {
	s := c.Segments
	if s == nil {
		return nil
	}
	if bad := oneOf([]any{"congestion", "segments", "kind"}, s.Kind, []string{kindBPR, kindFormula}); bad != nil {
		return bad
	}
	if bad := oneOf([]any{"congestion", "segments", "without_capacity"}, s.WithoutCapacity, []string{withoutError, withoutClosed, withoutFree}); bad != nil {
		return bad
	}
	formula := []rule{{"formula", s.Formula}}
	if s.Kind == kindFormula {
		return priceRules{"segments", kindFormula, formula, []rule{{"alpha", s.Alpha}, {"power", s.Power}}}.check()
	}
	return priceRules{"segments", kindBPR, []rule{{"capacity", s.Capacity}}, formula}.check()
}
