package engine

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/route"
)

// Cell is one route of a matrix, from source I to target J.
type Cell struct {
	I, J   int
	Cost   float64 // +Inf without a way
	Meters float64 // length of the way; 0 without one
	Spans  []graph.Span
}

// MatrixOptions adjusts [Network.Matrix].
type MatrixOptions struct {
	Metric  graph.Metric
	Workers int
	// Spans asks for the way of every cell; without it Cell.Spans is nil.
	Spans bool
}

// rowsAtOnce bounds what is held in memory: rows computed and not yet yielded.
const rowsAtOnce = 256

// Matrix yields the least-cost routes from every source to every target, row by
// row in their order, whatever their number: rows are computed in parallel, and no
// more than a few hundred are kept. A cell is what the route alone would be.
func (n *Network) Matrix(ctx context.Context, sources, targets []Stop, opts MatrixOptions) iter.Seq2[Cell, error] {
	return func(yield func(Cell, error) bool) {
		table := route.New(n.Graph, n.Index, opts.Metric, opts.Workers).Table(stopsOf(targets))
		first := 0
		for batch := range slices.Chunk(sources, rowsAtOnce) {
			cells := make([]Cell, len(batch)*len(targets))
			table.Each(stopsOf(batch), opts.Workers, func(i int, row *route.Row) {
				if ctx.Err() == nil {
					n.fillRow(cells[i*len(targets):(i+1)*len(targets)], row, opts.Spans)
				}
			})
			if ctx.Err() != nil {
				yield(Cell{}, context.Cause(ctx))
				return
			}
			for k, cell := range cells {
				cell.I, cell.J = first+k/len(targets), k%len(targets)
				if !yield(cell, nil) {
					return
				}
			}
			first += len(batch)
		}
	}
}

func (n *Network) fillRow(cells []Cell, row *route.Row, keep bool) {
	var spans []graph.Span
	for j := range cells {
		cells[j].Cost = row.Cost(j)
		spans = row.AppendSpans(spans[:0], j)
		for _, span := range spans {
			cells[j].Meters += span.LengthMeters()
		}
		if keep {
			cells[j].Spans = slices.Clone(spans)
		}
	}
}

func stopsOf(stops []Stop) []route.Stop {
	out := make([]route.Stop, len(stops))
	for i, s := range stops {
		out[i] = s.Stop
	}
	return out
}

// ErrNoWay is returned where no route exists between two places.
var ErrNoWay = errors.New("there is no way from the one place to the other")

// Route returns the least-cost route between two stops, or ErrNoWay.
func (n *Network) Route(ctx context.Context, from, to Stop, m graph.Metric) (Cell, error) {
	for cell, err := range n.Matrix(ctx, []Stop{from}, []Stop{to}, MatrixOptions{Metric: m, Spans: true}) {
		if err == nil && len(cell.Spans) == 0 && cell.Cost != 0 {
			err = ErrNoWay
		}
		return cell, err
	}
	return Cell{}, ErrNoWay
}

// Line returns the geometry of a way in degrees, in order of travel.
func (n *Network) Line(spans []graph.Span) orb.LineString { return drawSpans(n.Graph, spans) }

func drawSpans(g *graph.Graph, spans []graph.Span) orb.LineString {
	var line orb.LineString
	for _, span := range spans {
		line = g.AppendLine(line, span)
	}
	return line
}
