package feature

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/internal/projection"
)

// maxPRJ bounds a .prj file; real ones have a few hundred bytes.
const maxPRJ = 1 << 20

// crs is the coordinate system of a file and the way from it to WGS84.
type crs struct {
	system *projection.System // nil: degrees of WGS84
	asked  bool               // by Options.CRS; what the file says does not count
	notes  *notes
}

// use sets the system, with notes on what is done and what is doubtful. The
// error is not located.
func (c *crs) use(s *projection.System) error {
	doubt, err := s.CheckDatum()
	if err != nil {
		return err
	}
	c.system = nil
	if !s.Degrees() {
		c.system = s
		c.notes.add(note{"", "coordinates reprojected from " + s.Name() + " to WGS84"}, 1)
	}
	if doubt != "" {
		c.notes.add(note{"", doubt}, 1)
	}
	return nil
}

// crsError locates an error of package projection.
func crsError(label string, err error) *Error {
	out := &Error{File: label, Err: err}
	var mistake *projection.Error
	if errors.As(err, &mistake) {
		out.Err, out.Hint = mistake.Err, mistake.Hint
	}
	if !errors.Is(err, projection.ErrSyntax) {
		out.Err = fmt.Errorf("%w: %w", ErrProjected, out.Err)
	}
	return out
}

// readPRJ uses the system of a .prj.
func (c *crs) readPRJ(prj *content) error {
	head, err := readAll(prj.in, maxPRJ)
	if err != nil {
		return inputError(prj.label, err)
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff"))
	if text == "" {
		c.notes.add(note{"", "the .prj is empty: coordinates taken as WGS84 degrees"}, 1)
		return nil
	}
	s, err := projection.ParseWKT(text)
	if err == nil {
		err = c.use(s)
	}
	if err == nil {
		return nil
	}
	out := crsError(prj.label, err)
	if errors.Is(err, projection.ErrSyntax) {
		out.Hint = "remove the file if the coordinates are WGS84 degrees"
	}
	return out
}

// ask uses what Options.CRS says: a system, or the path of a .prj.
func (r *Reader) ask(text string, d disk) error {
	if text == "" {
		return nil
	}
	s, err := projection.Parse(text)
	if errors.Is(err, projection.ErrSyntax) && !strings.ContainsAny(text, "[+\n") {
		f, openErr := d.openTracked(text)
		if openErr == nil {
			r.keep(f)
			r.crs.asked = true
			dir, _ := d.split(text)
			prj, err := directory{disk: d, dir: dir, keep: r.keep}.content(f)
			if err != nil {
				return err
			}
			return r.crs.readPRJ(prj)
		}
	}
	if err == nil {
		r.crs.asked = true
		err = r.crs.use(s)
	}
	if err != nil {
		out := crsError(r.label, err)
		out.Err = fmt.Errorf("the coordinate system asked for: %w", out.Err)
		return out
	}
	return nil
}

// readJSON uses the member "crs" of GeoJSON 2008. late tells that features came
// before it.
func (c *crs) readJSON(raw []byte, late bool) error {
	if c.asked || bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return nil
	}
	var member struct {
		Properties struct{ Name string }
	}
	at := cursor{b: raw}
	if at.value() != nil || json.Unmarshal(raw, &member) != nil {
		return &projection.Error{Err: errors.New(`the member "crs" cannot be read`), Hint: "remove it if the coordinates are WGS84 degrees"}
	}
	s, err := projection.Parse(member.Properties.Name)
	if err != nil {
		return err
	}
	if late && !s.Degrees() {
		return &projection.Error{Err: fmt.Errorf(`the member "crs" (%s) stands behind "features"`, s.Name()), Hint: "move it to the front"}
	}
	return c.use(s)
}

// apply turns a geometry into WGS84, in place where it can. A point that has
// no place there is an error that wraps ErrCoordinate.
func (c *crs) apply(g orb.Geometry) (orb.Geometry, error) {
	if c.system == nil || g == nil {
		return g, nil
	}
	switch g := g.(type) {
	case orb.Point:
		return c.point(g)
	case orb.MultiPoint:
		return g, c.points(g)
	case orb.LineString:
		return g, c.points(g)
	case orb.MultiLineString:
		for _, line := range g {
			if err := c.points(line); err != nil {
				return g, err
			}
		}
	case orb.Polygon:
		return g, c.polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			if err := c.polygon(p); err != nil {
				return g, err
			}
		}
	case orb.Collection:
		for i, part := range g {
			var err error
			if g[i], err = c.apply(part); err != nil {
				return g, err
			}
		}
	}
	return g, nil
}

func (c *crs) point(p orb.Point) (orb.Point, error) {
	out, err := c.system.Inverse(p)
	if err != nil {
		return p, fmt.Errorf("%w: %v, %v: %w %s", ErrCoordinate, p[0], p[1], err, quote(c.system.Name()))
	}
	return out, nil
}

func (c *crs) points(points []orb.Point) (err error) {
	for i := range points {
		if points[i], err = c.point(points[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *crs) polygon(p orb.Polygon) error {
	for _, ring := range p {
		if err := c.points(ring); err != nil {
			return err
		}
	}
	return nil
}
