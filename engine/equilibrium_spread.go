package engine

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

// spread lays an equilibrium on ports, segments and municipalities, beside the shortest paths
// and all-or-nothing at its prices.
func (r *run) spread(ctx context.Context, w *roadway, s *solution) error {
	e := s.e
	e.Ports, e.Segments = make([]PortLoad, len(r.Ports)), make([]SegmentLoad, r.Roads.Graph.SegmentCount())
	e.Municipalities = make([]MunicipalityLoad, len(r.Regions.Regions))
	for i := range e.Ports {
		e.Ports[i].ByLayer = make([]Loads, len(r.Study.Origins))
	}
	touched := w.touched(r)
	shortest := w.layShortest(r, e)
	extreme, err := s.layExtreme(ctx, r, touched)
	if err != nil {
		return err
	}
	s.sharePorts(r)
	s.describePorts()
	s.describeSegments(r, shortest, extreme)
	s.layMunicipalities(ctx, r, touched)
	for _, p := range e.Ports {
		e.Elsewhere += math.Abs(p.Equilibrium-p.Shortest) / 2
		e.Apart += math.Abs(p.Equilibrium-p.Extreme) / 2
	}
	return context.Cause(ctx)
}

// touched lists the arcs that run in each municipality, and the municipalities of each
// segment of the roadway.
type touched struct {
	arcs    [][]graph.ArcID
	regions [][]int32
}

func (w *roadway) touched(r *run) touched {
	t := touched{make([][]graph.ArcID, len(r.Regions.Regions)), make([][]int32, len(w.pieces))}
	var parts []region.Piece
	for s, p := range w.pieces {
		if p.port >= 0 {
			continue
		}
		parts = r.Overlay.AppendSpan(parts[:0], p.span)
		seen := map[int32]bool{}
		for _, part := range parts {
			m := int32(part.Region)
			if m < 0 || pieceMeters(part) == 0 || seen[m] {
				continue
			}
			seen[m] = true
			t.regions[s] = append(t.regions[s], m)
			for _, a := range w.arcs[s] {
				if a != graph.None {
					t.arcs[m] = append(t.arcs[m], a)
				}
			}
		}
	}
	return t
}

// layShortest adds the units of every origin to its shortest path, and returns the flow
// of each arc.
func (w *roadway) layShortest(r *run, e *Equilibrium) []float64 {
	flow := make([]float64, w.graph.ArcCount())
	first := make([]int, r.Roads.Graph.SegmentCount()+1) // pieces of a road follow one another
	for _, p := range w.pieces {
		if p.port < 0 {
			first[p.span.Segment+1]++
		}
	}
	for s := range r.Roads.Graph.SegmentCount() {
		first[s+1] += first[s]
	}
	for i, route := range r.Routes {
		units := e.Origins[i].Units
		if units == 0 {
			continue
		}
		e.Ports[route.Port].add(r.layerOf(i), Loads{Shortest: units})
		for _, m := range r.Crossed(route) {
			e.Municipalities[m].Shortest += units
		}
		for _, span := range route.Spans {
			low, high, side := span.FromMeters, span.ToMeters, 0
			if low > high {
				low, high, side = high, low, 1
			}
			for s := first[span.Segment]; s < first[span.Segment+1]; s++ {
				if p := w.pieces[s].span; p.FromMeters >= low && p.ToMeters <= high {
					flow[w.arcs[s][side]] += units
				}
			}
		}
	}
	return flow
}

// layerOf returns the position of an origin's layer in the study.
func (r *run) layerOf(origin int) int {
	for k, spec := range r.Study.Origins {
		if spec.Layer == r.Origins[origin].Layer {
			return k
		}
	}
	return -1
}

func (p *PortLoad) add(layer int, more Loads) {
	for _, l := range []*Loads{&p.Loads, &p.ByLayer[layer]} {
		l.Shortest += more.Shortest
		l.Equilibrium += more.Equilibrium
		l.Extreme += more.Extreme
	}
}

// layExtreme sends every origin the cheapest way at the prices of the equilibrium, and
// returns the flow of each arc.
func (s *solution) layExtreme(ctx context.Context, r *run, t touched) ([]float64, error) {
	var senders []int
	for i := range s.e.Origins {
		if s.e.Origins[i].Cost = math.NaN(); s.e.Origins[i].Units > 0 {
			senders = append(senders, i)
		}
	}
	seen, turn := make([]int, len(s.e.Municipalities)), 0
	flow, _, err := assign.AllOrNothing(ctx, s.w.problem, s.Cost, func(demand int, path []graph.ArcID) {
		o := &s.e.Origins[senders[demand]]
		turn++
		o.Cost = 0
		for _, a := range path {
			o.Cost += s.Cost[a]
			segment, _ := s.w.graph.Segment(a)
			if port := s.w.pieces[segment].port; port >= 0 {
				o.Port = port
				s.e.Ports[port].add(r.layerOf(senders[demand]), Loads{Extreme: o.Units})
			}
			for _, m := range t.regions[segment] {
				if seen[m] != turn {
					seen[m] = turn
					s.e.Municipalities[m].Extreme += o.Units
				}
			}
		}
	})
	return flow, err
}

// sharePorts finds the part of every origin at each port. The logit models have given it
// already.
func (s *solution) sharePorts(r *run) {
	for port, gate := range s.w.gates {
		if gate == graph.None || s.e.Model != modelEquilibrium {
			continue
		}
		for k, part := range s.paths.Using([]graph.ArcID{gate}) {
			o := &s.e.Origins[s.origin[k]]
			if o.Shares == nil {
				o.Shares = make([]float64, len(s.w.gates))
			}
			o.Shares[port] = part
		}
	}
	for i, o := range s.e.Origins {
		for port, part := range o.Shares {
			s.e.Ports[port].add(r.layerOf(i), Loads{Equilibrium: float64(o.Units * part)})
		}
	}
}

// layMunicipalities counts the units whose path flows touch each municipality: by shares of
// paths, which are not listed. Municipalities are worked off on all cores, each by
// itself.
func (s *solution) layMunicipalities(ctx context.Context, r *run, t touched) {
	var next, done atomic.Int64
	var wait sync.WaitGroup
	for range max(1, r.Workers) {
		wait.Go(func() {
			for m := int(next.Add(1)) - 1; m < len(t.arcs) && ctx.Err() == nil; m = int(next.Add(1)) - 1 {
				s.layMunicipality(&s.e.Municipalities[m], t.arcs[m])
				r.Progress("municipalities", done.Add(1), int64(len(t.arcs)))
			}
		})
	}
	wait.Wait()
}

func (s *solution) layMunicipality(m *MunicipalityLoad, arcs []graph.ArcID) {
	if s.ways == nil {
		m.Low, m.High = math.NaN(), math.NaN()
	}
	if len(arcs) == 0 {
		return
	}
	for k, part := range s.paths.Using(arcs) {
		m.Equilibrium += float64(s.flow[k] * part)
	}
	if s.ways == nil {
		return
	}
	for k, part := range s.ways.Using(arcs) {
		if part > 0 {
			m.High += s.flow[k]
		}
		if part == 1 {
			m.Low += s.flow[k]
		}
	}
}
