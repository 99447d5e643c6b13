package engine

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

// portsLayer returns every port of the study with the routes that end there, and
// with its use in equilibrium where the study has congestion.
func (r *Result) portsLayer() export.Layer {
	flows := r.portFlows()
	s := &sheet{Layer: export.Layer{Name: "ports", Style: portStyle()}}
	s.column(text("port", "id of the port"), func(i int) any { return r.Ports[i].ID })
	s.column(text("port_name", "its name"), func(i int) any { return r.Ports[i].Name })
	s.column(text("port_kind", "land or sea"), func(i int) any { return r.Ports[i].Kind })
	s.column(km("port_access_km", "straight line from the port to the road where routes end"), func(i int) any { return r.Ports[i].Place.AccessMeters / 1000 })
	s.column(export.Column{Name: "joined", Kind: export.Boolean, Meaning: "near enough to a road for routes to end there"}, func(i int) any { return r.Ports[i].Place.AccessMeters <= r.Study.Access.portMaxMeters() })
	r.flowColumns(s, func(i int) *Flow { return &flows[i] })
	r.equilibriumOfPorts(s)
	return s.layer(len(r.Ports), nil, func(i int) orb.Geometry { return r.Ports[i].At })
}

// portFlows adds up the routes that end at each port.
func (r *Result) portFlows() []Flow {
	layers := map[string]int{}
	for i, spec := range r.Study.Origins {
		layers[spec.Layer] = i
	}
	flows := make([]Flow, len(r.Ports))
	for i := range flows {
		flows[i] = Flow{ByLayer: make([]int, len(layers)), Weight: make([]float64, len(layers))}
	}
	for i, route := range r.Routes {
		if route.Port >= 0 {
			flows[route.Port].add(r.Origins[i], layers[r.Origins[i].Layer])
		}
	}
	return flows
}
