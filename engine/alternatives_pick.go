package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ErrNoSuch is returned for an origin or port that a study does not have.
var ErrNoSuch = errors.New("the study has none such")

// pickOrigins returns the indices of the origins that a spec names.
func (r *Result) pickOrigins(spec AlternativeSpec) (picked []int, err error) {
	codes, layers := map[string]bool{}, map[string]bool{}
	code, _ := feature.ParseCode(spec.From)
	for i, o := range r.Origins {
		layers[o.Layer] = true
		named := spec.From == o.Code || spec.From == o.ID || o.Code != "" && o.Code == code || violence.Folded(spec.From) == violence.Folded(o.Name)
		if (spec.Crop == "" || spec.Crop == o.Layer) && (spec.From == "" || named) {
			picked = append(picked, i)
			codes[strings.TrimSpace(o.Code+" "+o.ID)] = true
		}
	}
	switch {
	case spec.Crop != "" && !layers[spec.Crop]:
		return nil, fmt.Errorf("layer of origins %q: %w; its layers are %s", spec.Crop, ErrNoSuch, known(layers))
	case len(picked) == 0:
		return nil, fmt.Errorf("origin %q: %w; routes.csv of a run lists them", spec.From, ErrNoSuch)
	case spec.From != "" && len(codes) > 1:
		return nil, fmt.Errorf("%q is the name of several origins; give one of the codes %s", spec.From, known(codes))
	}
	if spec.From != "" {
		picked = picked[:1] // the same place in several layers has the same ways
	}
	return picked, nil
}

// Ports that pickPort may return besides an index.
const (
	ownPort   = -1 // that of each route
	everyPort = -2
)

func (r *Result) pickPort(name string) (int, error) {
	switch name {
	case "":
		return ownPort, nil
	case AnyPort:
		return everyPort, nil
	}
	found := map[string]bool{}
	port := 0
	for i, p := range r.Ports {
		if p.ID == name || violence.Folded(p.Name) == violence.Folded(name) {
			port, found[p.ID] = i, true
		}
	}
	switch {
	case len(found) == 0:
		return 0, fmt.Errorf("port %q: %w; report.html of a run lists them", name, ErrNoSuch)
	case len(found) > 1:
		return 0, fmt.Errorf("%q is the name of several ports; give one of the ids %s", name, known(found))
	case !r.PortReached(port):
		return 0, fmt.Errorf("port %s %s is %.0f km from any road of the study", r.Ports[port].ID, r.Ports[port].Name, r.Ports[port].Place.AccessMeters/1000)
	}
	return port, nil
}

// portsFor returns the ports that ways of an origin may end at; none for an origin that
// has no position or road.
func (r *Result) portsFor(origin, port int) (ports []int) {
	route := r.Routes[origin]
	switch {
	case route.Status == NoPosition || route.Status == NoRoad:
		return nil
	case port >= 0:
		return []int{port}
	case route.Status != Routed:
		return nil
	case port == ownPort:
		return []int{route.Port}
	}
	for i := range r.Ports {
		if r.PortReached(i) {
			ports = append(ports, i)
		}
	}
	return ports
}

// known lists names, with commas between.
func known(names map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(names)), ", ") }
