package atlas

import (
	"github.com/corredor-geo/corredor/engine"
)

// Congestion is the equilibrium of a study whose ports or roads grow dearer with
// use. Units are those of its demand, prices those of its cost.
type Congestion struct {
	Model, CostUnit  string
	RelativeGap      float64
	Units, Elsewhere float64 // sent in all; that cross at another port than by shortest path
	Segments         []Load  // those that some unit uses, in order
	Ports            []Load  // as Atlas.Ports
}

// Load is the use of a segment, or of a port, by shortest paths and in
// equilibrium. FreeCost and Cost are its price without and with the flow; NaN where it
// has none. Capacity is NaN where it is not known.
type Load struct {
	Segment               int // index into Atlas.Segments; -1 for a port
	Shortest, Equilibrium float64
	Capacity              float64
	FreeCost, Cost        float64
}

// congestionOf takes the equilibrium of a study, nil when it has none.
func congestionOf(r *engine.Result) *Congestion {
	e := r.Equilibrium
	if e == nil {
		return nil
	}
	c := &Congestion{Model: e.Model, RelativeGap: e.RelativeGap, Units: e.Units, Elsewhere: e.Elsewhere}
	for _, way := range r.Routes {
		if way.Status == engine.Routed {
			_, c.CostUnit = r.RouteCost(way)
			break
		}
	}
	for i, s := range e.Segments {
		if s.Shortest > 0 || s.Equilibrium > 0 {
			c.Segments = append(c.Segments, Load{i, s.Shortest, s.Equilibrium, s.Capacity, s.FreeCost, s.Cost})
		}
	}
	for _, p := range e.Ports {
		c.Ports = append(c.Ports, Load{-1, p.Shortest, p.Equilibrium, p.Capacity, p.FreeWait, p.Wait})
	}
	return c
}
