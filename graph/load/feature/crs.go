package feature

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"encoding/json"
)

// maxPRJ bounds a .prj file; real ones have a few hundred bytes.
const maxPRJ = 1 << 20

// checkPRJ accepts a .prj that says longitude and latitude in degrees from
// Greenwich, in WKT 1 (OGC 01-009) or WKT 2 (OGC 18-010). It returns a doubt
// for the warnings, or an error that wraps ErrProjected.
func checkPRJ(c *content) (doubt string, err error) {
	head, err := readAll(c.in, maxPRJ)
	if err != nil {
		return "", inputError(c.label, err)
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff"))
	if text == "" {
		return "the .prj is empty: coordinates taken as WGS84 degrees", nil
	}
	upper := strings.ToUpper(text)
	root, _, ok := strings.Cut(upper, "[")
	if root = strings.TrimSpace(root); !ok {
		return "", &Error{File: c.label, Err: fmt.Errorf("not a coordinate system in WKT: %s", quote(text)),
			Hint: "remove the file if the coordinates are WGS84 degrees"}
	}
	if method, projected := projection(text, root); projected {
		return "", &Error{File: c.label, Err: fmt.Errorf("%w (%s), not degrees", ErrProjected, method),
			Hint: "convert with: " + ogr2ogr}
	}
	return geographic(c.label, upper)
}

// projection tells whether the system is projected and by which method.
func projection(text, root string) (method string, projected bool) {
	upper := strings.ToUpper(text)
	switch root {
	case "PROJCS", "PROJCRS", "PROJECTEDCRS":
	case "COMPD_CS", "COMPOUNDCRS", "BOUNDCRS":
		if !strings.Contains(upper, "PROJCS[") && !strings.Contains(upper, "PROJCRS[") {
			return "", false
		}
	case "GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS":
		return "", false
	default: // GEOCCS, LOCAL_CS, ENGCRS ...
		return root, true
	}
	for _, key := range []string{"PROJECTION[", "METHOD["} {
		if name := wktName(text, key); name != "" {
			return name, true
		}
	}
	return "projected", true
}

// geographic checks unit and meridian, and doubts a datum far from WGS84.
func geographic(label, upper string) (doubt string, err error) {
	if unit, ok := wktNumber(upper, "ANGLEUNIT[", "UNIT["); ok && math.Abs(unit-math.Pi/180) > 1e-9 {
		return "", &Error{File: label, Err: fmt.Errorf("%w: the unit of the angles is not the degree", ErrProjected),
			Hint: "convert with: " + ogr2ogr}
	}
	if meridian, ok := wktNumber(upper, "PRIMEM["); ok && meridian != 0 {
		return "", &Error{File: label, Err: fmt.Errorf("%w: longitudes do not count from Greenwich", ErrProjected),
			Hint: "convert with: " + ogr2ogr}
	}
	for _, near := range []string{"WGS", "NAD83", "NORTH_AMERICAN_1983", "NORTH_AMERICAN_DATUM_1983",
		"NORTH AMERICAN DATUM 1983", "ITRF", "ETRS", "GRS_1980", "GRS 1980", "SIRGAS", "MEXICO"} {
		if strings.Contains(upper, near) {
			return "", nil
		}
	}
	return "the datum " + quote(wktName(upper, "DATUM[")) +
		" is taken as WGS84: positions may be off by some hundred meters", nil
}

// wktName returns the quoted name after key.
func wktName(text, key string) string {
	i := strings.Index(strings.ToUpper(text), key)
	if i < 0 || i > len(text) {
		return ""
	}
	_, rest, _ := strings.Cut(text[i:], `"`)
	name, _, _ := strings.Cut(rest, `"`)
	return name
}

// wktNumber returns the number after the name behind the first key found.
func wktNumber(text string, keys ...string) (float64, bool) {
	for _, key := range keys {
		i := strings.Index(text, key)
		if i < 0 {
			continue
		}
		_, rest, _ := strings.Cut(text[i+len(key):], ",")
		end := strings.IndexAny(rest, ",]")
		if end < 0 {
			continue
		}
		if v, err := strconv.ParseFloat(strings.TrimSpace(rest[:end]), 64); err == nil {
			return v, true
		}
	}
	return 0, false
}

// checkJSONCRS accepts the member "crs" of GeoJSON 2008 when it is null or names WGS84.
func checkJSONCRS(raw []byte) error {
	if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return nil
	}
	var crs struct {
		Properties struct{ Name string }
	}
	c := cursor{b: raw}
	if c.value() != nil || json.Unmarshal(raw, &crs) != nil {
		return errors.New(`the member "crs" cannot be read`)
	}
	name := crs.Properties.Name
	upper := strings.ToUpper(name)
	for _, same := range []string{"CRS84", "EPSG:4326", "EPSG::4326", "EPSG:4269", "EPSG::4269", "EPSG:6365", "EPSG::6365"} {
		if strings.HasSuffix(upper, same) {
			return nil
		}
	}
	return fmt.Errorf("%w (%s), not WGS84 degrees", ErrProjected, quote(name))
}
