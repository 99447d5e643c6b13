package engine

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/exposure"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
)

// Exposed is the answer to the exposure: of a study.
type Exposed struct {
	Spec         ExposureSpec // with its defaults filled in
	BufferMethod string       // what a share of a municipality is of: "area" or "seat"
	HasTime      bool         // the speed of every road is known
	// Routes has the exposure of each route by each series, in the order of
	// Result.Violence and Result.Routes; zero where there is no route.
	Routes [][]RouteExposure
	// Within has, for each route and buffer, the shares of the municipalities in it.
	Within [][][]exposure.Share
	// Municipalities follow Regions.Regions.
	Municipalities []ExposedMunicipality
	Tests          []SeriesTests // per series
	// Placed and Free count the origins that the shuffle places anew, and those of
	// them whose stratum has room to move; Candidates the municipalities with a route.
	Placed, Free, Candidates int
	NeighbourMethod          string
}

// RouteExposure says how violent a route is, by one series, by what is counted.
type RouteExposure struct {
	ByLength, ByTime exposure.Mean   // amounts in metres and seconds
	ByPopulation     exposure.Pool   // of the municipalities crossed, wholly
	Buffers          []exposure.Pool // per buffer, by the share of each municipality in it
}

// ExposedMunicipality is a municipality as comparisons take it.
type ExposedMunicipality struct {
	OnRoute, Origin bool
	PortKM          float64   // from its seat to the nearest port of the study; NaN without a position
	Within          []float64 // per buffer, the share within it of any route
}

// SeriesTests are the comparisons of one series.
type SeriesTests struct {
	Series   string
	Contrast exposure.Difference // on routes against off them, as it is
	Matched  *exposure.Matched   // nil where nothing can be matched
	Shuffled *exposure.ContrastTest
	Random   *exposure.ContrastTest
	Moran    *exposure.Moran // of the rates; nil where there is none
}

