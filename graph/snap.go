package graph

import (
	"math"
	"sync"
	"sync/atomic"

	"github.com/golang/geo/s1"
	"github.com/golang/geo/s2"
	"github.com/paulmach/orb"
)

// Snapper finds the place on the network nearest to a point. It is built once
// over the segments that it may use, and is then safe for any number of
// goroutines, each with its own [SnapQuery].
type Snapper struct {
	g       *Graph
	index   *s2.ShapeIndex
	segment []SegmentID             // per shape of the index
	lowest  func() *lowest          // made when first needed: only Nearest asks
	rulers  []atomic.Pointer[ruler] // per segment, once it was needed
}

// NewSnapper indexes the segments for which use returns true; nil means those
// of the largest strongly connected component, from which every place can be
// reached and left. It panics without coordinates.
func NewSnapper(g *Graph, use func(SegmentID) bool) *Snapper {
	if !g.HasCoordinates() {
		panic("graph: snapping needs coordinates")
	}
	if use == nil {
		parts := StrongComponents(g)
		use = func(s SegmentID) bool {
			from, to := g.Ends(s)
			return parts.InLargest(from) && parts.InLargest(to)
		}
	}
	sn := &Snapper{g: g, index: s2.NewShapeIndex(), rulers: make([]atomic.Pointer[ruler], g.SegmentCount())}
	for s := range SegmentID(g.SegmentCount()) {
		if !use(s) || g.LengthMeters(s) == 0 {
			continue // no place can be told from another on a road of no length
		}
		shape := g.Shape(s)
		points := make([]s2.Point, len(shape))
		for i, p := range shape {
			points[i] = S2Point(p.Orb())
		}
		sn.index.Add(s2.LaxPolylineFromPoints(points))
		sn.segment = append(sn.segment, s)
	}
	sn.index.Build()
	sn.lowest = sync.OnceValue(func() *lowest { return lowestOf(g, sn.segment) })
	return sn
}

// SnapQuery asks a [Snapper]. It is not safe for concurrent use.
type SnapQuery struct {
	snapper *Snapper
	edges   *s2.EdgeQuery
}

// Query returns a new query object.
func (sn *Snapper) Query() *SnapQuery {
	options := s2.NewClosestEdgeQueryOptions().MaxResults(1)
	return &SnapQuery{sn, s2.NewClosestEdgeQuery(sn.index, options)}
}

// Nearest returns the place nearest to a point in degrees, and false when there
// is no segment at all or the point is NaN. Nearness is that of s2's sphere: a
// place may be up to 0.7 % further on the ellipsoid than the nearest; its
// AccessMeters are true. At a node, or on a stretch that is drawn twice, it is the one on the
// lowest segment. It takes a search of O(log n) on average, some tens of microseconds.
func (q *SnapQuery) Nearest(p orb.Point) (Place, bool) {
	sn := q.snapper
	if len(sn.segment) == 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return Place{}, false
	}
	found := q.edges.FindEdges(s2.NewMinDistanceToPointTarget(S2Point(p)))
	if len(found) == 0 {
		return Place{}, false
	}
	shape, edge := int(found[0].ShapeID()), int(found[0].EdgeID())
	line := sn.g.Shape(sn.segment[shape])
	is := func(end Point) bool {
		return s2.ChordAngleBetweenPoints(S2Point(p), S2Point(end.Orb())) == found[0].Distance()
	}
	shape, edge = sn.lowest().tied(shape, edge, is(line[edge]), is(line[edge+1]))
	return sn.placeOn(sn.segment[shape], edge, p), true
}

// ruler measures a segment once.
func (sn *Snapper) ruler(s SegmentID) *ruler {
	r := sn.rulers[s].Load()
	if r == nil {
		made := sn.g.ruler(s)
		r = &made
		sn.rulers[s].Store(r)
	}
	return r
}

// placeOn projects p onto one edge of a segment's shape.
func (sn *Snapper) placeOn(s SegmentID, edge int, p orb.Point) Place {
	ruler := sn.ruler(s)
	a, b := ruler.points[edge].Orb(), ruler.points[edge+1].Orb()
	on := a
	if a != b {
		on = OrbPoint(s2.Project(S2Point(p), S2Point(a), S2Point(b)))
	}
	share := 0.0
	if whole := Distance(a, on) + Distance(on, b); whole > 0 {
		share = Distance(a, on) / whole
	}
	offset := ruler.along[edge] + float64(share*(ruler.along[edge+1]-ruler.along[edge]))
	offset = Quantize(min(max(offset, 0), sn.g.length[s]))
	// Edges are straight in degrees for a ruler, arcs of great circles for s2:
	// measure to the place that AppendLine draws.
	return Place{Segment: s, OffsetMeters: offset, AccessMeters: Distance(p, ruler.at(offset))}
}

// NearPlace is a place with the direction of the road there.
type NearPlace struct {
	Place
	BearingDegrees float64 // of the edge, clockwise from north, 0 to 360
}

// NearQuery finds all roads near a point. It is not safe for concurrent use.
type NearQuery struct {
	snapper *Snapper
	edges   *s2.EdgeQuery
}

// Near returns a query for the places within a distance, at most so many.
func (sn *Snapper) Near(meters float64, most int) *NearQuery {
	const sphereMeters = 6_371_010 // mean radius, as s2's
	limit := s1.ChordAngleFromAngle(s1.Angle(meters / sphereMeters))
	options := s2.NewClosestEdgeQueryOptions().MaxResults(most).DistanceLimit(limit)
	return &NearQuery{sn, s2.NewClosestEdgeQuery(sn.index, options)}
}

// Append appends the nearest place on every edge near p, nearest first, and
// returns the extended slice.
func (q *NearQuery) Append(places []NearPlace, p orb.Point) []NearPlace {
	if len(q.snapper.segment) == 0 {
		return places
	}
	g := q.snapper.g
	for _, found := range q.edges.FindEdges(s2.NewMinDistanceToPointTarget(S2Point(p))) {
		segment, edge := q.snapper.segment[found.ShapeID()], int(found.EdgeID())
		shape := g.Shape(segment)
		places = append(places, NearPlace{
			Place:          q.snapper.placeOn(segment, edge, p),
			BearingDegrees: Bearing(shape[edge].Orb(), shape[edge+1].Orb()),
		})
	}
	return places
}

// Bearing returns the direction from a to b in degrees clockwise from north, 0
// to 360, for points that are close together.
func Bearing(a, b orb.Point) float64 {
	narrow := math.Cos((a[1] + b[1]) / 2 * math.Pi / 180)
	degrees := math.Atan2((b[0]-a[0])*narrow, b[1]-a[1]) * 180 / math.Pi
	return math.Mod(degrees+360, 360)
}
