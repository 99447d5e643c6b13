package region_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
)

// The surface of WGS84 is 510,065,621.724 km² (NIMA TR8350.2, table 3.3 gives
// the radius of the sphere of equal area, 6,371,007.1809 m).
func TestAreaOfTheEarth(t *testing.T) {
	globe := orb.MultiPolygon{{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}}
	// Simpson's rule does not see the vertical edges: they have no width.
	if got, want := region.AreaKM2(globe), 510065621.724; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("area of the earth %v km², want %v", got, want)
	}
}

// Figures of GDAL 3.6.2 / PROJ, on the edges as straight in degrees:
//
//	ogr2ogr -s_srs EPSG:4326 -t_srs "+proj=cea +lat_ts=0 +datum=WGS84" -segmentize 0.01 cea.shp municipios.shp
//	ogr2ogr -f CSV /vsistdout/ cea.shp -dialect OGRSQL -sql "SELECT id, OGR_GEOM_AREA FROM cea"
func TestAreaOfMunicipalities(t *testing.T) {
	l := readLayer(t, "municipalities/municipios.shp")
	for code, want := range map[string]float64{
		"01001": 1177.9032705323,
		"02001": 52848.0374705852, // Ensenada, 28 to 32.6 degrees north
		"09015": 32.4810879857,    // Cuauhtémoc, the smallest here: rounding to 1e-7 degree shows
		"25006": 6307.5080951804,
		"31050": 885.0613009272,
	} {
		i, ok := l.Index(code)
		if !ok {
			t.Fatalf("no %s", code)
		}
		if got := l.Regions[i].AreaKM2; math.Abs(got/want-1) > 2e-6 {
			t.Errorf("%s: %v km², want %v", code, got, want)
		}
	}
	sum := 0.0
	for _, r := range l.Regions {
		sum += r.AreaKM2
	}
	// The sum of that file is 1,964,517.29 km²; twelve rings that cross
	// themselves count for 0.45 km² less there, their lobes subtracted.
	if want := 1964517.739526; math.Abs(sum-want) > 0.01 {
		t.Errorf("Mexico has %v km², want %v", sum, want)
	}
}

func TestAreaSubtractsHoles(t *testing.T) {
	whole := region.AreaKM2(orb.MultiPolygon{square(0, 0, 3)})
	hole := region.AreaKM2(orb.MultiPolygon{square(1, 1, 1)})
	got := region.AreaKM2(orb.MultiPolygon{{squareRing(0, 0, 3), squareRing(1, 1, 1)}})
	if math.Abs(got-(whole-hole)) > 1e-9 {
		t.Errorf("got %v, want %v", got, whole-hole)
	}
	// At the equator a cell of 0.01 degree is 1.113195 by 1.105743 km.
	if want := 1.113195 * 1.105743; math.Abs(hole-want) > 1e-4 {
		t.Errorf("a cell has %v km², want %v", hole, want)
	}
	if got := region.AreaKM2(nil); got != 0 {
		t.Errorf("nothing has %v km²", got)
	}
}
