package main

// place is an operator in a line.
type place struct{ operator, line string }

// equivalent are faults that no test can catch, for they change no result, and why.
var equivalent = map[place]string{
	{">=", "if q >= ix.first[x] {"}: "leaves a loop one step later, over an arc that is no candidate",
	{">", "return flows[k] > 0 && s.dist[n.tail[k]]+prices[k]-to <= tolerance*to"}: "admits links without flow, which get none",
	{">", "if o.Workers > 0 {"}:                                     "how many cores work changes no result",
	{">", "if !(at > low && at < high) {"}:                          "ends a search that rounding has ended",
	{"&&", "if !b.converged && b.since > 0 {"}:                      "who has converged has the least gap",
	{">", "if !b.converged && b.since > 0 {"}:                       "puts back what is there",
	{"/", "whole += x * x / w.weight[k]"}:                           "sets how exactly a step is solved on the way",
	{"<=", "if workers <= 1 || count <= 1 {"}:                       "how many cores work changes no result",
	{"<", "if c.power < 1 && load < tiny {"}:                        "the same price by either formula",
	{"<=", "if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 90) {"}: "the poles, and a longitude that wraps to 0",
}
