package projection

import (
	"fmt"
	"strings"
)

// ParseWKT reads a coordinate system in WKT 1, as OGC 01-009 and ESRI write it,
// or WKT 2 (OGC 18-010). Of a compound system it takes the horizontal part; a
// transformation bound to it (TOWGS84, BOUNDCRS) is not used. Mistakes are
// *Error that wrap ErrSyntax, ErrUnknown or ErrParameter.
func ParseWKT(text string) (*System, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if !strings.ContainsAny(text, "[(") {
		return nil, &Error{Err: fmt.Errorf("%w in WKT: %s", ErrSyntax, quote(text)), Hint: forms}
	}
	root, err := parseWKT(text)
	if err != nil {
		return nil, &Error{Err: fmt.Errorf("%w in WKT: %w: %s", ErrSyntax, err, quote(text)), Hint: forms}
	}
	return define(root)
}

func define(n *node) (*System, error) {
	switch n.key {
	case "COMPD_CS", "COMPOUNDCRS", "BOUNDCRS", "SOURCECRS":
		for _, c := range n.children {
			switch c.key {
			case "PROJCS", "PROJCRS", "PROJECTEDCRS", "GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS",
				"SOURCECRS", "BOUNDCRS", "COMPOUNDCRS":
				return define(c)
			}
		}
	case "PROJCS", "PROJCRS", "PROJECTEDCRS":
		return defineProjected(n)
	case "GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS":
		return defineGeographic(n)
	}
	return nil, &Error{Err: fmt.Errorf("a system of the kind %s is %w", quote(n.key), ErrUnknown), Hint: ogr2ogr}
}

// Keywords of units and of datums.
var (
	units  = []string{"UNIT", "ANGLEUNIT", "LENGTHUNIT", "SCALEUNIT"}
	datums = []string{"DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"}
)

func defineGeographic(n *node) (*System, error) {
	s := &System{name: n.name(), unit: degree}
	if cs := n.child("CS"); cs != nil && len(cs.words) > 0 && cs.words[0] == "CARTESIAN" {
		return nil, &Error{Err: fmt.Errorf("geocentric coordinates are %w", ErrUnknown), Hint: ogr2ogr}
	}
	if meridian := n.child("PRIMEM", "PRIMEMERIDIAN"); meridian != nil && len(meridian.numbers) > 0 && meridian.numbers[0] != 0 {
		return nil, &Error{Err: fmt.Errorf("longitudes from %s, not Greenwich, are %w", quote(meridian.name()), ErrUnknown), Hint: ogr2ogr}
	}
	var err error
	if s.unit, err = unitOf(n, degree); err != nil {
		return nil, err
	}
	datum := n.child(datums...)
	s.datum = datum.name()
	ell := datum.child("SPHEROID", "ELLIPSOID")
	if ell == nil {
		s.ellipsoid = wgs84
		return s, nil
	}
	s.ellipsoid, err = ellipsoidOf(ell)
	return s, err
}

// ellipsoidOf reads axis and inverse flattening, of which 0 is a sphere.
func ellipsoidOf(n *node) (ellipsoid, error) {
	bad := &Error{Err: fmt.Errorf("%w: the ellipsoid %s is not that of the Earth", ErrParameter, quote(n.name())), Hint: ogr2ogr}
	if len(n.numbers) < 2 {
		return ellipsoid{}, bad
	}
	meters, err := unitOf(n, 1)
	if err != nil {
		return ellipsoid{}, err
	}
	e := ellipsoid{a: n.numbers[0] * meters}
	if inverse := n.numbers[1]; inverse != 0 {
		e.f = 1 / inverse
	}
	const least, most, flattest = 6.3e6, 6.4e6, 1.0 / 250
	if !(e.a > least && e.a < most && e.f >= 0 && e.f < flattest) {
		return ellipsoid{}, bad
	}
	return e, nil
}

