package hotspot

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// accumulate prepares the integrals along rows.
func (d *Density) accumulate() {
	d.running = make([]float64, len(d.values))
	half := d.lon.step() / 2
	for i := range d.values {
		if i%d.lon.count != 0 {
			d.running[i] = d.running[i-1] + float64(half*(d.values[i-1]+d.values[i]))
		}
	}
}

// TotalMass returns the share of the density that lies on the grid, by the
// trapezoid rule: 1 within rounding where the grid reaches some 5 sigmas beyond
// the points and has 2 nodes or more in a sigma. It is 1 for a ready grid. O(nodes).
func (d *Density) TotalMass() float64 {
	sum := 0.0
	for i, v := range d.values {
		sum += float64(v * d.nodeArea(i))
	}
	if d.whole > 0 {
		return sum / d.whole
	}
	return sum // of a ready grid, before it is known
}

// nodeArea is the area that the trapezoid rule gives a node.
func (d *Density) nodeArea(i int) float64 {
	area := d.lon.step() * d.lat.step()
	column, row := i%d.lon.count, i/d.lon.count
	if column == 0 || column == d.lon.count-1 {
		area /= 2
	}
	if row == 0 || row == d.lat.count-1 {
		area /= 2
	}
	return area * d.metric.unitArea(d.lat.at(row))
}

// Mass returns the share of the density within an area, in degrees, such as a
// municipality; what lies beyond the grid adds nothing. Rings may be open and
// turn either way; a polygon's rings are taken even-odd, its polygons added.
// The integral of the bilinear surface is exact along the parallels and by
// 64 or more parallels, 4 or more in each row, across: small municipalities
// count even if they hold no node. NaN where a coordinate is not finite.
// O(vertices + crossings of the parallels).
func (d *Density) Mass(area orb.MultiPolygon) float64 {
	mass, _ := d.integrate(area)
	return mass / d.whole
}

// Mean returns the mean density over the part of an area that is on the grid,
// NaN where none is. See [Density.Mass].
func (d *Density) Mean(area orb.MultiPolygon) float64 {
	mass, size := d.integrate(area)
	if size == 0 {
		return math.NaN()
	}
	return mass / size
}

func (d *Density) integrate(area orb.MultiPolygon) (mass, size float64) {
	for _, polygon := range area {
		lo, hi, ok := latitudes(polygon)
		if !ok {
			return math.NaN(), math.NaN()
		}
		if hi < d.lat.lo || lo > d.lat.hi || !(hi > lo) {
			continue
		}
		p := d.newParallels(lo, hi)
		for _, ring := range polygon {
			for i, b := range ring {
				p.cross(ring[(i+len(ring)-1)%len(ring)], b)
			}
		}
		for k, xs := range p.crossings {
			m, s := d.along(p.first+k, p.perRow, xs)
			mass += float64(m * p.step)
			size += float64(s * p.step)
		}
	}
	return mass, size
}

// latitudes returns the range of a polygon; false if a coordinate is not finite.
func latitudes(polygon orb.Polygon) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, ring := range polygon {
		for _, p := range ring {
			if !finite(p[0]) || !finite(p[1]) {
				return 0, 0, false
			}
			lo, hi = min(lo, p[1]), max(hi, p[1])
		}
	}
	return lo, hi, true
}

// parallels are lines of equal latitude, perRow in each row of the grid, with
// the longitudes at which a polygon's rings cross them.
type parallels struct {
	lat       axis
	perRow    int
	step      float64
	first     int // counted from the south edge of the grid
	crossings [][]float64
}

func (d *Density) newParallels(lo, hi float64) *parallels {
	const least, leastPerRow, mostPerRow = 64, 4, 1 << 20
	perRow := int(min(max(math.Ceil(least*d.lat.step()/(hi-lo)), leastPerRow), mostPerRow))
	p := &parallels{lat: d.lat, perRow: perRow, step: d.lat.step() / float64(perRow)}
	all := float64((d.lat.count - 1) * perRow)
	p.first = int(min(max(math.Floor((lo-d.lat.lo)/p.step), 0), all))
	last := int(min(max(math.Ceil((hi-d.lat.lo)/p.step), 0), all))
	p.crossings = make([][]float64, max(last-p.first, 0))
	return p
}

// cross notes where an edge crosses the parallels. An end belongs to the edge
// that lies north of it, so that a vertex on a parallel counts once.
func (p *parallels) cross(a, b orb.Point) {
	if a[1] > b[1] {
		a, b = b, a
	}
	index := func(lat float64) int { // of the first parallel at or north of lat
		k := math.Ceil((lat-p.lat.lo)/p.step-0.5) - float64(p.first)
		return int(min(max(k, 0), float64(len(p.crossings))))
	}
	for k := index(a[1]); k < index(b[1]); k++ {
		lat := p.lat.lo + float64((float64(p.first+k)+0.5)*p.step)
		share := min(max((lat-a[1])/(b[1]-a[1]), 0), 1)
		p.crossings[k] = append(p.crossings[k], a[0]+float64(share*(b[0]-a[0])))
	}
}

// along integrates a parallel between pairs of crossings, which it sorts, and
// returns the area, too, both for a degree of latitude.
func (d *Density) along(parallel, perRow int, xs []float64) (mass, size float64) {
	slices.Sort(xs)
	row := parallel / perRow
	t := (float64(parallel%perRow) + 0.5) / float64(perRow)
	for k := 0; k+1 < len(xs); k += 2 {
		from, to := max(xs[k], d.lon.lo), min(xs[k+1], d.lon.hi)
		if from < to {
			south := d.upTo(row, to) - d.upTo(row, from)
			north := d.upTo(row+1, to) - d.upTo(row+1, from)
			mass += float64((1-t)*south) + float64(t*north)
			size += to - from
		}
	}
	unit := d.metric.unitArea(d.lat.lo + float64((float64(row)+t)*d.lat.step()))
	return mass * unit, size * unit
}

// upTo integrates a row from its west end.
func (d *Density) upTo(row int, lon float64) float64 {
	i, share, _ := d.lon.find(lon)
	at := row*d.lon.count + i
	west, east := d.values[at], d.values[at+1]
	return d.running[at] + float64(share*d.lon.step()*(west+float64(share/2*(east-west))))
}
