package hotspot

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// maxNodes bounds a grid: 2^24 nodes take 256 MB.
const maxNodes = 1 << 24

// defaultNodes along each axis.
const defaultNodes = 128

// Density is a kernel density at the nodes of a grid. Between the nodes it is
// bilinear, beyond them unknown. It is immutable and safe for any number of
// goroutines. Make one with [KDE] or [Grid.Density]; the zero Density is not usable.
type Density struct {
	lon, lat axis
	metric   metric
	weight   float64
	whole    float64   // what masses are shares of: 1, or all of a ready grid
	values   []float64 // by row, south to north, each west to east
	running  []float64 // integral of each row from its west end, over degrees
}

// Size returns the number of nodes along longitude and latitude.
func (d *Density) Size() (columns, rows int) { return d.lon.count, d.lat.count }

// Node returns the position of a node in degrees; column 0 is the westernmost,
// row 0 the southernmost. It does not check its arguments.
func (d *Density) Node(column, row int) orb.Point {
	return orb.Point{d.lon.at(column), d.lat.at(row)}
}

// Value returns the density at a node. It panics beyond the grid.
func (d *Density) Value(column, row int) float64 {
	return d.values[row*d.lon.count : (row+1)*d.lon.count][column]
}

// AppendValues appends the densities of all nodes, row by row from the south,
// each from west to east: that is kde2d's matrix z, column by column.
func (d *Density) AppendValues(buf []float64) []float64 { return append(buf, d.values...) }

// Bound returns the outermost nodes.
func (d *Density) Bound() orb.Bound {
	return orb.Bound{Min: d.Node(0, 0), Max: d.Node(d.lon.count-1, d.lat.count-1)}
}

// Sigma returns the bandwidth on both axes, in degrees or, if kilometres, in km;
// NaN for a ready grid, which does not tell.
func (d *Density) Sigma() (sigma [2]float64, kilometres bool) {
	return d.metric.sigma, d.metric.geographic
}

// Weight returns the sum of the points' weights, their number where they had
// none: the density times Weight is points per unit of area. NaN for a ready grid.
func (d *Density) Weight() float64 { return d.weight }

// At returns the density at a point in degrees, bilinear between the nodes, and
// NaN beyond them. O(1).
func (d *Density) At(p orb.Point) float64 {
	i, s, inLon := d.lon.find(p[0])
	j, t, inLat := d.lat.find(p[1])
	if !inLon || !inLat {
		return math.NaN()
	}
	south, north := d.values[j*d.lon.count+i:][:2], d.values[(j+1)*d.lon.count+i:][:2]
	return float64((1-t)*(float64((1-s)*south[0])+float64(s*south[1]))) + float64(t*(float64((1-s)*north[0])+float64(s*north[1])))
}

// Grid returns the nodes as cells, in the order of [Density.AppendValues].
func (d *Density) Grid() Grid {
	cells := make([]Cell, 0, len(d.values))
	for i, v := range d.values {
		cells = append(cells, Cell{d.Node(i%d.lon.count, i/d.lon.count), v})
	}
	return Grid{cells}
}

// newDensity lays out the grid.
func newDensity(s *sample, m metric, opts KDEOptions) (*Density, error) {
	columns, rows := opts.Columns, opts.Rows
	if columns == 0 {
		columns = defaultNodes
	}
	if rows == 0 {
		rows = defaultNodes
	}
	if columns < 2 || rows < 2 || columns > maxNodes || rows > maxNodes/columns {
		return nil, fmt.Errorf("%w: %d x %d nodes; each side needs 2, both together at most %d", ErrDensity, columns, rows, maxNodes)
	}
	if opts.Method > Binned {
		return nil, fmt.Errorf("%w: no such method: %d", ErrDensity, opts.Method)
	}
	limits, err := limitsOf(s, m, opts)
	if err != nil {
		return nil, err
	}
	d := &Density{metric: m, weight: s.total, whole: 1, values: make([]float64, columns*rows)}
	d.lon = axis{limits.Min[0], limits.Max[0], columns}
	d.lat = axis{limits.Min[1], limits.Max[1], rows}
	for _, a := range []axis{d.lon, d.lat} {
		if !finite(a.lo) || !finite(a.hi) || !finite(a.step()) || !(a.at(1) > a.lo) || !(a.at(a.count-2) < a.hi) {
			return nil, fmt.Errorf("%w: %d nodes from %g to %g; give Limits that are some way apart, or a Margin", ErrDensity, a.count, a.lo, a.hi)
		}
	}
	if m.geographic && max(-d.lat.lo, d.lat.hi) > maxLatitude {
		return nil, fmt.Errorf("%w: latitudes %g to %g; kilometres are taken up to %d degrees", ErrDensity, d.lat.lo, d.lat.hi, maxLatitude)
	}
	return d, nil
}

func limitsOf(s *sample, m metric, opts KDEOptions) (orb.Bound, error) {
	if !(opts.Margin >= 0) {
		return orb.Bound{}, fmt.Errorf("%w: the margin is %g sigmas; it is 0 or more", ErrDensity, opts.Margin)
	}
	if opts.Limits != (orb.Bound{}) {
		return opts.Limits, nil
	}
	limits := orb.Bound{Min: orb.Point{s.lon[0], s.lat[0]}, Max: orb.Point{s.lon[0], s.lat[0]}}
	for i := range s.lon {
		limits = limits.Extend(orb.Point{s.lon[i], s.lat[i]})
	}
	_, sy := m.scale((limits.Min[1] + limits.Max[1]) / 2)
	limits.Min[1] -= opts.Margin / sy
	limits.Max[1] += opts.Margin / sy
	// Degrees of longitude are shortest, and the margin widest, far from the equator.
	sx, _ := m.scale(min(max(-limits.Min[1], limits.Max[1]), maxLatitude))
	limits.Min[0] -= opts.Margin / sx
	limits.Max[0] += opts.Margin / sx
	return limits, nil
}
