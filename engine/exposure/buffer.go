package exposure

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Land is a municipality that corridors run through.
type Land struct {
	Area    orb.MultiPolygon // nil where only the seat is known
	Seat    orb.Point        // degrees, if HasSeat
	HasSeat bool
}

// Share is the part of a municipality that lies in a corridor.
type Share struct {
	Place int     // index into the lands
	Share float64 // above 0, at most 1
}

// Lands are municipalities prepared for [Lands.Within]. They are immutable and
// safe for any number of goroutines.
type Lands struct {
	lands []prepared
	area  bool
}

// prepared is a land cut into parallels.
type prepared struct {
	box       orb.Bound
	known     bool
	seat      orb.Point
	scale     scale // at the seat
	parallels []parallel
	total     float64 // area, in the measure of a parallel's stretches
}

// NewLands prepares municipalities. Where any of them has an area, those without
// are in no corridor; where none has, a municipality is in a corridor with its seat,
// wholly or not at all. O(points + crossings of the parallels).
func NewLands(lands []Land) *Lands {
	l := &Lands{lands: make([]prepared, len(lands))}
	for _, land := range lands {
		l.area = l.area || len(land.Area) > 0
	}
	for i, land := range lands {
		switch {
		case l.area && len(land.Area) > 0:
			l.lands[i] = prepareArea(land.Area)
		case !l.area && land.HasSeat:
			p := prepared{box: orb.Bound{Min: land.Seat, Max: land.Seat}, known: true, seat: land.Seat}
			p.scale = scaleAt(land.Seat[1])
			l.lands[i] = p
		}
	}
	return l
}

// Method says what a share is of: "area", or "seat" where only seats are known.
func (l *Lands) Method() string {
	if l.area {
		return "area"
	}
	return "seat"
}

// Within returns the municipalities within some distances of lines (degrees), for
// each distance those with a share, in ascending order. Distances are geodesic,
// right to 5 m at 20 km; lines are thinned by at most 11 m. A share is a sum over
// parallels that are at most 100 m apart (but no more than 8,192) and at least 64
// in a municipality; along each the corridor is exact. So a municipality that is
// wholly in or out has exactly 1 or 0. Another is off by a thousandth or less, and
// at worst, where a corridor ends along a parallel, by half of what lies between two: 0.8 %.
func (l *Lands) Within(lines []orb.LineString, meters []float64) [][]Share {
	all := make([]int, len(lines))
	for i := range all {
		all[i] = i
	}
	// Without a context to end there is no error.
	each, _ := l.WithinEach(context.Background(), Corridors{Lines: lines, Routes: [][]int{all}}, meters)
	return each[0]
}

func (p *prepared) within(near []edge, meters float64, work *scratch) float64 {
	if len(p.parallels) == 0 {
		for _, e := range near {
			if e.distance(p.seat, p.scale) <= meters {
				return 1
			}
		}
		return 0
	}
	for _, e := range near {
		if p.inside(e, meters) {
			return 1
		}
	}
	sum := 0.0
	for k := range p.parallels {
		sum += p.parallels[k].within(near, meters, work)
	}
	// Stretches that meet end to end may add up to a hair more than all.
	const all = 1 - 1e-12
	if share := sum / p.total; share < all {
		return share
	}
	return 1
}

// inside says that all of the land is within a distance of one edge: the farthest
// point of a box from a segment is a corner, and the slack is more than the metric's error.
func (p *prepared) inside(e edge, meters float64) bool {
	const slack = 0.999
	for _, corner := range [4]orb.Point{p.box.Min, p.box.Max, {p.box.Min[0], p.box.Max[1]}, {p.box.Max[0], p.box.Min[1]}} {
		at := p.parallels[0].scale
		if corner[1] == p.box.Max[1] {
			at = p.parallels[len(p.parallels)-1].scale
		}
		if e.distance(corner, at) > slack*meters {
			return false
		}
	}
	return true
}

// scratch is reused between parallels.
type scratch struct{ cuts [][2]float64 }

// parallel is a line of equal latitude through a land: the longitudes at which it
// enters and leaves, in pairs.
type parallel struct {
	lat       float64
	scale     scale
	crossings []float64
}

// within returns how much of the land on the parallel is near the edges.
func (p *parallel) within(near []edge, meters float64, work *scratch) float64 {
	cuts := work.cuts[:0]
	for i := range near {
		if from, to, ok := near[i].cut(*p, meters); ok && to >= p.crossings[0] && from <= p.crossings[len(p.crossings)-1] {
			cuts = append(cuts, [2]float64{from, to})
		}
	}
	work.cuts = cuts
	slices.SortFunc(cuts, func(a, b [2]float64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	sum, k := 0.0, 0
	for k < len(cuts) {
		from, to := cuts[k][0], cuts[k][1]
		for k++; k < len(cuts) && cuts[k][0] <= to; k++ {
			to = max(to, cuts[k][1])
		}
		for c := 0; c+1 < len(p.crossings); c += 2 {
			sum += max(0, min(to, p.crossings[c+1])-max(from, p.crossings[c]))
		}
	}
	return sum * p.scale.x
}

// The parallels of a land are this far apart, and at least and at most so many.
const (
	apartMeters     = 100
	fewestParallels = 64
	mostParallels   = 1 << 13
)

func prepareArea(area orb.MultiPolygon) prepared {
	p := prepared{box: area.Bound(), known: true}
	height := p.box.Max[1] - p.box.Min[1]
	if !(height > 0 && height <= 180) {
		return prepared{} // flat, or no degrees
	}
	count := int(min(max(math.Ceil(height*scaleAt(p.box.Min[1]).y/apartMeters), fewestParallels), mostParallels))
	step := height / float64(count)
	rows := rows{from: p.box.Min[1], step: step, crossings: make([][]float64, count)}
	for _, polygon := range area {
		for _, ring := range polygon {
			for i := range ring {
				rows.cross(ring[(i+len(ring)-1)%len(ring)], ring[i])
			}
		}
	}
	for k, crossings := range rows.crossings {
		if len(crossings) < 2 {
			continue
		}
		slices.Sort(crossings)
		line := parallel{lat: p.box.Min[1] + float64((float64(k)+0.5)*step), crossings: crossings}
		line.scale = scaleAt(line.lat)
		for c := 0; c+1 < len(crossings); c += 2 {
			p.total += float64((crossings[c+1] - crossings[c]) * line.scale.x)
		}
		p.parallels = append(p.parallels, line)
	}
	p.known = p.total > 0
	return p
}

// rows are parallels in the middles of steps from a latitude on, and where rings
// cross them.
type rows struct {
	from, step float64
	crossings  [][]float64
}

// cross notes where an edge of a ring crosses the parallels. An end belongs to
// the edge north of it, so that a vertex on a parallel counts once.
func (r rows) cross(a, b orb.Point) {
	if a[1] > b[1] {
		a, b = b, a
	}
	first := func(lat float64) int { // parallel at or north of lat
		return int(min(max(math.Ceil((lat-r.from)/r.step-0.5), 0), float64(len(r.crossings))))
	}
	for k := first(a[1]); k < first(b[1]); k++ {
		lat := r.from + float64((float64(k)+0.5)*r.step)
		share := min(max((lat-a[1])/(b[1]-a[1]), 0), 1)
		r.crossings[k] = append(r.crossings[k], a[0]+float64(share*(b[0]-a[0])))
	}
}
