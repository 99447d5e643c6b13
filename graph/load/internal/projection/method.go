package projection

import (
	"fmt"
	"math"
	"sort"
)

// values are the parameters that a projection may take; angles in radians,
// lengths in meters.
type values struct {
	lat0, lon0, lat1, lat2, scale float64
	east, north                   float64
}

// method is a projection by its name in WKT.
type method struct {
	make   func(ellipsoid, values) (projection, error)
	needs  []string // parameters that must be given
	origin bool     // the standard parallel is the latitude of origin
}

var (
	conic1 = method{newLambert, []string{"lat0", "lon0"}, true}
	conic2 = method{newLambert, []string{"lat0", "lon0", "lat1"}, false}
	tmerc  = method{newTransverse, []string{"lat0", "lon0"}, false}
	merc   = method{newMercator, []string{"lon0"}, false}
	web    = method{newWebMercator, []string{"lon0"}, false}
	equal  = method{newAlbers, []string{"lat0", "lon0", "lat1", "lat2"}, false}
)

// methods by the plain names of OGC, ESRI and EPSG.
var methods = map[string]method{
	"LAMBERTCONFORMALCONIC1SP": conic1, "LAMBERTCONICCONFORMAL1SP": conic1,
	"LAMBERTCONFORMALCONIC2SP": conic2, "LAMBERTCONICCONFORMAL2SP": conic2, "LAMBERTCONFORMALCONIC": conic2,
	"TRANSVERSEMERCATOR": tmerc, "TRANSVERSEMERCATORCOMPLEX": tmerc, "GAUSSKRUGER": tmerc,
	"MERCATOR": merc, "MERCATOR1SP": merc, "MERCATOR2SP": merc, "MERCATORVARIANTA": merc, "MERCATORVARIANTB": merc,
	"MERCATORAUXILIARYSPHERE": web, "POPULARVISUALISATIONPSEUDOMERCATOR": web,
	"ALBERSCONICEQUALAREA": equal, "ALBERS": equal, "ALBERSEQUALAREA": equal, "ALBERSEQUALAREACONIC": equal,
}

// parameters by the plain names of OGC, ESRI and EPSG.
var parameters = map[string]string{
	"LATITUDEOFORIGIN": "lat0", "LATITUDEOFCENTER": "lat0", "LATITUDEOFCENTRE": "lat0",
	"LATITUDEOFNATURALORIGIN": "lat0", "LATITUDEOFFALSEORIGIN": "lat0", "CENTRALPARALLEL": "lat0",
	"CENTRALMERIDIAN": "lon0", "LONGITUDEOFCENTER": "lon0", "LONGITUDEOFCENTRE": "lon0", "LONGITUDEOFORIGIN": "lon0",
	"LONGITUDEOFNATURALORIGIN": "lon0", "LONGITUDEOFFALSEORIGIN": "lon0",
	"STANDARDPARALLEL1": "lat1", "LATITUDEOF1STSTANDARDPARALLEL": "lat1", "STANDARDPARALLEL": "lat1",
	"STANDARDPARALLEL2": "lat2", "LATITUDEOF2NDSTANDARDPARALLEL": "lat2",
	"SCALEFACTOR": "scale", "SCALEFACTORATNATURALORIGIN": "scale",
	"FALSEEASTING": "east", "EASTINGATFALSEORIGIN": "east",
	"FALSENORTHING": "north", "NORTHINGATFALSEORIGIN": "north",
	"AUXILIARYSPHERETYPE": "sphere", // of ESRI's web Mercator; 0 is the semi-major axis
}

// angular tells whether a parameter is an angle, else it is a length or number.
func angular(slot string) bool { return slot[0] == 'l' }

// project gives s the projection of a name. given has the parameters by slot,
// angles in radians and lengths in meters.
func (s *System) project(name string, given map[string]float64) error {
	m, ok := methods[plain(name)]
	if !ok {
		return &Error{Err: fmt.Errorf("the projection %s is %w", quote(name), ErrUnknown), Hint: ogr2ogr}
	}
	for _, slot := range m.needs {
		if _, ok := given[slot]; !ok {
			return parameterError(name, "it lacks "+slotNames[slot])
		}
	}
	v, err := fill(name, m, given)
	if err != nil {
		return err
	}
	s.kind, s.lon0, s.east, s.north = name, v.lon0, v.east, v.north
	s.projection, err = m.make(s.ellipsoid, v)
	return err
}

func fill(name string, m method, given map[string]float64) (v values, err error) {
	slots := make([]string, 0, len(given))
	for slot := range given {
		slots = append(slots, slot)
	}
	sort.Strings(slots) // the first mistake is always the same
	for _, slot := range slots {
		x := given[slot]
		if !(math.Abs(x) <= slotLimits[slot]) || slot == "scale" && x <= 0 {
			return v, parameterError(name, slotNames[slot]+" is beyond its range")
		}
	}
	v = values{given["lat0"], given["lon0"], given["lat1"], given["lat2"], 1, given["east"], given["north"]}
	if k, ok := given["scale"]; ok {
		v.scale = k
	}
	if _, ok := given["lat2"]; !ok {
		v.lat2 = v.lat1
	}
	_, parallel := given["lat1"]
	switch {
	case m.origin && parallel && v.lat1 != v.lat0:
		return v, parameterError(name, "it has a standard parallel beside the latitude of origin")
	case m.origin:
		v.lat1, v.lat2 = v.lat0, v.lat0
	case len(m.needs) == 1 && v.lat0 != 0: // Mercator
		return v, parameterError(name, "a latitude of origin other than the equator")
	}
	return v, nil
}

func parameterError(name, what string) error {
	return &Error{Err: fmt.Errorf("%w %s: %s", ErrParameter, quote(name), what), Hint: "compare the definition with epsg.io, or " + ogr2ogr}
}

var slotNames = map[string]string{
	"lat0": "the latitude of origin", "lon0": "the central meridian", "lat1": "the first standard parallel",
	"lat2": "the second standard parallel", "scale": "the scale factor", "east": "the false easting",
	"north": "the false northing", "sphere": "the type of the auxiliary sphere",
}

// slotLimits are the greatest magnitudes that make sense.
var slotLimits = map[string]float64{
	"lat0": quarter, "lon0": 2 * math.Pi, "lat1": quarter, "lat2": quarter,
	"scale": 10, "east": 1e9, "north": 1e9, "sphere": 0,
}

// quarter of a turn; definitions round the radian up.
const quarter = math.Pi/2 + 1e-9
