package engine

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// RegionName returns the name of municipality i of Regions.Regions, from the
// layer or else from the table of seats; empty when neither has one.
func (r *Result) RegionName(i int) string { return r.regionName(i) }

// RegionState returns the state of municipality i, like [Result.RegionName].
func (r *Result) RegionState(i int) string { return r.regionState(i) }

// RegionSeat returns the seat of municipality i in degrees, and false when
// neither the layer nor the table of seats has one.
func (r *Result) RegionSeat(i int) (seat orb.Point, ok bool) {
	if s := r.seatOf(i); s.HasSeat {
		return s.Seat, true
	}
	reg := r.Regions.Regions[i]
	return reg.Seat, reg.HasSeat
}

// RegionPopulation returns the inhabitants of municipality i as the layer, or
// else the table of seats, gives them; NaN when unknown. A table of homicides
// may have its own, by month, which goes first in every rate.
func (r *Result) RegionPopulation(i int) float64 {
	if p := r.Regions.Regions[i].Population; p > 0 {
		return p
	}
	if s := r.seatOf(i); s.Population > 0 {
		return s.Population
	}
	return math.NaN()
}

// LayerUnit returns the unit of the weights of a layer of origins.
func (r *Result) LayerUnit(layer string) string { return r.unit(layer) }

// StudyName returns the name of the study file without its folder.
func (r *Result) StudyName() string { return r.Study.source.base() }

// RouteCost returns the cost of a route in the unit of the study's metric: km,
// h, or that of its formula.
func (r *Result) RouteCost(route Route) (cost float64, unit string) {
	return r.cost(route.Cost), r.costColumn().Unit
}

// MaxAccessMeters is how far an origin of the study may be from a road.
func (r *Result) MaxAccessMeters() float64 { return r.Study.Access.maxMeters() }

// PortReached reports whether port i is near enough to a road to be routed to.
func (r *Result) PortReached(i int) bool {
	return r.Ports[i].Place.AccessMeters <= r.Study.Access.portMaxMeters()
}

// segmentRef returns the road number of a segment; empty when the data have none.
func (r *Result) segmentRef(segment int) string {
	return r.Roads.Graph.Column(load.ColumnRef).Text(graph.SegmentID(segment))
}
