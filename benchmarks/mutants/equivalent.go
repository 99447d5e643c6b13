package main

// equivalent are faults that no test can catch, for they change no result, with
// the line that they stand in and the reason.
var equivalent = map[string]string{
	"if q >= ix.first[x] {": "leaves a loop one step later, over an arc that is no candidate",
	"if math.Abs(p) >= math.Abs(q*before/2) || p <= q*(b.low-x) || p >= q*(b.high-x) {": "takes another way to the same minimum",
	"return flows[k] > 0 && s.dist[n.tail[k]]+prices[k]-to <= tolerance*to":             "admits links without flow, which get none",
	"if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 90) {":                             "the poles, and a longitude that wraps to 0",
}
