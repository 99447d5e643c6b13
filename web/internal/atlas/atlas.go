package atlas

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
)

// Atlas is everything that the map of one study shows.
type Atlas struct {
	Title, Study, Version string
	Written               bool   // read from what a run has written: without network and months
	Method                string // how roads are divided among municipalities: polygon or nearest-seat
	Counts                engine.Counts
	Inputs                []engine.Input
	Warnings              []engine.Warning

	Regions  []Region // in the order of their codes
	Borders  []Border
	Layers   []Layer
	Ports    []Port
	Segments []Segment
	Routes   []Route
	Flows    []Flow // of the segments that some route uses
	// Congestion is nil when the study has none, or was read from written outputs.
	Congestion *Congestion
	Vintages   []Vintage
	Dense      []Dense // regions of highest density of the origins that come from one

	Timeline   violence.Timeline
	Period     violence.Period // of the study
	Series     []Series
	Population []float64 // per region and step; NaN where only Region.Population is known
	Events     []Event
	Adjusted   []violence.Change // the adjustments of the counts, in order

	byCode map[string]int
}

// Region is one municipality.
type Region struct {
	Code, Name, State, Metro string
	// Seat is the municipal seat or, where none is known, the middle of the
	// largest polygon.
	Seat                orb.Point
	HasSeat             bool
	AreaKM2, Population float64 // NaN unknown
	// Shape is its polygons; or, when Drawn, the cell of its seat.
	Shape orb.MultiPolygon
	Drawn bool
}

// Layer is one kind of origins.
type Layer struct {
	Name string `json:"name"`
	Unit string `json:"unit"` // of the weights
}

// Port is a destination, with the routes that end there.
type Port struct {
	ID, Name, Kind string
	At             orb.Point
}

// Segment is a piece of road between two nodes.
type Segment struct {
	ID               int
	Ref, Class, Toll string
	KM               float64
	Line             orb.LineString
	Places           []int // the municipalities along it, as indices of Regions; only where it is used
}

// Route is the way of one origin to its port.
type Route struct {
	Layer                   int // index into Layers
	Rank                    int
	Code, Name, State       string
	At                      orb.Point // where it begins
	Weight, Share, AccessKM float64
	Status                  string
	Port                    int // index into Ports; -1 without a route
	Cost, KM                float64
	CostUnit                string
	Line                    orb.LineString
	Segments                []Step    // in order of travel
	Stretches               []Stretch // the municipalities on the way; nil where written outputs do not tell
}

// Step is a segment as a route travels it.
type Step struct {
	Segment int  // index into Segments
	Against bool // the direction in which the segment is stored
}

// Stretch is the part of a route within one municipality.
type Stretch struct {
	Region       int // index into Regions; -1 outside all
	FromKM, ToKM float64
}

// Flow is what passes over a segment, per layer of origins.
type Flow struct {
	Segment int       // index into Segments
	Routes  []int     // origins whose route uses it
	Against []int     // those of them that travel against its direction
	Share   []float64 // sum of their shares of the weight of the layer
}

// Series is the counts of one kind of event.
type Series struct {
	Name   string
	Of     string    // the series that this one is as recorded, before the adjustments of the study; else ""
	Months []int     // per step of the timeline: months with data
	Events []float64 // per region and step; NaN unknown
}

// Index returns the position of a municipality in Regions.
func (a *Atlas) Index(code string) (int, bool) {
	i, ok := a.byCode[code]
	return i, ok
}

// finish completes an atlas whose layers have been filled. Without events it takes
// those of the embedded study.
func (a *Atlas) finish(events []violence.Event) {
	a.byCode = make(map[string]int, len(a.Regions))
	for i := range a.Regions {
		a.byCode[a.Regions[i].Code] = i
		a.Regions[i].anchor()
	}
	a.nameMetros()
	a.Borders = a.outline()
	if len(events) == 0 {
		events = embeddedEvents()
	}
	a.Events = a.placeEvents(events)
}
