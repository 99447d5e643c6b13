package osrm

import (
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-polyline"
)

// request is what a URL asks for.
type request struct {
	service  string
	at       []orb.Point
	options  url.Values
	radiuses []float64 // metres, per coordinate; +Inf without
	notes    []string
}

// problem is an answer other than Ok.
type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (p *problem) Error() string { return p.Code + ": " + p.Message }

func problemf(code, format string, args ...any) *problem {
	return &problem{code, fmt.Sprintf(format, args...)}
}

// known are the options of each service.
var known = map[string][]string{
	"route":   {"steps", "annotations", "geometries", "overview", "alternatives"},
	"table":   {"sources", "destinations", "annotations"},
	"nearest": {"number"},
}

// general are options of every service; idle are those that have no effect here,
// which the answer says.
var (
	general = []string{"radiuses", "skip_waypoints", "generate_hints"}
	idle    = []string{"hints", "bearings", "approaches", "snapping", "exclude", "continue_straight", "waypoints", "fallback_speed", "fallback_coordinate", "scale_factor"}
)

// parse reads /service/v1/profile/coordinates?options.
func parse(u *url.URL) (*request, *problem) {
	parts := strings.SplitN(strings.TrimPrefix(u.Path, "/"), "/", 4)
	if len(parts) < 4 {
		return nil, problemf("InvalidUrl", "URL string malformed close to position %d", len(u.Path))
	}
	r := &request{service: parts[0]}
	if known[r.service] == nil {
		return nil, problemf("InvalidService", "Service %s not found!", r.service)
	}
	if parts[1] != "v1" {
		return nil, problemf("InvalidVersion", "Service %s not found for version: %s", r.service, parts[1])
	}
	if p := r.coordinates(strings.TrimSuffix(parts[3], ".json")); p != nil {
		return nil, p
	}
	var err error
	// OSRM parts lists with semicolons, which package url does not take bare.
	if r.options, err = url.ParseQuery(strings.ReplaceAll(u.RawQuery, ";", "%3B")); err != nil {
		return nil, problemf("InvalidQuery", "Query string malformed close to position %d", len(u.Path))
	}
	for _, name := range slices.Sorted(maps.Keys(r.options)) {
		switch {
		case slices.Contains(idle, name):
			if value := r.options.Get(name); value != "" && value != "false" {
				r.notes = append(r.notes, name+" is ignored")
			}
		case !slices.Contains(known[r.service], name) && !slices.Contains(general, name):
			return nil, problemf("InvalidQuery", "Query string malformed close to position %d", len(u.Path)+1+strings.Index(u.RawQuery, name))
		}
	}
	return r, r.readRadiuses()
}

func (r *request) coordinates(text string) *problem {
	for _, format := range []struct {
		name  string
		codec polyline.Codec
	}{{"polyline(", polyline.Codec{Dim: 2, Scale: 1e5}}, {"polyline6(", polyline.Codec{Dim: 2, Scale: 1e6}}} {
		inside, ok := strings.CutPrefix(text, format.name)
		if !ok {
			continue
		}
		points, _, err := format.codec.DecodeCoords([]byte(strings.TrimSuffix(inside, ")")))
		if err != nil {
			return problemf("InvalidQuery", "Query string malformed close to position %d", len(format.name))
		}
		for _, p := range points {
			r.at = append(r.at, orb.Point{p[1], p[0]})
		}
		return r.checkCoordinates()
	}
	position := 0
	for pair := range strings.SplitSeq(text, ";") {
		lon, lat, ok := strings.Cut(pair, ",")
		x, errX := strconv.ParseFloat(lon, 64)
		y, errY := strconv.ParseFloat(lat, 64)
		if !ok || errX != nil || errY != nil {
			return problemf("InvalidQuery", "Query string malformed close to position %d", position)
		}
		r.at = append(r.at, orb.Point{x, y})
		position += len(pair) + 1
	}
	return r.checkCoordinates()
}

func (r *request) checkCoordinates() *problem {
	for _, p := range r.at {
		if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
			return problemf("InvalidValue", "Invalid coordinate value.")
		}
	}
	return nil
}

func (r *request) readRadiuses() *problem {
	r.radiuses = slices.Repeat([]float64{math.Inf(1)}, len(r.at))
	text := r.options.Get("radiuses")
	if text == "" {
		return nil
	}
	list := strings.Split(text, ";")
	if len(list) != len(r.at) {
		return problemf("InvalidOptions", "Number of elements in radiuses size %d does not match coordinate size %d", len(list), len(r.at))
	}
	for i, t := range list {
		if t == "" || t == "unlimited" {
			continue
		}
		radius, err := strconv.ParseFloat(t, 64)
		if err != nil || !(radius >= 0) {
			return problemf("InvalidQuery", "Query string malformed close to position %d", strings.Index(text, t))
		}
		r.radiuses[i] = radius
	}
	return nil
}

// choice returns an option that has only some values, the first without it.
func (r *request) choice(name string, values ...string) (string, *problem) {
	value := r.options.Get(name)
	if value == "" {
		return values[0], nil
	}
	if !slices.Contains(values, value) {
		return "", problemf("InvalidQuery", "Query string malformed close to position %d", strings.Index(r.options.Encode(), name))
	}
	return value, nil
}

// indices returns an option that lists coordinates, all of them without it.
func (r *request) indices(name string) ([]int, *problem) {
	text := r.options.Get(name)
	var list []int
	if text == "" || text == "all" {
		for i := range r.at {
			list = append(list, i)
		}
		return list, nil
	}
	for t := range strings.SplitSeq(text, ";") {
		i, err := strconv.Atoi(t)
		if err != nil || i < 0 {
			return nil, problemf("InvalidQuery", "Query string malformed close to position %d", strings.Index(text, t))
		}
		if i >= len(r.at) {
			return nil, problemf("InvalidOptions", "%s index %d is not a coordinate: there are %d", name, i, len(r.at))
		}
		list = append(list, i)
	}
	return list, nil
}
