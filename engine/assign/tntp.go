package assign

import (
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// Weights turn what a link of a TNTP network charges into its generalized cost, in the
// unit of its free flow time. The zero value counts time alone.
type Weights struct {
	Toll   float64 // time per unit of toll
	Length float64 // time per unit of length, the unit of the file
}

// NewBPR returns the prices of a TNTP network. Links without a value have 0 there.
func NewBPR(n *load.TNTPNetwork, w Weights) *BPR {
	g := n.Graph
	arcs := g.ArcCount()
	c := &BPR{}
	columns := []struct {
		name string
		to   *[]float64
	}{{load.ColumnFreeFlowTime, &c.FreeFlow}, {load.ColumnCapacity, &c.Capacity}, {load.ColumnB, &c.B}, {load.ColumnPower, &c.Power}}
	for _, column := range columns {
		*column.to = make([]float64, arcs)
		for a := range arcs {
			s, _ := g.Segment(graph.ArcID(a))
			if x := g.Column(column.name).Number(s); x == x { // else it is not a number
				(*column.to)[a] = x
			}
		}
	}
	if w == (Weights{}) {
		return c
	}
	c.Constant = make([]float64, arcs)
	for a := range arcs {
		s, _ := g.Segment(graph.ArcID(a))
		c.Constant[a] = w.Length * g.LengthMeters(s)
		if toll := g.Column(load.ColumnToll).Number(s); toll == toll {
			c.Constant[a] += float64(w.Toll * toll)
		}
	}
	return c
}

// DemandOf returns the trips of a table.
func DemandOf(t *load.TripTable) []Demand {
	demand := make([]Demand, len(t.Trips))
	for i, trip := range t.Trips {
		demand[i] = Demand{From: trip.Origin, To: trip.Destination, Flow: trip.Demand}
	}
	return demand
}
