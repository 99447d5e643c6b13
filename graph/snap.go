package graph

import (
	"cmp"
	"math"
	"slices"

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
	segment []SegmentID // per shape of the index
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
	sn := &Snapper{g: g, index: s2.NewShapeIndex()}
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
// AccessMeters are true. Of several that are equally near it is the one on the lowest segment. It takes two searches of
// O(log n) on average, some tens of microseconds.
func (q *SnapQuery) Nearest(p orb.Point) (Place, bool) {
	if len(q.snapper.segment) == 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return Place{}, false
	}
	found := q.edges.FindEdges(s2.NewMinDistanceToPointTarget(S2Point(p)))
	if len(found) == 0 {
		return Place{}, false
	}
	first := q.snapper.firstWithin(p, found[0].Distance())
	return q.snapper.g.placeOn(q.snapper.segment[first.ShapeID()], int(first.EdgeID()), p), true
}

// firstWithin returns the edge of the lowest segment at the least distance of all. At a node
// several are equally near, and which of them s2 finds first is chance.
func (sn *Snapper) firstWithin(p orb.Point, least s1.ChordAngle) s2.EdgeQueryResult {
	options := s2.NewClosestEdgeQueryOptions().DistanceLimit(least.Successor())
	ties := s2.NewClosestEdgeQuery(sn.index, options).FindEdges(s2.NewMinDistanceToPointTarget(S2Point(p)))
	return slices.MinFunc(ties, func(a, b s2.EdgeQueryResult) int {
		return cmp.Or(cmp.Compare(a.ShapeID(), b.ShapeID()), cmp.Compare(a.EdgeID(), b.EdgeID()))
	})
}

// placeOn projects p onto one edge of a segment's shape.
func (g *Graph) placeOn(s SegmentID, edge int, p orb.Point) Place {
	ruler := g.ruler(s)
	a, b := ruler.points[edge].Orb(), ruler.points[edge+1].Orb()
	on := a
	if a != b {
		on = OrbPoint(s2.Project(S2Point(p), S2Point(a), S2Point(b)))
	}
	share := 0.0
	if whole := Distance(a, on) + Distance(on, b); whole > 0 {
		share = Distance(a, on) / whole
	}
	offset := ruler.along[edge] + share*(ruler.along[edge+1]-ruler.along[edge])
	offset = Quantize(min(max(offset, 0), g.length[s]))
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
			Place:          g.placeOn(segment, edge, p),
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
