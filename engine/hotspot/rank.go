package hotspot

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Municipality is what a density needs to know of one.
type Municipality struct {
	Code, Name string
	Seat       orb.Point // in degrees, if HasSeat
	HasSeat    bool
	Area       orb.MultiPolygon // nil if unknown
}

// Municipalities is a list of them, which several goroutines may read.
type Municipalities interface {
	Len() int
	Municipality(i int) Municipality
}

// Measure is what a municipality has of a density.
type Measure uint8

// The measures.
const (
	// AtSeat is the density at the municipal seat.
	AtSeat Measure = iota
	// MeanOver is the mean density over the area, see [Density.Mean].
	MeanOver
	// MassIn is the share of the mass within the area, see [Density.Mass].
	MassIn
)

// Spots measures municipalities, each the Weight of its spot, in their order.
// It is NaN where the density is unknown: no seat, no area, or none of it on the
// grid. [Select] ranks them and leaves those out. The error is the cause of
// ctx's end, or wraps [ErrDensity] for a measure that there is not.
func (d *Density) Spots(ctx context.Context, list Municipalities, by Measure) ([]Spot, error) {
	if by > MassIn {
		return nil, fmt.Errorf("%w: no such measure: %d", ErrDensity, by)
	}
	spots := make([]Spot, list.Len())
	err := eachBand(ctx, len(spots), func(lo, hi int) {
		for i := lo; i < hi && ctx.Err() == nil; i++ {
			m := list.Municipality(i)
			spots[i] = Spot{m.Code, m.Name, d.measure(m, by)}
		}
	})
	if err != nil {
		return nil, err
	}
	return spots, nil
}

func (d *Density) measure(m Municipality, by Measure) float64 {
	if by == AtSeat {
		if !m.HasSeat {
			return math.NaN()
		}
		return d.At(m.Seat)
	}
	mass, size := d.integrate(m.Area)
	switch {
	case !(size > 0):
		return math.NaN()
	case by == MeanOver:
		return mass / size
	}
	return mass / d.whole
}
