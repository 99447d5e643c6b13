package hotspot

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// HighDensity is a region that holds a share of the mass and whose density is
// nowhere less than outside it.
type HighDensity struct {
	Share float64 // of the mass on the grid
	Level float64 // the least density in the region
	Area  orb.MultiPolygon
}

// HighestDensity returns the highest-density regions that hold shares of the mass, such as
// 0.5, 0.9 and 0.95, in that order: R. J. Hyndman, "Computing and graphing
// highest density regions", 1996, doi:10.1080/00031305.1996.10474359. Where he
// takes the level from the densities of a sample, we have the mass on the grid
// and move the level until [Density.Mass] of its [Density.Contour] is the share to 1e-7,
// but where the density is flat. The share is of [Density.TotalMass], so
// give the grid a Margin. With 10 nodes in a sigma the area of a Gaussian's
// region is right to 0.3 %. A share must be above 0 and below 1, else the error
// wraps [ErrDensity]. O(nodes log nodes) and some ten contours for each share.
func (d *Density) HighestDensity(shares ...float64) ([]HighDensity, error) {
	for _, share := range shares {
		if !(share > 0 && share < 1) {
			return nil, fmt.Errorf("%w: a region with %g of the mass; the share is between 0 and 1", ErrDensity, share)
		}
	}
	total := d.TotalMass()
	if !(total > 0) {
		return nil, fmt.Errorf("%w: there is no mass on the grid; set Limits nearer to the points", ErrDensity)
	}
	levels := d.levels(total, shares)
	regions := make([]HighDensity, 0, len(shares))
	for k, share := range shares {
		r := HighDensity{Share: share}
		r.Level, r.Area = d.refine(levels[k], share*total)
		regions = append(regions, r)
	}
	return regions, nil
}

// refine moves a level until the mass within its contour is the target, by false
// position (the Illinois variant: M. Dowell and P. Jarratt, 1971,
// doi:10.1007/BF01934364) from a bracket around the level of the nodes. Beyond
// the last round, where mass leaps at a level, it keeps the last.
func (d *Density) refine(level, target float64) (float64, orb.MultiPolygon) {
	const tolerance, rounds, widening = 1e-7, 40, 1.05
	excess := func(level float64) (float64, orb.MultiPolygon) {
		area := d.Contour(level)
		return d.Mass(area) - target, area
	}
	at, area := excess(level)
	low, high := bracketEnd{excess: d.TotalMass() - target}, bracketEnd{level: slices.Max(d.values), excess: -target}
	step := widening
	for range rounds {
		if math.Abs(at) <= tolerance {
			break
		}
		end, other := &low, &high
		if at < 0 {
			end, other = &high, &low
		}
		if end.moved {
			other.excess /= 2
		}
		*end, other.moved = bracketEnd{level, at, true}, false
		level = low.level + (high.level-low.level)*low.excess/(low.excess-high.excess)
		// The first bracket is wide: walk to its far side in small steps.
		level, step = min(max(level, end.level/step), end.level*step), step*step
		at, area = excess(level)
	}
	return level, area
}

// bracketEnd is a level, the mass within it beyond the target, and whether it was
// the end that moved last.
type bracketEnd struct {
	level, excess float64
	moved         bool
}

// levels returns the density at which the mass of denser nodes passes each
// share, half of a node being on either side of its own density.
func (d *Density) levels(total float64, shares []float64) []float64 {
	type node struct{ value, mass, held float64 } // held by this half and all denser ones
	nodes := make([]node, len(d.values))
	for i, v := range d.values {
		nodes[i] = node{value: v, mass: v * d.nodeArea(i) / d.whole / total}
	}
	slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(b.value, a.value) })
	sum := 0.0
	for i := range nodes {
		nodes[i].held = sum + nodes[i].mass/2
		sum += nodes[i].mass
	}
	levels := make([]float64, 0, len(shares))
	for _, share := range shares {
		i := sort.Search(len(nodes)-1, func(i int) bool { return nodes[i].held >= share })
		level := nodes[i].value
		if before := nodes[max(i-1, 0)]; before.held < share && share < nodes[i].held {
			level = before.value + float64((share-before.held)/(nodes[i].held-before.held)*(level-before.value))
		}
		levels = append(levels, level)
	}
	return levels
}
