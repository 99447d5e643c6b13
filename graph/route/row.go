package route

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Row holds the routes from one source to the targets of a [Table]. It is valid
// during the call that it is passed to, on that goroutine only.
type Row struct {
	table      *Table
	source     Stop
	departures []graph.Exit
	cells      *cch.Row[float64]
	path       []graph.ArcID
}

// Each computes the row of every source on several goroutines, 0 for one a
// core, and calls visit with its number. Calls come in no order and at the
// same time.
func (t *Table) Each(sources []Stop, workers int, visit func(i int, row *Row)) {
	departures := make([][]graph.Exit, len(sources))
	for i, stop := range sources {
		departures[i] = t.router.exits(stop, false)
	}
	t.columns.Each(seedsOf(departures), workers, func(i int, cells *cch.Row[float64]) {
		visit(i, &Row{table: t, source: sources[i], departures: departures[i], cells: cells})
	})
}

// Cost returns the least cost from the row's source to a target, +Inf when
// there is no way.
func (row *Row) Cost(target int) float64 {
	_, direct := row.direct(target)
	return min(direct, row.cells.Distance(target))
}

// direct is the way along the segment that both are on.
func (row *Row) direct(target int) (graph.Span, float64) {
	to := row.table.targets[target]
	if row.source.kind != atPlace || to.kind != atPlace {
		return graph.Span{}, math.Inf(1)
	}
	r := row.table.router
	return r.graph.Direct(r.part, row.source.place, to.place)
}

// AppendSpans appends the least-cost way to a target, in order of travel, and
// returns the extended slice. It appends nothing without a way, and a span of
// no length for a way from a place to itself.
func (row *Row) AppendSpans(spans []graph.Span, target int) []graph.Span {
	direct, cost := row.direct(target)
	if over := row.cells.Distance(target); cost <= over {
		if math.IsInf(cost, 1) {
			return spans
		}
		return append(spans, direct)
	}
	own, other, _ := row.cells.Ends(target)
	start := len(spans)
	spans = appendTravel(spans, row.departures[own].Span)
	row.path = row.cells.AppendPath(row.path[:0], target)
	for _, a := range row.path {
		spans = append(spans, row.table.router.graph.ArcSpan(a))
	}
	last := row.table.arrivals[target][other].Span
	spans = appendTravel(spans, last)
	if len(spans) == start && last.Segment != graph.None {
		spans = append(spans, last)
	}
	return spans
}

// appendTravel appends a span that has a length.
func appendTravel(spans []graph.Span, s graph.Span) []graph.Span {
	if s.Segment == graph.None || s.LengthMeters() == 0 {
		return spans
	}
	return append(spans, s)
}
