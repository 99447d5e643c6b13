package panel

import (
	"fmt"
	"math"
)

// LeftOut counts the rows of a Regression that took no part.
type LeftOut struct {
	Missing    int // NaN in the outcome, a regressor or the weight
	ZeroWeight int
	Singletons int // dropped because alone in a group of a fixed effect
	Rounds     int // of looking for singletons
}

// grouping gives every row of the sample a group from 0.
type grouping struct {
	of    []int32
	count int
}

// sample holds the rows that take part.
type sample struct {
	rows     []int32 // their numbers in the Regression
	y        []float64
	x        [][]float64
	w        []float64 // nil: all 1
	effects  []grouping
	clusters []grouping
	out      LeftOut
}

// newSample selects rows.
func newSample(g Regression, dropSingletons bool) (*sample, error) {
	s := &sample{}
	for i := range g.Y {
		use, err := s.usable(g, i)
		if err != nil {
			return nil, err
		}
		if use {
			s.rows = append(s.rows, int32(i))
		}
	}
	for dropSingletons && len(g.FixedEffects) > 0 {
		s.out.Rounds++
		if s.dropSingletons(g.FixedEffects) == 0 {
			break
		}
	}
	if len(s.rows) == 0 {
		return nil, fmt.Errorf("no row is left of %d: %d with missing values, %d of weight 0, %d singletons: %w",
			len(g.Y), s.out.Missing, s.out.ZeroWeight, s.out.Singletons, ErrTooFew)
	}
	s.y = pick(g.Y, s.rows)
	for _, column := range g.X {
		s.x = append(s.x, pick(column, s.rows))
	}
	if g.Weights != nil {
		s.w = pick(g.Weights, s.rows)
	}
	for _, ids := range g.FixedEffects {
		s.effects = append(s.effects, group(ids, s.rows))
	}
	for _, ids := range g.Clusters {
		s.clusters = append(s.clusters, group(ids, s.rows))
	}
	return s, nil
}

// usable decides about a row and counts those it refuses.
func (s *sample) usable(g Regression, i int) (bool, error) {
	missing := math.IsNaN(g.Y[i])
	infinite := math.IsInf(g.Y[i], 0)
	for _, column := range g.X {
		missing = missing || math.IsNaN(column[i])
		infinite = infinite || math.IsInf(column[i], 0)
	}
	weight := 1.0
	if g.Weights != nil {
		weight = g.Weights[i]
	}
	switch {
	case infinite || math.IsInf(weight, 0):
		return false, fmt.Errorf("row %d, from 1, holds an infinite number: %w", i+1, ErrValue)
	case weight < 0:
		return false, fmt.Errorf("row %d, from 1, has the weight %g: %w", i+1, weight, ErrValue)
	case missing || math.IsNaN(weight):
		s.out.Missing++
		return false, nil
	case weight == 0:
		s.out.ZeroWeight++
		return false, nil
	}
	return true, nil
}

// dropSingletons removes, effect by effect, the rows that are alone in a group.
func (s *sample) dropSingletons(effects [][]int32) (dropped int) {
	for _, ids := range effects {
		g := group(ids, s.rows)
		size := g.sizes()
		kept := s.rows[:0]
		for i, row := range s.rows {
			if size[g.of[i]] > 1 {
				kept = append(kept, row)
			}
		}
		dropped += len(s.rows) - len(kept)
		s.rows = kept
	}
	s.out.Singletons += dropped
	return dropped
}

func pick(column []float64, rows []int32) []float64 {
	picked := make([]float64, len(rows))
	for i, row := range rows {
		picked[i] = column[row]
	}
	return picked
}

// group numbers the identifiers of rows in the order in which they turn up.
func group(ids []int32, rows []int32) grouping {
	g := grouping{of: make([]int32, len(rows))}
	number := map[int32]int32{}
	for i, row := range rows {
		n, ok := number[ids[row]]
		if !ok {
			n = int32(len(number))
			number[ids[row]] = n
		}
		g.of[i] = n
	}
	g.count = len(number)
	return g
}

func (g grouping) sizes() []int {
	size := make([]int, g.count)
	for _, n := range g.of {
		size[n]++
	}
	return size
}

// singletons counts the groups of one row.
func (g grouping) singletons() (count int) {
	for _, n := range g.sizes() {
		if n == 1 {
			count++
		}
	}
	return count
}

// cross is the grouping by two groupings at once.
func cross(a, b grouping) grouping {
	c := grouping{of: make([]int32, len(a.of))}
	number := map[[2]int32]int32{}
	for i := range a.of {
		key := [2]int32{a.of[i], b.of[i]}
		n, ok := number[key]
		if !ok {
			n = int32(len(number))
			number[key] = n
		}
		c.of[i] = n
	}
	c.count = len(number)
	return c
}

// within reports whether every group of g lies in one group of h.
func (g grouping) within(h grouping) bool {
	home := make([]int32, g.count) // group of h, plus 1
	for i, n := range g.of {
		switch home[n] {
		case 0:
			home[n] = h.of[i] + 1
		case h.of[i] + 1:
		default:
			return false
		}
	}
	return true
}

// components counts the parts into which two effects fall that share no group:
// the number of levels that are redundant between them.
func components(a, b grouping) int {
	parent := make([]int32, a.count+b.count)
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	parts := len(parent)
	for i := range a.of {
		p, q := find(a.of[i]), find(int32(a.count)+b.of[i])
		if p != q {
			parent[max(p, q)] = min(p, q)
			parts--
		}
	}
	return parts
}
