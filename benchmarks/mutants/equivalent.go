package main

// place is an operator in a line.
type place struct{ operator, line string }

// equivalent are faults that no test can catch, for they change no result, and why.
var equivalent = map[place]string{
	// graph, graph/cch
	{">=", "if q >= ix.first[x] {"}: "leaves a loop one step later, over an arc that is no candidate",
	{">", "case arcs > math.MaxInt32 || len(r.Ref) != arcs || len(r.InArc) != arcs:"}:                       "at 2^31-1 arcs only, 24 GB",
	{">", "case len(r.Nodes) != nodes || len(r.FirstPoint) != segments+1 || len(r.Shape) > math.MaxInt32:"}: "at 2^31-1 points only, 16 GB",
	{">", "if b.nodes > maxNodes || len(g.ends) > maxSegments || len(g.shape) > maxNodes {"}:                "at 2^30-1 items or more, many GB",
	{"<", "return a.key < b.key || (a.key == b.key && a.node < b.node)"}:                                    "the second: no node is compared with itself; the first is caught",
	{"<=", "if meters <= r.along[i-1] {"}:                                                                   "the share is then 0, the same point",
	{"<", "if math.Abs(next-lambda) < 1e-12 {"}:                                                             "a step of 1e-12 to the bit, and then once more",
	{"<", "for p := first; p < end-1; p++ {"}:                                                               "an empty last pair",
	{"<", "if w < old {"}:                           "another of equally short paths; none is promised",
	{"<", "if best == none || cost < bestCost {"}:   "no two nodes have the same cost",
	{"<", "if f.side[1].nodes < f.side[0].nodes {"}: "which of two equal sides grows first: a heuristic, any order is right",
	{"||", "if b.nodes > maxNodes || len(g.ends) > maxSegments || len(g.shape) > maxNodes {"}:                   "the second: too many segments or points alone, many GB; the first is caught",
	{"<", "for i := 1; i < len(shape)-1; i++ {"}:                                                                "the last point, which is drawn anyway and not twice",
	{">", "a := g.ArcOf(span.Segment, span.FromMeters > span.ToMeters)"}:                                        "a span without length has left before",
	{"<", "if math.Abs(dLon) < shortRangeDegree && math.Abs(dLat) < shortRangeDegree && math.Abs(a[1]) < 85 {"}: "at 0.05 or 85 degrees to the bit, where both formulas are right to what is promised",
	{">", "for p := first; p < end-1 && len(ofP)+len(ofQ) > 0; p++ {"}:                                          "goes on with nothing left to carry",
	{"<", "if down < best {"}:                              "what costs as much as the best leads to nothing that costs less",
	{"<", "if up < best {"}:                                "what costs as much as the best leads to nothing that costs less",
	{"<", "if d := m.ix.level[v]; c.dist[d] < m.closed {"}: "what is out of reach brings nothing into reach",
	{"&&", "for len(toX) > 0 && len(toY) > 0 {"}:           "the only visitor stops at a triangle, which every weight that is no arc's has",

	// engine/assign
	{">", "return flows[k] > 0 && s.dist[n.tail[k]]+prices[k]-to <= tolerance*to"}: "admits links without flow, which get none",
	{">", "if o.Workers > 0 {"}:                "how many cores work changes no result",
	{">", "if !(at > low && at < high) {"}:     "ends a search that rounding has ended",
	{"&&", "if !b.converged && b.since > 0 {"}: "who has converged has the least gap",
	{">", "if !b.converged && b.since > 0 {"}:  "puts back what is there",
	{"/", "whole += x * x / w.weight[k]"}:      "sets how exactly a step is solved on the way",
	{"<=", "if workers <= 1 || count <= 1 {"}:  "how many cores work changes no result",
	{"<", "if c.power < 1 && load < tiny {"}:   "the same price by either formula",

	// engine/panel
	{"<=", "if rest <= leastLength*length {"}:                                     "an exact tie of rounding; a column of length 0 was dropped before",
	{"<=", "case effects > 0 && after <= leastLength*before.centred:"}:            "an exact tie of rounding; a constant was dropped before",
	{"<=", "if !ok || math.Sqrt(next) <= goal {"}:                                 "an exact tie of rounding",
	{"+=", "f.sums[place][moment][m] += x"}:                                       "sums of the other sign have the same products",
	{"+=", "sums[n][m] += x"}:                                                     "sums of the other sign have the same products",
	{"+=", "c[i][j] += float64(a[i][m] * b[m][j])"}:                               "is only called for two products in a row, which change the sign twice",
	{"||", "if a == nil || b == nil {"}:                                           "a loop over nil adds nothing",
	{">", "if len(v) > 0 {"}:                                                      "a fit without regressors was refused before",
	{">", "if (f.places[b][1]-f.places[a][1])*leastKMPerDegree > f.c.CutoffKM {"}: "a tie of rounding; such places are beyond the cutoff",
	{">", "if next = c.restart(x); !ok && math.Sqrt(next) > goal {"}:              "an exact tie of rounding",
	{"<", "for set := 1; set < 1<<len(ways); set++ {"}:                            "a set of no ways adds nothing",

	// engine/violence
	{"<=", "if y.Moved <= 1e-9*y.After { // rounding"}:                 "a tie of rounding, or 0 that becomes 0",
	{"&&", "if err == nil && f.Index%4096 == 0 && ctx.Err() != nil {"}: "how soon a cancelled reading stops",

	// engine/region
	{">", "if d.to.Lat > d.from.Lat || d.to.Lat == d.from.Lat && d.to.Lon > d.from.Lon {"}: "an edge has two ends; the first > is caught",
	{">", "if r.area2() > 0 {"}:                                                             "rings without area were dropped before",
	{">", "if (r.area2() > 0) != counterclockwise {"}:                                       "rings without area were dropped before",
	{"-", "return inside == ((i-first-before+1)%2 == 0)"}:                                   "odd and even do not depend on signs",
	{"+", "return inside == ((i-first-before+1)%2 == 0)"}:                                   "odd and even do not depend on signs",
	{"<", "if d < c.distance2 || d == c.distance2 && s.region < c.region {"}:                "no region is compared with itself; at one distance the first < is caught",
	{">", "if offset > 0 {"}:                                                                "at 0 both halves are searched, in either order",
	{">", "if len(r) > 1 && r[0] == r[len(r)-1] {"}:                                         "a ring of one point is dropped next, as one of none is",
	{">", "sound = sound && i > 0"}:                                                         "a lone hole is the same polygon, rebuilt or not; two are found not to surround each other",
	{"&&", "return b.min.Lon <= c.max.Lon && c.min.Lon <= b.max.Lon &&"}:                    "looks at more edges, and finds no more",
	{"&&", "b.min.Lat <= c.max.Lat && c.min.Lat <= b.max.Lat"}:                              "looks at more edges, and finds no more",
	{">=", "if p.Lat < r.box.min.Lat || p.Lat >= r.box.max.Lat || p.Lon > r.box.max.Lon {"}: "looks at more edges, and finds no more",
	{">", "if p.Lat < r.box.min.Lat || p.Lat >= r.box.max.Lat || p.Lon > r.box.max.Lon {"}:  "passes over edges that end at the point, shifted past them",
	{"||", "if p.Lat < r.box.min.Lat || p.Lat >= r.box.max.Lat || p.Lon > r.box.max.Lon {"}: "looks at more edges, and finds no more",
	{">", "if meters := t.along[last]; meters > 0 {"}:                                       "edges between equal points are passed over",
	{"*", shareLine}: "orders the cuts of an edge only, and another round mends that",
}

const shareLine = "return (float64((float64(p.Lon)-float64(e.a.Lon))*dx) + float64((float64(p.Lat)-float64(e.a.Lat))*dy)) / (float64(dx*dx) + float64(dy*dy))"
