package atlas

import "github.com/corredor-geo/corredor/engine"

// Vintage is the same study on another network of roads. Its routes and ports
// have the order of the study's own; its segments are its own.
type Vintage struct {
	Name    string
	Summary []engine.Sensitivity // per layer, against the study's own roads
	Atlas   *Atlas
}

func vintagesOf(r *engine.Result) []Vintage {
	var list []Vintage
	for _, c := range r.Comparisons {
		list = append(list, Vintage{c.Name, c.Summary(), FromResult(c.Other)})
	}
	return list
}
