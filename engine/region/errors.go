package region

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Errors that callers may want to tell apart; those of a file are wrapped by a
// *feature.Error, which says where and how to mend it.
var (
	// ErrCode: a municipality code is not five digits.
	ErrCode = errors.New("a municipality code has five digits: two of the state, three of the municipality")
	// ErrNoPlace: a layer has neither a polygon nor a seat.
	ErrNoPlace = errors.New("no municipality has a polygon or a seat")
	// ErrGeometry: a feature is neither a polygon nor a point.
	ErrGeometry = errors.New("a municipality is a polygon, or a point for its seat")
	// ErrNoCoordinates: the network of an overlay has no positions.
	ErrNoCoordinates = errors.New("the network has no coordinates, so its roads lie in no municipality")
)

// checkRegion checks what comes from outside: code and coordinates.
func checkRegion(r Region) error {
	if !feature.IsCode(r.Code) {
		return ErrCode
	}
	if r.HasSeat {
		if err := feature.CheckLonLat(r.Seat); err != nil {
			return err
		}
	}
	return checkArea(r.Area)
}

func checkArea(area orb.MultiPolygon) error {
	for _, polygon := range area {
		for i, ring := range polygon {
			for _, p := range ring {
				if err := feature.CheckLonLat(p); err != nil {
					return fmt.Errorf("ring %d: %w", i+1, err)
				}
			}
		}
	}
	return nil
}
