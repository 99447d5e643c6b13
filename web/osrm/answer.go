package osrm

import "github.com/paulmach/orb"

// waypoint is a coordinate as it was put on the network.
type waypoint struct {
	Name     string    `json:"name"`
	Location orb.Point `json:"location"`
	Distance float64   `json:"distance"` // from the coordinate, metres
	Nodes    []int64   `json:"nodes,omitempty"`
}

type routeAnswer struct {
	Code      string       `json:"code"`
	Routes    []routeEntry `json:"routes"`
	Waypoints []waypoint   `json:"waypoints,omitempty"`
	Notes     []string     `json:"notes,omitempty"`
}

type routeEntry struct {
	Distance   float64 `json:"distance"` // metres
	Duration   float64 `json:"duration"` // seconds
	Weight     float64 `json:"weight"`
	WeightName string  `json:"weight_name"`
	Geometry   any     `json:"geometry,omitempty"`
	Legs       []leg   `json:"legs"`
}

type leg struct {
	Distance   float64     `json:"distance"`
	Duration   float64     `json:"duration"`
	Weight     float64     `json:"weight"`
	Summary    string      `json:"summary"`
	Steps      []step      `json:"steps"`
	Annotation *annotation `json:"annotation,omitempty"`
}

type annotation struct {
	Distance []float64 `json:"distance,omitempty"`
	Duration []float64 `json:"duration,omitempty"`
	Weight   []float64 `json:"weight,omitempty"`
	Speed    []float64 `json:"speed,omitempty"` // metres a second
}

// step is a stretch of one road number.
type step struct {
	Distance      float64        `json:"distance"`
	Duration      float64        `json:"duration"`
	Weight        float64        `json:"weight"`
	Name          string         `json:"name"`
	Ref           string         `json:"ref,omitempty"`
	Mode          string         `json:"mode"`
	DrivingSide   string         `json:"driving_side"`
	Geometry      any            `json:"geometry"`
	Maneuver      maneuver       `json:"maneuver"`
	Intersections []intersection `json:"intersections"`
}

type maneuver struct {
	Type          string    `json:"type"`
	Modifier      string    `json:"modifier,omitempty"`
	Location      orb.Point `json:"location"`
	BearingBefore int       `json:"bearing_before"`
	BearingAfter  int       `json:"bearing_after"`
}

// intersection is the beginning of a step; the network knows no turns.
type intersection struct {
	Location orb.Point `json:"location"`
	Bearings []int     `json:"bearings"`
	Entry    []bool    `json:"entry"`
	Out      *int      `json:"out,omitempty"`
	In       *int      `json:"in,omitempty"`
}

type tableAnswer struct {
	Code         string       `json:"code"`
	Durations    [][]*float64 `json:"durations,omitempty"`
	Distances    [][]*float64 `json:"distances,omitempty"`
	Sources      []waypoint   `json:"sources,omitempty"`
	Destinations []waypoint   `json:"destinations,omitempty"`
	Notes        []string     `json:"notes,omitempty"`
}

type nearestAnswer struct {
	Code      string     `json:"code"`
	Waypoints []waypoint `json:"waypoints"`
	Notes     []string   `json:"notes,omitempty"`
}
