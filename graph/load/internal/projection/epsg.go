package projection

import (
	"fmt"
	"strconv"
	"strings"
)

// named are geographic systems by EPSG code.
var named = map[int]struct {
	name, datum string
	ellipsoid   ellipsoid
}{
	4326: {"WGS 84", "WGS 84", wgs84},
	4269: {"NAD83", "NAD83", grs80},
	4267: {"NAD27", "NAD27", clarke1866},
	6365: {"Mexico ITRF2008", "Mexico ITRF2008", grs80},
	4483: {"Mexico ITRF92", "Mexico ITRF92", grs80},
	4674: {"SIRGAS 2000", "SIRGAS 2000", grs80},
	4170: {"SIRGAS 1995", "SIRGAS 1995", grs80},
}

// utm are runs of codes of UTM zones, from the first code on.
var utm = []struct {
	code, zone, zones, base int
	south                   bool
}{
	{32601, 1, 60, 4326, false}, {32701, 1, 60, 4326, true},
	{6366, 11, 6, 6365, false}, {4484, 11, 6, 4483, false},
	{26901, 1, 23, 4269, false}, {26701, 1, 22, 4267, false},
	{31965, 11, 12, 4674, false}, {31977, 17, 9, 4674, true},
}

// EPSG returns the system of a code of the EPSG registry: 4326 and 3857 (WGS84
// and web maps), 3395, 4269, 4267, 4674, 4170; 4483, 6365 and the Lambert maps
// 6362, 6372 of Mexico; 5070 (Albers); the UTM zones 32601-32660, 32701-32760,
// 26901-26923, 26701-26722, 6366-6371, 4484-4489, 31965-31985. Other codes are
// an *Error that wraps ErrUnknown. Most GIS programs show the WKT of any code,
// which Parse takes.
func EPSG(code int) (*System, error) {
	if g, ok := named[code]; ok {
		return &System{name: g.name, datum: g.datum, ellipsoid: g.ellipsoid, unit: degree}, nil
	}
	switch code {
	case 3857, 900913:
		return onBase("WGS 84 / Pseudo-Mercator", 4326, "Mercator_Auxiliary_Sphere", values{})
	case 3395:
		return onBase("WGS 84 / World Mercator", 4326, "Mercator_1SP", values{})
	case 6372:
		return onBase("Mexico ITRF2008 / LCC", 6365, "Lambert_Conformal_Conic_2SP", inegi)
	case 6362:
		return onBase("Mexico ITRF92 / LCC", 4483, "Lambert_Conformal_Conic_2SP", inegi)
	case 5070:
		return onBase("NAD83 / Conus Albers", 4269, "Albers_Conic_Equal_Area",
			values{lat0: 23 * degree, lon0: -96 * degree, lat1: 29.5 * degree, lat2: 45.5 * degree})
	}
	for _, run := range utm {
		if zone := run.zone + code - run.code; code >= run.code && code < run.code+run.zones {
			return newUTM(run.base, zone, run.south)
		}
	}
	return nil, &Error{Err: fmt.Errorf("EPSG:%d is %w", code, ErrUnknown),
		Hint: "give its WKT, for example from: projinfo -o WKT1:ESRI EPSG:" + strconv.Itoa(code)}
}

// inegi are the parameters of INEGI's national maps, in all its datums.
var inegi = values{lat0: 12 * degree, lon0: -102 * degree, lat1: 17.5 * degree, lat2: 29.5 * degree, east: 2_500_000}

func newUTM(base, zone int, south bool) (*System, error) {
	const firstMeridian, zoneWidth = -183, 6 // zone 1 is centered on 177 W
	v := values{lon0: float64(firstMeridian+zoneWidth*zone) * degree, scale: 0.9996, east: 500_000}
	half := "N"
	if south {
		half, v.north = "S", 10_000_000
	}
	return onBase(fmt.Sprintf("%s / UTM zone %d%s", named[base].name, zone, half), base, "Transverse_Mercator", v)
}

// onBase makes a projected system in meters; a scale of 0 is 1.
func onBase(name string, base int, kind string, v values) (*System, error) {
	if v.scale == 0 {
		v.scale = 1
	}
	g := named[base]
	s := &System{name: name, datum: g.datum, ellipsoid: g.ellipsoid, unit: 1,
		kind: kind, lon0: v.lon0, east: v.east, north: v.north}
	var err error
	s.projection, err = methods[plain(kind)].make(s.ellipsoid, v)
	return s, err
}

// Parse reads a coordinate system: WKT, "EPSG:6372", "urn:ogc:def:crs:EPSG::6372",
// "http://www.opengis.net/def/crs/EPSG/0/6372", or "OGC:CRS84" in any of these
// forms. It takes time linear in the text. Mistakes are *Error.
func Parse(text string) (*System, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if strings.ContainsAny(text, "[(") {
		return ParseWKT(text)
	}
	upper := strings.ToUpper(text)
	if strings.HasSuffix(upper, "CRS84") {
		return EPSG(4326)
	}
	_, code, ok := strings.Cut(upper, "EPSG")
	if i := strings.LastIndexAny(code, ":/"); ok && i >= 0 {
		if n, err := strconv.Atoi(code[i+1:]); err == nil {
			return EPSG(n)
		}
	}
	bad := &Error{Err: fmt.Errorf("%w: %s", ErrSyntax, quote(text)), Hint: forms}
	if strings.HasPrefix(text, "+proj") || strings.HasPrefix(text, "+init") {
		bad.Hint = "a PROJ string: turn it into WKT with: projinfo -o WKT1:ESRI '...'"
	}
	return nil, bad
}
