package main

// place is an operator in a line.
type place struct{ operator, line string }

// equivalent are faults that no test can catch, for they change no result, and why.
var equivalent = map[place]string{
	{">=", "if q >= ix.first[x] {"}: "leaves a loop one step later, over an arc that is no candidate",
	{">", "return flows[k] > 0 && s.dist[n.tail[k]]+prices[k]-to <= tolerance*to"}: "admits links without flow, which get none",
	{">", "if o.Workers > 0 {"}:                                                                             "how many cores work changes no result",
	{">", "if !(at > low && at < high) {"}:                                                                  "ends a search that rounding has ended",
	{"&&", "if !b.converged && b.since > 0 {"}:                                                              "who has converged has the least gap",
	{">", "if !b.converged && b.since > 0 {"}:                                                               "puts back what is there",
	{"/", "whole += x * x / w.weight[k]"}:                                                                   "sets how exactly a step is solved on the way",
	{"<=", "if workers <= 1 || count <= 1 {"}:                                                               "how many cores work changes no result",
	{"<", "if c.power < 1 && load < tiny {"}:                                                                "the same price by either formula",
	{"<=", "if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 90) {"}:                                         "the poles, and a longitude that wraps to 0",
	{">", "case arcs > math.MaxInt32 || len(r.Ref) != arcs || len(r.InArc) != arcs:"}:                       "at 2^31-1 arcs only, 24 GB",
	{">", "case len(r.Nodes) != nodes || len(r.FirstPoint) != segments+1 || len(r.Shape) > math.MaxInt32:"}: "at 2^31-1 points only, 16 GB",
	{">", "if b.nodes > maxNodes || len(g.ends) > maxSegments || len(g.shape) > maxNodes {"}:                "at 2^30-1 items or more, many GB",
	{"<", "return a.key < b.key || (a.key == b.key && a.node < b.node)"}:                                    "the second: no node is compared with itself; the first is caught",
	{"<=", "if meters <= r.along[i-1] {"}:                                                                   "the share is then 0, the same point",
	{"<", "if math.Abs(next-lambda) < 1e-12 {"}:                                                             "a step of 1e-12 to the bit, and then once more",
	{"<", "for p := first; p < end-1; p++ {"}:                                                               "an empty last pair",
	{"<", "if w < old {"}:                                                                                   "another of equally short paths; none is promised",
	{"<", "if best == none || cost < bestCost {"}:                                                           "no two nodes have the same cost",
	{"<", "if f.side[1].nodes < f.side[0].nodes {"}:                                                         "which of two equal sides grows first: a heuristic, any order is right",
	{"||", "if b.nodes > maxNodes || len(g.ends) > maxSegments || len(g.shape) > maxNodes {"}:               "the second: too many segments or points alone, many GB; the first is caught",
}
