package web

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// selection is a set of municipalities that a request names.
type selection struct {
	kind    string // country, regions, state, metro or polygon
	name    string // of the state or metropolitan area
	regions []int  // ascending
}

// selectionOf reads the parameters region, state, metro and polygon, of which a
// request has at most one. Without any, all municipalities are meant.
func (s *Server) selectionOf(q url.Values) (selection, error) {
	var named []string
	for _, key := range []string{"region", "state", "metro", "polygon"} {
		if q.Has(key) {
			named = append(named, key)
		}
	}
	if len(named) > 1 {
		return selection{}, badRequest("give one of %s", strings.Join(named, " and "))
	}
	switch {
	case len(named) == 0:
		return s.where("country", "", func(int) bool { return true })
	case named[0] == "region":
		return s.byCodes(q["region"])
	case named[0] == "polygon":
		ring, err := parseRing(q.Get("polygon"))
		if err != nil {
			return selection{}, err
		}
		return s.byPolygon(ring)
	case named[0] == "metro":
		name := q.Get("metro")
		return s.where("metro", name, func(i int) bool { return name != "" && s.atlas.Regions[i].Metro == name })
	}
	name := q.Get("state")
	digits := name
	if len(name) == 1 {
		digits = "0" + name // a table program has dropped the zero
	}
	return s.where("state", name, func(i int) bool {
		r := s.atlas.Regions[i]
		return name != "" && r.State == name || len(digits) == 2 && strings.HasPrefix(r.Code, digits)
	})
}

// where selects the municipalities that keep allows.
func (s *Server) where(kind, name string, keep func(region int) bool) (selection, error) {
	sel := selection{kind: kind, name: name}
	for i := range s.atlas.Regions {
		if keep(i) {
			sel.regions = append(sel.regions, i)
		}
	}
	if len(sel.regions) == 0 && kind != "polygon" && kind != "country" {
		return sel, notFound("there is no %s %.60q", kind, name)
	}
	return sel, nil
}

// byCodes selects municipalities by code; each value may be a list with commas.
func (s *Server) byCodes(values []string) (selection, error) {
	sel := selection{kind: "regions"}
	for _, value := range values {
		for code := range strings.SplitSeq(value, ",") {
			i, ok := s.atlas.Index(code)
			if !ok {
				return sel, notFound("there is no municipality %.20q", code)
			}
			if sel.regions = append(sel.regions, i); len(sel.regions) > maxCodes {
				return sel, badRequest("more than %d municipalities", maxCodes)
			}
		}
	}
	slices.Sort(sel.regions)
	sel.regions = slices.Compact(sel.regions)
	return sel, nil
}

// byPolygon selects the municipalities whose seat lies in a ring.
func (s *Server) byPolygon(ring orb.Ring) (selection, error) {
	if err := checkRing(ring); err != nil {
		return selection{}, err
	}
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	box := ring.Bound()
	return s.where("polygon", "", func(i int) bool {
		r := s.atlas.Regions[i]
		return r.HasSeat && box.Contains(r.Seat) && planar.RingContains(ring, r.Seat)
	})
}

// parseRing reads lon,lat,lon,lat,...
func parseRing(text string) (orb.Ring, error) {
	numbers := strings.Split(text, ",")
	if len(numbers)%2 != 0 {
		return nil, badRequest("polygon: give lon,lat,lon,lat,...")
	}
	if len(numbers) > 2*(maxPolygonVertices+1) {
		return nil, badRequest("the polygon has more than %d corners", maxPolygonVertices)
	}
	var ring orb.Ring
	for i := 0; i < len(numbers); i += 2 {
		p, err := parsePoint(numbers[i] + "," + numbers[i+1])
		if err != nil {
			return nil, err
		}
		ring = append(ring, p)
	}
	return ring, nil
}

// parsePoint reads lon,lat in degrees.
func parsePoint(text string) (orb.Point, error) {
	lon, lat, ok := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if !ok || errX != nil || errY != nil {
		return orb.Point{}, badRequest("%.40q is not lon,lat", text)
	}
	p := orb.Point{x, y}
	return p, checkPoint(p)
}

func checkPoint(p orb.Point) error {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return badRequest("%g,%g is not a longitude and latitude in degrees", p[0], p[1])
	}
	return nil
}

// checkRing wants at least three corners, and sides that do not cross.
func checkRing(ring orb.Ring) error {
	if n := len(ring); n > 0 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	n := len(ring)
	if n < 3 {
		return badRequest("a polygon has at least three corners")
	}
	if n > maxPolygonVertices {
		return badRequest("the polygon has more than %d corners", maxPolygonVertices)
	}
	for _, p := range ring {
		if err := checkPoint(p); err != nil {
			return err
		}
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			neighbours := j == i+1 || i == 0 && j == n-1
			if !neighbours && cross(ring[i], ring[(i+1)%n], ring[j], ring[(j+1)%n]) {
				return badRequest("the polygon crosses itself between corners %d and %d", i+1, j+1)
			}
		}
	}
	return nil
}

// cross reports whether the segments ab and cd have a point in common.
func cross(a, b, c, d orb.Point) bool {
	side := func(p, q, r orb.Point) float64 {
		return float64((q[0]-p[0])*(r[1]-p[1])) - float64((q[1]-p[1])*(r[0]-p[0]))
	}
	d1, d2, d3, d4 := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	if d1*d2 < 0 && d3*d4 < 0 {
		return true
	}
	on := func(s float64, p, q, r orb.Point) bool { return s == 0 && orb.MultiPoint{p, q}.Bound().Contains(r) }
	return on(d1, a, b, c) || on(d2, a, b, d) || on(d3, c, d, a) || on(d4, c, d, b)
}
