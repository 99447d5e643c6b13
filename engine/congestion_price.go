package engine

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
)

// price fills the Cost of the problem.
func (r *run) price(w *roadway, e *Equilibrium) error {
	if err := r.pricePorts(w, e.Units); err != nil {
		return err
	}
	if err := r.priceRoads(w, e.Units); err != nil {
		return err
	}
	arcs := w.graph.ArcCount()
	curves := &assign.Curves{Base: append([]float64(nil), w.free...), Factor: make([]float64, arcs), Capacity: make([]float64, arcs), Exponent: make([]float64, arcs)}
	w.formulas = make([]*cost.FlowFormula, arcs)
	for s, p := range w.pieces {
		l, row, part := w.loadOf(r, p)
		if l.capacity == nil {
			continue
		}
		for _, a := range w.arcs[s] {
			switch {
			case a == graph.None || w.closed[a]:
			case l.closed[row]:
				w.closed[a] = true
			case !l.rises[row]:
			case l.formula != nil:
				curves.Base[a], w.formulas[a] = 0, l.formula
			default:
				curves.Factor[a], curves.Capacity[a], curves.Exponent[a] = part*l.factor[row], l.capacity[row], l.exponent[row]
			}
		}
	}
	w.problem.Cost = curves
	if w.ports.formula != nil || w.roads.formula != nil {
		w.problem.Cost = w.byFormula(r, curves)
	}
	return nil
}

// byFormula prices arcs with a formula by it, and the others by their curve. Most arcs carry
// nothing, so the prices without flow are kept.
func (w *roadway) byFormula(r *run, curves *assign.Curves) assign.Cost {
	price := func(a graph.ArcID, x float64) float64 {
		if w.formulas[a] == nil {
			return curves.At(a, x)
		}
		s, _ := w.graph.Segment(a)
		_, row, part := w.loadOf(r, w.pieces[s])
		return part * w.formulas[a].At(row, x)
	}
	empty := make([]float64, w.graph.ArcCount())
	for a := range empty {
		empty[a] = price(graph.ArcID(a), 0)
	}
	return &assign.Numeric{Price: func(a graph.ArcID, x float64) float64 {
		if x == 0 {
			return empty[a]
		}
		return price(a, x)
	}}
}

// loadOf returns how a piece is priced: its part of a port or of a road segment.
func (w *roadway) loadOf(r *run, p piece) (l *loads, row int, part float64) {
	if p.port >= 0 {
		return &w.ports, p.port, 1
	}
	part = 1
	if length := r.Roads.Graph.LengthMeters(p.span.Segment); length > 0 {
		part = p.span.LengthMeters() / length
	}
	return &w.roads, int(p.span.Segment), part
}

// failed returns what a formula failed on during the search.
func (w *roadway) failed() error {
	for _, l := range []*loads{&w.ports, &w.roads} {
		if l.formula != nil && l.formula.Err() != nil {
			return l.formula.Err()
		}
	}
	return nil
}

// pricePorts reads the prices of ports.
func (r *run) pricePorts(w *roadway, units float64) error {
	spec := r.Study.Congestion.Ports
	if spec == nil {
		return nil
	}
	table := r.portTable()
	p := &pricing{r: r, part: "ports", rows: cost.TableRows(table), count: len(r.Ports),
		used: func(i int) bool { return w.gates[i] != graph.None },
		name: func(i int) string { return "port " + r.Ports[i].ID },
		lack: func(i int, what string) error {
			err := r.Ports[i].row.Errorf("%s", what)
			err.Hint = "without_capacity: closed or free in the study says what to do with such ports"
			return err
		}}
	if err := p.capacities(&w.ports, spec.Capacity, spec.WithoutCapacity); err != nil {
		return err
	}
	if spec.Kind == kindFormula {
		p.rows = cost.TableRows(table, withCapacity(&w.ports, spec.Capacity)...)
		return p.flow(&w.ports, spec.Formula, units)
	}
	p.used = func(i int) bool { return w.ports.rises[i] }
	var err error
	if w.ports.factor, err = p.values(rule{"phi", spec.Phi}, false); err != nil {
		return err
	}
	w.ports.riseWithFactor()
	w.ports.exponent, err = p.values(rule{"delta", spec.Delta}, true)
	return err
}

// portTable is the table of the ports of the study, with all of its columns.
func (r *run) portTable() cost.Table {
	t := cost.Table{What: "port", Columns: r.Ports[0].row.Columns()}
	for _, column := range t.Columns {
		values := make([]string, len(r.Ports))
		for i, p := range r.Ports {
			values[i], _ = p.row.Text(column)
		}
		t.Values = append(t.Values, values)
	}
	return t
}

// priceRoads reads the prices of road segments.
func (r *run) priceRoads(w *roadway, units float64) error {
	spec, g := r.Study.Congestion.Segments, r.Roads.Graph
	if spec == nil {
		return nil
	}
	free := r.segmentCosts()
	p := &pricing{r: r, part: "segments", rows: cost.SegmentRows(g), count: g.SegmentCount(),
		used: func(i int) bool { return !math.IsInf(free[i], 1) },
		name: func(i int) string { return r.segmentName(graph.SegmentID(i)) },
		lack: func(_ int, what string) error {
			return r.Study.mistake([]any{"congestion", "segments", "capacity"}, errors.New(what), "without_capacity: closed or free says what to do with such roads")
		}}
	if err := p.capacities(&w.roads, spec.Capacity, spec.WithoutCapacity); err != nil {
		return err
	}
	if spec.Kind == kindFormula {
		p.rows = cost.SegmentRows(g, withCapacity(&w.roads, spec.Capacity, cost.Values{Name: "cost", PerSegment: free})...)
		return p.flow(&w.roads, spec.Formula, units)
	}
	p.used = func(i int) bool { return w.roads.rises[i] }
	var err error
	if w.roads.factor, err = p.values(rule{"alpha", cmp.Or(spec.Alpha, defaultAlpha)}, false); err != nil {
		return err
	}
	for i := range w.roads.factor {
		w.roads.factor[i] *= free[i]
	}
	w.roads.riseWithFactor()
	w.roads.exponent, err = p.values(rule{"power", cmp.Or(spec.Power, defaultPower)}, true)
	return err
}

// segmentCosts returns what each segment costs without congestion, +Inf where it is closed.
func (r *run) segmentCosts() []float64 {
	g := r.Roads.Graph
	costs := make([]float64, g.SegmentCount())
	for a, weight := range r.Metric {
		s, _ := g.Segment(graph.ArcID(a))
		costs[s] = r.cost(weight)
	}
	return costs
}

func (r *run) segmentName(s graph.SegmentID) string {
	name := fmt.Sprintf("segment %d", s)
	if ref := r.Roads.Graph.Column("ref").Text(s); ref != "" {
		name += " (" + ref + ")"
	}
	return name
}
