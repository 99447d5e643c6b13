package engine

import (
	"github.com/corredor-geo/corredor/engine/export"
)

const decimalsUnits = 6

func units(name, meaning string) export.Column {
	return export.Column{Name: name, Kind: export.Real, Decimals: decimalsUnits, Unit: "units", Meaning: meaning}
}

// priced is a column in the unit of the study's cost.
func (r *Result) priced(name, meaning string) export.Column {
	c := r.costColumn()
	c.Name, c.Meaning = name, meaning
	return c
}

// loadColumns are the units of three assignments, by names that have these ends.
func loadColumns(s *sheet, before, after, where string, load func(i int) Loads) {
	s.column(units(before+"shortest"+after, where+", by shortest paths"), func(i int) any { return load(i).Shortest })
	s.column(units(before+"equilibrium"+after, where+", in equilibrium"), func(i int) any { return load(i).Equilibrium })
	s.column(units(before+"extreme"+after, where+", all-or-nothing at the prices of the equilibrium"), func(i int) any { return load(i).Extreme })
}

// equilibriumOfRoutes adds what the units of an origin pay, and where they cross.
func (r *Result) equilibriumOfRoutes(s *sheet) {
	e := r.Equilibrium
	if e == nil {
		return
	}
	sending := func(f func(o OriginLoad) any) func(int) any {
		return func(i int) any {
			if e.Origins[i].Units == 0 {
				return nil
			}
			return f(e.Origins[i])
		}
	}
	s.column(units("units", "what the origin sends"), func(i int) any { return e.Origins[i].Units })
	s.column(r.priced("cost_equilibrium", "price of the cheapest way in equilibrium, with the port"), sending(func(o OriginLoad) any { return o.Cost }))
	s.column(text("port_equilibrium", "port with the largest part of the units in equilibrium"), sending(func(o OriginLoad) any { return r.Ports[o.main()].ID }))
	s.column(share("port_equilibrium_share", "that part; which origin uses which port is not unique, this is most likely"), sending(func(o OriginLoad) any { return o.Shares[o.main()] }))
}

// main returns the port with the largest share, the first of equals.
func (o OriginLoad) main() int {
	best := 0
	for port, part := range o.Shares {
		if part > o.Shares[best] {
			best = port
		}
	}
	return best
}

// equilibriumOfSegments adds the flows of roads, and their prices where those may rise.
func (r *Result) equilibriumOfSegments(s *sheet) {
	e := r.Equilibrium
	if e == nil {
		return
	}
	loadColumns(s, "units_", "", "units on its busiest point, both directions", func(i int) Loads { return e.Segments[i].Loads })
	s.column(export.Column{Name: "unique", Kind: export.Boolean, Meaning: "units_equilibrium is the only flow that an equilibrium can have here"}, func(i int) any { return e.Segments[i].Unique })
	if r.Study.Congestion.Segments == nil {
		return
	}
	s.column(units("capacity", "per direction"), func(i int) any { return e.Segments[i].Capacity })
	s.column(r.priced("cost_free", "price of the segment without flow"), func(i int) any { return e.Segments[i].FreeCost })
	s.column(r.priced("cost_equilibrium", "its price in equilibrium, in the busier direction"), func(i int) any { return e.Segments[i].Cost })
}

// carries reports whether a segment has any flow in the equilibrium or its extreme.
func (r *Result) carries(segment int) bool {
	if r.Equilibrium == nil {
		return false
	}
	l := r.Equilibrium.Segments[segment].Loads
	return l.Equilibrium > 0 || l.Extreme > 0
}

// equilibriumOfMunicipalities adds the units that touch a municipality.
func (r *Result) equilibriumOfMunicipalities(s *sheet) {
	e := r.Equilibrium
	if e == nil {
		return
	}
	loadColumns(s, "units_", "", "units whose way touches it, each once", func(i int) Loads { return e.Municipalities[i].Loads })
	s.column(units("units_low", "units all of whose cheapest ways touch it: no equilibrium has less; empty in a logit model"), func(i int) any { return e.Municipalities[i].Low })
	s.column(units("units_high", "units some of whose cheapest ways touch it: no equilibrium has more; empty in a logit model"), func(i int) any { return e.Municipalities[i].High })
}

// equilibriumOfPorts adds the use of ports by shortest path and in equilibrium.
func (r *Result) equilibriumOfPorts(s *sheet) {
	e := r.Equilibrium
	if e == nil {
		return
	}
	s.column(export.Column{Name: "open", Kind: export.Boolean, Meaning: "joined to the roads, and not closed for want of a capacity"}, func(i int) any { return e.Ports[i].Open })
	s.column(export.Column{Name: "capacity", Kind: export.Real, Decimals: decimalsUnits, Meaning: "as the study says; empty unknown"}, func(i int) any { return e.Ports[i].Capacity })
	loadColumns(s, "units_", "", "units that cross", func(i int) Loads { return e.Ports[i].Loads })
	s.column(share("share_shortest", "part of all units, by shortest paths"), func(i int) any { return e.Ports[i].Shortest / e.Units })
	s.column(share("share_equilibrium", "part of all units, in equilibrium"), func(i int) any { return e.Ports[i].Equilibrium / e.Units })
	s.column(share("share_shift", "share_equilibrium less share_shortest"), func(i int) any { return (e.Ports[i].Equilibrium - e.Ports[i].Shortest) / e.Units })
	s.column(share("share_extreme", "part of all units, all-or-nothing at the prices of the equilibrium"), func(i int) any { return e.Ports[i].Extreme / e.Units })
	s.column(export.Column{Name: "unique", Kind: export.Boolean, Meaning: "units_equilibrium is the only flow that an equilibrium can have here"}, func(i int) any { return e.Ports[i].Unique })
	s.column(r.priced("wait_free", "price of passing without flow"), func(i int) any { return e.Ports[i].FreeWait })
	s.column(r.priced("wait_equilibrium", "price of passing in equilibrium"), func(i int) any { return e.Ports[i].Wait })
	for k, spec := range r.Study.Origins {
		loadColumns(s, "", "_"+spec.Layer, "units of layer "+spec.Layer+" that cross", func(i int) Loads { return e.Ports[i].ByLayer[k] })
	}
}
