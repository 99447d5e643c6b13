package replicate

import "github.com/corredor-geo/corredor/graph"

// Flows are the predicted flows of one period.
type Flows struct {
	Period int
	// Municipalities is the number of origins whose path uses a link of the
	// municipality, each path once, per position in Archive.Codes.
	Municipalities []int
	// Links is the number of paths on each link, per segment of Archive.Graph.
	Links []float64
	// Lengths is the kilometres of each origin's path, NaN for one that is cut off;
	// TotalKM is their sum.
	Lengths []float64
	TotalKM float64
	// CutOff are the origins, by position, from which this period's network has no way.
	CutOff []int
	// Ties says how far the counts depend on the choice among equal paths.
	Ties Ties
}

// Shortest sends a unit from every origin to the sink along the shortest way of a
// period. Of equal ways it takes the one whose first differing arc is lowest. Time
// is one search of the network and the length of the paths.
func (a *Archive) Shortest(origins Origins, period int) (*Flows, error) {
	if err := a.check(period); err != nil {
		return nil, err
	}
	f, err := a.allOrNothing(origins, a.newTree(a.Metric(period)))
	if f != nil {
		f.Period = period
	}
	return f, err
}

// allOrNothing puts every origin on its way in the tree.
func (a *Archive) allOrNothing(origins Origins, t *tree) (*Flows, error) {
	f := &Flows{
		Municipalities: make([]int, len(a.Codes)), Links: make([]float64, a.Graph.SegmentCount()),
		Lengths: make([]float64, len(origins.Nodes)),
	}
	stamp := make([]int, len(a.Codes))
	var path []graph.SegmentID
	var ties ties
	for i, n := range origins.Nodes {
		if !t.reaches(n) {
			f.Lengths[i] = unknown
			f.CutOff = append(f.CutOff, i)
			continue
		}
		path = t.appendPath(path[:0], n)
		for _, s := range path {
			f.Links[s]++
			f.Lengths[i] += a.weight[s] / metersPerKM
			for _, m := range a.Municipalities(s) {
				if stamp[m] != i+1 {
					stamp[m] = i + 1
					f.Municipalities[m]++
				}
			}
		}
		f.TotalKM += f.Lengths[i]
	}
	if len(f.CutOff) == len(origins.Nodes) {
		return nil, errNoWay
	}
	ties.measure(a, t, origins, f)
	f.Ties = ties.Ties
	return f, nil
}

const metersPerKM = 1000
