package load

import (
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Network is a loaded road network.
type Network struct {
	Graph  *graph.Graph
	Parts  graph.Components // weakly connected components
	Report Report
}

// Report says what a loader read, built and dropped.
type Report struct {
	Features int // lines or rows in the file
	Vertices int // distinct coordinates
	Nodes    int
	Arcs     int
	Segments int
	KM       float64
	// Components counts the weakly connected parts; LargestComponent is the
	// number of nodes in the largest, LargestKM its kilometres.
	Components       int
	LargestComponent int
	LargestKM        float64
	Dropped          []Dropped
	Warnings         []string // remarks of the reader, such as a missing .prj
	Files            []feature.FileHash
}

// Dropped counts what was left out, or changed, for one reason.
type Dropped struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	First  string `json:"first"` // where the first was
}

// DroppedCount returns the number of features and parts left out.
func (r *Report) DroppedCount() int {
	sum := 0
	for _, d := range r.Dropped {
		sum += d.Count
	}
	return sum
}

func (r *Report) drop(reason string, where *Error) {
	for i := range r.Dropped {
		if r.Dropped[i].Reason == reason {
			r.Dropped[i].Count++
			return
		}
	}
	where.Err = nil
	r.Dropped = append(r.Dropped, Dropped{Reason: reason, Count: 1, First: position(where)})
}

// Describe counts a network that was not read here.
func Describe(g *graph.Graph) *Report {
	r := &Report{}
	r.finish(g)
	return r
}

func (r *Report) finish(g *graph.Graph) graph.Components {
	parts := graph.ConnectedComponents(g)
	r.Nodes, r.Arcs, r.Segments = g.NodeCount(), g.ArcCount(), g.SegmentCount()
	r.KM = g.TotalLengthMeters() / 1000
	r.Components = parts.Count()
	if parts.Largest == graph.None {
		return parts
	}
	r.LargestComponent = int(parts.Size[parts.Largest])
	for s := range graph.SegmentID(g.SegmentCount()) {
		if from, _ := g.Ends(s); parts.InLargest(from) {
			r.LargestKM += g.LengthMeters(s) / 1000
		}
	}
	return parts
}
