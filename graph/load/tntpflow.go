package load

import (
	"bytes"
	"context"
	"fmt"

	"github.com/corredor-geo/corredor/graph"
)

// TNTPFlows reads the flow of every link of a TNTP network (*_flow.tntp): a line of names,
// then lines "From To Volume", and what follows is not looked at. It returns a flow per arc
// of g. Links may come in any order; those that join the same two nodes come in the
// order of the network. A link that is missing, or stands once too often, is an error.
// Of the options, FS, Member and Progress are used. Time is linear in the size of the file.
func TNTPFlows(ctx context.Context, path string, g *graph.Graph, opts Options) ([]float64, error) {
	r := &flowReader{g: g, flows: make([]float64, g.ArcCount()), open: map[[2]graph.NodeID][]graph.ArcID{}}
	for i := range g.SegmentCount() {
		s := graph.SegmentID(i)
		if arc := g.ArcOf(s, false); arc != graph.None {
			from, to := g.Ends(s)
			r.open[[2]graph.NodeID{from, to}] = append(r.open[[2]graph.NodeID{from, to}], arc)
			r.missing++
		}
	}
	if err := eachLine(ctx, path, opts, &Report{}, r.line); err != nil {
		return nil, err
	}
	if r.missing > 0 {
		return nil, &Error{File: path, Err: r.lost(), Hint: "is it of another network, or cut short?"}
	}
	return r.flows, nil
}

// flowReader reads a *_flow.tntp line by line.
type flowReader struct {
	g       *graph.Graph
	flows   []float64
	open    map[[2]graph.NodeID][]graph.ArcID // links without a flow yet
	missing int
	begun   bool // past the line of names
}

func (r *flowReader) line(l line) error {
	fields := bytes.Fields(bytes.TrimSuffix(l, []byte(";")))
	if !r.begun {
		r.begun = true
		if len(fields) > 0 && (fields[0][0] < '0' || fields[0][0] > '9') {
			return nil
		}
	}
	switch {
	case l[0] == '~':
		return nil
	case len(fields) < 3:
		return &Error{Err: fmt.Errorf("%s is no link with its flow", shortQuote(l)), Hint: "write: From To Volume"}
	}
	var ends [2]graph.NodeID
	for i := range ends {
		node, err := wholeField(fields[i], r.g.NodeCount())
		if err != nil {
			return err
		}
		ends[i] = graph.NodeID(node - 1)
	}
	flow, err := decimal(string(fields[2]))
	if err != nil {
		return columnError("Volume", err)
	}
	if flow < 0 || flow > mostOfUnit {
		return columnError("Volume", fmt.Errorf("%g is not between 0 and %g", flow, mostOfUnit))
	}
	arcs := r.open[ends]
	if len(arcs) == 0 {
		return fmt.Errorf("the network has no link from %d to %d, or the file has it twice", ends[0]+1, ends[1]+1)
	}
	r.flows[arcs[0]], r.open[ends] = flow, arcs[1:]
	r.missing--
	return nil
}

// lost tells of the first link without a flow.
func (r *flowReader) lost() error {
	for a := range graph.ArcID(r.g.ArcCount()) {
		if ends := [2]graph.NodeID{r.g.Tail(a), r.g.Head(a)}; len(r.open[ends]) > 0 {
			return fmt.Errorf("%d links have no flow, the first from %d to %d", r.missing, ends[0]+1, ends[1]+1)
		}
	}
	return nil
}