// unitOf returns the unit of a node, in meters or radians: its own, else that
// of its first axis.
func unitOf(n *node, otherwise float64) (float64, error) {
	u := n.child(units...)
	if u == nil {
		u = n.child("AXIS").child(units...)
	}
	if u == nil {
		return otherwise, nil
	}
	const least, most = 1e-7, 1e7 // a tenth of a second of arc in radians; Earth's radius
	if len(u.numbers) == 0 || !(u.numbers[0] > least && u.numbers[0] < most) {
		return 0, &Error{Err: fmt.Errorf("%w: the unit %s has no usable factor", ErrParameter, quote(u.name())), Hint: forms}
	}
	return u.numbers[0], nil
}

func defineProjected(n *node) (*System, error) {
	base := n.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS")
	if base == nil {
		return nil, &Error{Err: fmt.Errorf("%w in WKT: %s has no geographic system", ErrSyntax, quote(n.name())), Hint: forms}
	}
	s, err := defineGeographic(base)
	if err != nil {
		return nil, err
	}
	angle := s.unit
	s.name = n.name()
	if s.unit, err = unitOf(n, 1); err != nil {
		return nil, err
	}
	if err := checkAxes(n); err != nil {
		return nil, err
	}
	conversion := n // in WKT 1 the parameters stand beside the projection
	if c := n.child("CONVERSION"); c != nil {
		conversion = c
	}
	kind := conversion.child("PROJECTION", "METHOD").name()
	if sphericalMercator(n, kind) {
		kind = "Mercator_Auxiliary_Sphere"
	}
	given, err := readParameters(conversion, kind, [2]float64{angle, s.unit})
	if err != nil {
		return nil, err
	}
	return s, s.project(kind, given)
}

// checkAxes refuses maps whose numbers grow to the south or west.
func checkAxes(n *node) error {
	for _, axis := range n.children {
		if axis.key != "AXIS" {
			continue
		}
		for _, direction := range axis.words {
			if direction == "SOUTH" || direction == "WEST" {
				return &Error{Err: fmt.Errorf("an axis that points %s is %w", strings.ToLower(direction), ErrUnknown), Hint: ogr2ogr}
			}
		}
	}
	return nil
}

// sphericalMercator tells the projection of web maps in WKT 1 of GDAL and
// GeoServer, which has no name for it and writes that of the ellipsoid.
func sphericalMercator(n *node, kind string) bool {
	if plain(kind) != "MERCATOR1SP" && plain(kind) != "MERCATOR" {
		return false
	}
	if a := n.child("AUTHORITY"); a != nil && len(a.texts) > 1 && a.texts[1] == "3857" {
		return true
	}
	if strings.Contains(plain(n.name()), "PSEUDOMERCATOR") {
		return true
	}
	x := n.child("EXTENSION")
	return x != nil && len(x.texts) > 1 && strings.Contains(x.texts[1], "+a=6378137 +b=6378137")
}

// readParameters returns the parameters by slot in radians and meters. unit
// has those of angles and lengths that have none of their own.
func readParameters(n *node, kind string, unit [2]float64) (map[string]float64, error) {
	given := make(map[string]float64)
	for _, p := range n.children {
		if p.key != "PARAMETER" {
			continue
		}
		slot, ok := parameters[plain(p.name())]
		if !ok || len(p.numbers) == 0 {
			return nil, parameterError(kind, "the parameter "+quote(p.name())+" is not known or has no value")
		}
		factor, err := parameterUnit(p, slot, unit)
		if err != nil {
			return nil, err
		}
		given[slot] = p.numbers[0] * factor
	}
	return given, nil
}

func parameterUnit(p *node, slot string, unit [2]float64) (float64, error) {
	switch {
	case angular(slot):
		return unitOf(p, unit[0])
	case slot == "scale", slot == "sphere":
		return 1, nil
	}
	return unitOf(p, unit[1])
}
