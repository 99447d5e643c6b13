package hotspot

import (
	"fmt"
	"math"
	"slices"
)

// Density returns the grid as a density on its lattice of nodes, so that regions
// and municipalities may be measured on it. Cells that the grid leaves out
// have no density there, which missing counts: a grid that was cut at a
// threshold understates what lies around it. A frame of empty nodes one step
// wide goes around all. Values keep the unit of the grid; masses are shares of
// the whole grid's. It fails with [ErrDensity] where the cells are not at equal
// steps of longitude and of latitude. O(cells log cells + nodes).
func (g Grid) Density() (d *Density, missing int, err error) {
	d = &Density{metric: metric{sigma: [2]float64{math.NaN(), math.NaN()}}, weight: math.NaN()}
	for k, a := range []*axis{&d.lon, &d.lat} {
		if *a, err = latticeOf(g.Cells, k); err != nil {
			return nil, 0, err
		}
	}
	if d.lat.count > maxNodes/d.lon.count {
		return nil, 0, fmt.Errorf("%w: %d x %d nodes", ErrDensity, d.lon.count, d.lat.count)
	}
	d.values = make([]float64, d.lon.count*d.lat.count)
	filled := make([]bool, len(d.values))
	for _, c := range g.Cells {
		column, okLon := d.lon.nearest(c.At[0])
		row, okLat := d.lat.nearest(c.At[1])
		at := row*d.lon.count + column
		switch {
		case !okLon || !okLat:
			return nil, 0, fmt.Errorf("%w: the cell at %v is off the lattice of %g x %g degrees", ErrDensity, c.At, d.lon.step(), d.lat.step())
		case filled[at]:
			return nil, 0, fmt.Errorf("%w: two cells at %v", ErrDensity, c.At)
		case !finite(c.Density) || c.Density < 0:
			return nil, 0, fmt.Errorf("%w: the density at %v is %g; it is 0 or more", ErrDensity, c.At, c.Density)
		}
		filled[at], d.values[at] = true, c.Density
	}
	d.accumulate()
	if d.whole = d.TotalMass(); !(d.whole > 0) || !finite(d.whole) {
		return nil, 0, fmt.Errorf("%w: there is no mass on the grid", ErrDensity)
	}
	return d, (d.lon.count-2)*(d.lat.count-2) - len(g.Cells), nil
}

// offLattice is how far, in steps, a coordinate may be from its node: grids are
// written with few decimals.
const offLattice = 0.01

// latticeOf finds the step of the coordinates: the least distance between two
// of them, made exact over the whole range.
func latticeOf(cells []Cell, k int) (axis, error) {
	xs := make([]float64, 0, len(cells))
	for _, c := range cells {
		xs = append(xs, c.At[k])
	}
	slices.Sort(xs)
	if len(xs) < 2 || !finite(xs[0]) || !finite(xs[len(xs)-1]) {
		return axis{}, fmt.Errorf("%w: a grid has cells at two longitudes and two latitudes or more", ErrDensity)
	}
	lo, hi := xs[0], xs[len(xs)-1]
	step, same := math.Inf(1), (hi-lo)*1e-9
	for i := 1; i < len(xs); i++ {
		if gap := xs[i] - xs[i-1]; gap > same {
			step = min(step, gap)
		}
	}
	steps := math.Round((hi - lo) / step)
	if !(steps >= 1 && steps < maxNodes) {
		return axis{}, fmt.Errorf("%w: no equal steps between %g and %g", ErrDensity, lo, hi)
	}
	step = (hi - lo) / steps
	return axis{lo - step, hi + step, int(steps) + 3}, nil
}

// nearest returns the node at a coordinate; false when there is none.
func (a axis) nearest(x float64) (int, bool) {
	u := (x - a.lo) / a.step()
	i := math.Round(u)
	return int(i), math.Abs(u-i) <= offLattice && i >= 0 && i < float64(a.count)
}