// expose answers the exposure: of the study, if it has one.
func (r *run) expose(ctx context.Context) error {
	if r.Study.Exposure == nil {
		return nil
	}
	x := &Exposed{Spec: r.Study.Exposure.completed()}
	r.Exposed = x
	e := exposer{run: r, x: x}
	e.seats()
	for _, m := range r.Violence {
		e.outcomes = append(e.outcomes, outcomeOf(m))
	}
	if err := e.speeds(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{e.corridors, e.compare} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// outcomeOf takes a series as its rates have it: the events of a municipality whose
// metropolitan area has one rate are its share of the area's.
func outcomeOf(m *violence.Measure) exposure.Outcome {
	o := exposure.Outcome{Name: m.Series, Events: slices.Clone(m.Events), Population: m.Population, PersonYears: make([]float64, len(m.Events))}
	const yearMonths = 12
	for i, people := range m.Population {
		months := m.PlaceMonths[i]
		if months == 0 {
			months = m.Months
		}
		o.PersonYears[i] = people * float64(months) / yearMonths
		if m.Areas[i] != "" {
			o.Events[i] = m.RatePer100k[i] * o.PersonYears[i] / 100_000
		}
	}
	return o
}

// exposer carries the stage through its steps.
type exposer struct {
	*run
	x        *Exposed
	outcomes []exposure.Outcome
	seconds  graph.Metric // nil where speeds are not known
	at       []orb.Point  // seat of each municipality, or its centroid
	known    []bool
}

// seats finds the point of every municipality, and how far it is from a port.
func (e *exposer) seats() {
	n := len(e.Regions.Regions)
	e.at, e.known = make([]orb.Point, n), make([]bool, n)
	e.x.Municipalities = make([]ExposedMunicipality, n)
	for i, reg := range e.Regions.Regions {
		o := Origin{Code: reg.Code}
		e.locate(&o)
		e.at[i], e.known[i] = o.At, o.Located != ""
		km := math.Inf(1)
		for _, p := range e.Ports {
			km = min(km, kmBetween(o.At, p.At))
		}
		if !e.known[i] {
			km = math.NaN()
		}
		e.x.Municipalities[i].PortKM = km
	}
}

// speeds finds the seconds on each arc: those of the metric, or by the speeds that
// the exposure gives.
func (e *exposer) speeds() (err error) {
	spec := e.x.Spec
	switch {
	case len(spec.SpeedsKMH) > 0 || spec.DefaultSpeedKMH > 0:
		e.seconds, err = cost.TravelTime(e.Roads.Graph, cost.Speeds{ByClass: spec.SpeedsKMH, Default: spec.DefaultSpeedKMH})
		if err != nil {
			return e.Study.mistake([]any{"exposure"}, err, "add the class to speeds_kmh:, or give default_speed_kmh:")
		}
	case e.Study.Metric.Kind == "time":
		e.seconds = e.Metric
	}
	e.x.HasTime = e.seconds != nil
	return nil
}

// corridors fills in the routes, and the municipalities near any of them.
func (e *exposer) corridors(ctx context.Context) error {
	x := e.x
	lands := exposure.NewLands(e.lands())
	x.BufferMethod = lands.Method()
	meters := make([]float64, len(x.Spec.BuffersKM))
	for k, km := range x.Spec.BuffersKM {
		meters[k] = km * 1000
	}
	n := len(e.Result.Routes)
	each, err := lands.WithinEach(ctx, e.sharedLines(), meters)
	if err != nil {
		return err
	}
	x.Within = each[:n]
	x.Routes = make([][]RouteExposure, len(e.outcomes))
	for k := range x.Routes {
		x.Routes[k] = make([]RouteExposure, n)
	}
	for i, route := range e.Result.Routes {
		if route.Status == Routed {
			e.exposeRoute(i, route)
		}
	}
	for i := range x.Municipalities {
		x.Municipalities[i].Within = make([]float64, len(meters))
	}
	for k, shares := range each[n] {
		for _, s := range shares {
			x.Municipalities[s.Place].Within[k] = s.Share
		}
	}
	return nil
}

// sharedLines are the pieces of road that routes use, and those of each route; last
// comes one of all pieces.
func (e *exposer) sharedLines() exposure.Corridors {
	c := exposure.Corridors{Workers: e.Workers, Routes: make([][]int, len(e.Result.Routes)+1)}
	number := map[graph.Span]int{}
	for i, route := range e.Result.Routes {
		for _, span := range route.Spans {
			if span.FromMeters > span.ToMeters {
				span.FromMeters, span.ToMeters = span.ToMeters, span.FromMeters
			}
			k, seen := number[span]
			if !seen {
				k = len(c.Lines)
				number[span] = k
				c.Lines = append(c.Lines, e.Roads.Graph.AppendLine(nil, span))
			}
			c.Routes[i] = append(c.Routes[i], k)
		}
	}
	for k := range c.Lines {
		c.Routes[len(e.Result.Routes)] = append(c.Routes[len(e.Result.Routes)], k)
	}
	return c
}

func (e *exposer) lands() []exposure.Land {
	lands := make([]exposure.Land, len(e.Regions.Regions))
	for i, reg := range e.Regions.Regions {
		lands[i] = exposure.Land{Area: reg.Area, Seat: e.at[i], HasSeat: e.known[i]}
	}
	return lands
}

// exposeRoute fills in the exposure of one route by every series.
func (e *exposer) exposeRoute(i int, route Route) {
	metres, seconds := e.weights(route)
	crossed := exposure.Whole(e.Crossed(route))
	for k, o := range e.outcomes {
		to := &e.x.Routes[k][i]
		to.ByLength, to.ByPopulation = o.Mean(metres), o.Pool(crossed)
		if e.x.HasTime {
			to.ByTime = o.Mean(seconds)
		}
		for _, shares := range e.x.Within[i] {
			to.Buffers = append(to.Buffers, o.Pool(shares))
		}
	}
}

// weights returns the metres of a route in each municipality, and the seconds.
func (e *exposer) weights(route Route) (metres, seconds []exposure.Weight) {
	for _, span := range route.Spans {
		for _, p := range e.Overlay.AppendSpan(nil, span) {
			piece := graph.Span{Segment: span.Segment, FromMeters: p.FromMeters, ToMeters: p.ToMeters}
			metres = append(metres, exposure.Weight{Place: int(p.Region), Amount: piece.LengthMeters()})
			if e.seconds != nil {
				seconds = append(seconds, exposure.Weight{Place: int(p.Region), Amount: e.Roads.Graph.PartialCost(e.seconds, piece)})
			}
		}
	}
	return metres, seconds
}

// state returns the number of a municipality's state, the first two digits of its
// code, and -1 for a code that has none.
func state(code string) int {
	var number int
	if _, err := fmt.Sscanf(code, "%2d", &number); err != nil {
		return -1
	}
	return number
}
