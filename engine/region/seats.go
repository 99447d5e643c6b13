package region

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// seatIndex finds the nearest seat. Distance is the straight chord through the
// ellipsoid between two points on it: it orders points as the geodesic does, to
// 1e-7 of a distance of 100 km, and costs no trigonometry per seat. The index
// is a k-d tree laid out in one slice (J. L. Bentley, "Multidimensional binary
// search trees used for associative searching", Communications of the ACM
// 18(9), 1975, doi:10.1145/361002.361007). Immutable, safe for any number of
// goroutines.
type seatIndex struct {
	tree  []seat // the middle of each range splits it, along axes x, y, z in turn
	place []vector
}

type vector [3]float64 // metres from the centre of the earth

type seat struct {
	at     vector
	region int32
}

func newSeatIndex(regions []Region) *seatIndex {
	x := &seatIndex{place: make([]vector, len(regions))}
	for i, r := range regions {
		if r.HasSeat {
			x.place[i] = onEllipsoid(wrap(r.Seat))
			x.tree = append(x.tree, seat{x.place[i], int32(i)})
		}
	}
	splitSeats(x.tree, 0)
	return x
}

func splitSeats(seats []seat, axis int) {
	if len(seats) < 2 {
		return
	}
	slices.SortFunc(seats, func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.at[axis], b.at[axis]), cmp.Compare(a.region, b.region))
	})
	middle := len(seats) / 2
	splitSeats(seats[:middle], (axis+1)%3)
	splitSeats(seats[middle+1:], (axis+1)%3)
}

// onEllipsoid returns the position of a point in degrees on WGS84.
func onEllipsoid(p orb.Point) vector {
	sinLat, cosLat := math.Sincos(p[1] * degree)
	sinLon, cosLon := math.Sincos(p[0] * degree)
	n := semiMajorMeters / math.Sqrt(1-float64(eccentricity2*sinLat*sinLat))
	return vector{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - eccentricity2) * sinLat}
}

func (v vector) distance2(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return float64(x*x) + float64(y*y) + float64(z*z)
}

// nearest returns the region of the seat nearest to p, the lowest one of a tie.
func (x *seatIndex) nearest(p orb.Point) int32 {
	best := candidate{from: onEllipsoid(p), distance2: math.Inf(1)}
	best.search(x.tree, 0)
	return best.region
}

type candidate struct {
	from      vector
	distance2 float64
	region    int32
}

func (c *candidate) search(seats []seat, axis int) {
	if len(seats) == 0 {
		return
	}
	middle := len(seats) / 2
	s := seats[middle]
	d := c.from.distance2(s.at)
	if d < c.distance2 || d == c.distance2 && s.region < c.region {
		c.distance2, c.region = d, s.region
	}
	near, far := seats[:middle], seats[middle+1:]
	offset := c.from[axis] - s.at[axis]
	if offset > 0 {
		near, far = far, near
	}
	c.search(near, (axis+1)%3)
	if offset*offset <= c.distance2 {
		c.search(far, (axis+1)%3)
	}
}
