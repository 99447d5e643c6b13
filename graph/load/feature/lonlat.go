package feature

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// CheckLonLat says whether p can be a longitude and a latitude in degrees. It
// returns nil or an error that wraps ErrCoordinate, names the likely mistake
// (swapped, projected, not a number) and how to mend it; pass it to
// Feature.Errorf with %w to locate it. Longitudes up to 360 pass, as some
// layers count from 0 to 360. Constant time, no allocation when nil.
func CheckLonLat(p orb.Point) error {
	lon, lat := math.Abs(p[0]), math.Abs(p[1])
	if lon <= 360 && lat <= 90 {
		return nil
	}
	switch {
	case math.IsNaN(lon + lat), math.IsInf(lon+lat, 0):
		return fmt.Errorf("%w: %v, %v is not a finite number", ErrCoordinate, p[0], p[1])
	case lat > 360 || lon > 360:
		return fmt.Errorf("%w: %v, %v cannot be degrees: projected? convert the file with: %s",
			ErrCoordinate, p[0], p[1], ogr2ogr)
	case lon <= 90:
		return fmt.Errorf("%w: latitude %v is beyond 90: longitude and latitude look swapped; write lon %v, lat %v",
			ErrCoordinate, p[1], p[1], p[0])
	}
	return fmt.Errorf("%w: latitude %v is beyond 90", ErrCoordinate, p[1])
}

const ogr2ogr = "ogr2ogr -t_srs EPSG:4326 out.shp in.shp"
