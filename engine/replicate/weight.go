package replicate

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// ends is the key of a link: its nodes, the lower first.
type ends struct{ low, high graph.NodeID }

func endsOf(g *graph.Graph, s graph.SegmentID) ends {
	from, to := g.Ends(s)
	return ends{min(from, to), max(from, to)}
}

// linksByEnds returns the links of period 0 by their nodes.
func (a *Archive) linksByEnds() map[ends][]graph.SegmentID {
	links := make(map[ends][]graph.SegmentID, a.Graph.SegmentCount())
	all := make([]graph.SegmentID, a.Graph.SegmentCount())
	for s := range graph.SegmentID(len(all)) {
		key := endsOf(a.Graph, s)
		if same := links[key]; same != nil {
			links[key] = append(same, s)
			continue
		}
		all[s] = s
		links[key] = all[s : s+1 : s+1]
	}
	return links
}

// weigh gives every link its length as the published program's sparse matrix has
// it: links between the same two nodes are added up into the first of them, and one
// without length is not there.
func (a *Archive) weigh() {
	parallel, none := 0, 0
	a.weight = make([]float64, a.Graph.SegmentCount())
	for _, same := range a.byEnds {
		first := same[0]
		for _, s := range same {
			a.weight[first] += a.Graph.LengthMeters(s)
			if s != first {
				a.weight[s] = math.Inf(1)
				parallel++
			}
		}
		if a.weight[first] == 0 {
			a.weight[first] = math.Inf(1)
			none++
		}
	}
	if parallel > 0 {
		a.Warnings = append(a.Warnings, fmt.Sprintf(
			"RoadNet0.mat: %d links join nodes that another joins; their lengths are added up, as in the published program", parallel))
	}
	if none > 0 {
		a.Warnings = append(a.Warnings, fmt.Sprintf("RoadNet0.mat: %d links of no length are left out, as in the published program", none))
	}
}

// Metric returns the lengths of a period in metres: +Inf where a road is closed, or
// what [Archive.WithMultiplier] says. The period must be one that was read.
func (a *Archive) Metric(period int) graph.Metric {
	open := a.open[period]
	return graph.NewMetric(a.Graph, func(s graph.SegmentID) float64 {
		switch {
		case open[s]:
			return a.weight[s]
		case a.times > 0:
			return a.weight[s] * a.times
		}
		return math.Inf(1)
	})
}

// WithMultiplier returns the same archive, in which the roads that a period closes
// stay open and cost x times their length; +Inf closes them, as in the archive. The
// kilometres of paths are not multiplied.
func (a *Archive) WithMultiplier(x float64) *Archive {
	other := *a
	other.times = 0
	if !math.IsInf(x, 1) {
		other.times = x
	}
	return &other
}

// Municipalities returns the municipalities that a link runs through, as positions
// in Codes, ascending. Do not modify it.
func (a *Archive) Municipalities(s graph.SegmentID) []int32 {
	return a.muns[a.munsFirst[s]:a.munsFirst[s+1]]
}

// Links returns the links that run through a municipality. Do not modify it.
func (a *Archive) Links(municipality int) []graph.SegmentID {
	return a.segs[a.segsFirst[municipality]:a.segsFirst[municipality+1]]
}

// finiteKM returns the length of a link in kilometres, 0 for one that is not there.
func (a *Archive) finiteKM(s graph.SegmentID) float64 {
	if math.IsInf(a.weight[s], 1) {
		return 0
	}
	return a.weight[s] / metersPerKM
}
