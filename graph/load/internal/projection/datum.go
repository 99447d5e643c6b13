package projection

import (
	"fmt"
	"math"
	"strings"
)

// far are datums that must not be taken for WGS84, by a part of their name
// without blanks and signs, with the size of the shift. The figures are those
// cs2cs 9.1 gives without grids, such as: echo 20 -100 | cs2cs EPSG:4267
// EPSG:4326.
var far = []struct{ name, shift string }{
	{"NAD27", "60 to 90 m in Mexico"},
	{"NORTHAMERICAN1927", "60 to 90 m in Mexico"},
	{"NORTHAMERICANDATUM1927", "60 to 90 m in Mexico"},
	{"WGS1972", "some 15 m"},
	{"WGS72", "some 15 m"},
	{"WORLDGEODETICSYSTEM1972", "some 15 m"},
	{"PSAD56", "400 to 450 m"},
	{"PROVISIONALSOUTHAMERICAN", "400 to 450 m"},
	{"SAD69", "some 70 m"},
	{"SAD1969", "some 70 m"},
	{"SOUTHAMERICAN1969", "some 70 m"},
	{"SOUTHAMERICANDATUM1969", "some 70 m"},
	{"BOGOTA", "some 500 m"},
	{"OCOTEPEQUE", "some 260 m"},
	{"CORREGOALEGRE", "some 50 m"},
	{"CAMPOINCHAUSPE", "some 90 m"},
}

// near are datums tied to ITRF: parts of their names without blanks and signs.
var near = []string{"NAD83", "NORTHAMERICAN1983", "NORTHAMERICANDATUM1983", "NATIONALSPATIALREFERENCESYSTEM",
	"ITRF", "INTERNATIONALTERRESTRIALREFERENCEFRAME", "ETRS", "EUROPEANTERRESTRIALREFERENCE",
	"SIRGAS", "SISTEMADEREFERENCIAGEOCENTRICO", "MAGNA", "MARCOGEOCENTRICO", "POSGAR", "POSICIONESGEODESICASARGENTINAS",
	"REGVEN", "REDGEODESICAVENEZOLANA", "PERU96", "COSTARICA2005", "CR05", "CRSIRGAS", "MARGEN"}

// CheckDatum tells whether longitudes and latitudes of s can pass for those of
// WGS84. The doubt is "" for WGS84, else a line for the warnings. For a datum
// whose shift is larger than two meters it returns an *Error that wraps
// ErrDatum and tells the size.
func (s *System) CheckDatum() (doubt string, err error) {
	name := plain(s.datum)
	for _, d := range far {
		if strings.Contains(name, d.name) {
			return "", s.datumError(d.shift)
		}
	}
	if !s.modern() {
		return "", s.datumError("up to some hundred meters")
	}
	for _, w := range []string{"WGS84", "WGS1984", "WORLDGEODETICSYSTEM1984"} {
		if strings.Contains(name, w) {
			return "", nil
		}
	}
	for _, n := range near {
		if strings.Contains(name, n) {
			return "the datum " + s.datum + " is taken as WGS84: they differ by less than two meters", nil
		}
	}
	return "the datum " + quote(s.datum) + " is not known: taken as WGS84 because it has the same ellipsoid", nil
}

func (s *System) datumError(shift string) error {
	return &Error{Err: fmt.Errorf("%w but %s, which is shifted by %s", ErrDatum, quote(s.datum), shift), Hint: ogr2ogr}
}

// modern tells whether the ellipsoid is GRS80 or WGS84, which differ by a tenth
// of a millimeter, as all datums tied to ITRF have it. Definitions round the
// flattening. The sphere of old definitions of web maps passes with it.
func (s *System) modern() bool {
	const meter, rounding = 0.5, 0.002
	if math.Abs(s.ellipsoid.a-wgs84.a) > meter {
		return false
	}
	if s.ellipsoid.f == 0 {
		web, ok := s.projection.(*mercator)
		return ok && web.e == 0
	}
	return math.Abs(1/s.ellipsoid.f-1/wgs84.f) < rounding
}

// plain drops all but letters and digits, in upper case, and ESRI's prefix.
func plain(name string) string {
	name = strings.TrimPrefix(strings.ToUpper(name), "D_")
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}
