package report

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// Path is a line on a map. Width is in units of the picture, 1/720 of its width.
type Path struct {
	Line  orb.LineString
	Width float64
}

// Spot is a point on a map, with a name where it is worth one.
type Spot struct {
	At    orb.Point
	Name  string
	Class int // which colour, from 0
}

// Map draws lines and points in longitude and latitude, north up, with degrees of
// longitude as long as they are in the middle of the map. Base lies under Flow.
type Map struct {
	Title, Description string
	Base, Flow         []Path
	Spots              []Spot
	Classes            []string // the legend of the spots
	Ports              []Spot
}

const mapMargin = 14

// sheet turns degrees into units of the picture.
type sheet struct {
	bound         orb.Bound
	scale, narrow float64
}

func (m Map) sheet() sheet {
	s := sheet{}
	first := true
	grow := func(b orb.Bound) {
		if first {
			s.bound, first = b, false
			return
		}
		s.bound = s.bound.Union(b)
	}
	for _, paths := range [][]Path{m.Base, m.Flow} {
		for _, p := range paths {
			if len(p.Line) > 0 {
				grow(p.Line.Bound())
			}
		}
	}
	for _, spots := range [][]Spot{m.Spots, m.Ports} {
		for _, p := range spots {
			grow(p.At.Bound())
		}
	}
	s.narrow = math.Cos(s.bound.Center()[1] * math.Pi / 180)
	across := (s.bound.Max[0] - s.bound.Min[0]) * s.narrow
	s.scale = (width - 2*mapMargin) / math.Max(across, 1e-6)
	return s
}

func (s sheet) at(p orb.Point) (x, y float64) {
	return mapMargin + float64((p[0]-s.bound.Min[0])*s.narrow*s.scale), mapMargin + float64((s.bound.Max[1]-p[1])*s.scale)
}

func (m Map) write(w *writer) {
	s := m.sheet()
	_, bottom := s.at(s.bound.Min)
	w.figure(m.Title, m.Description, bottom+mapMargin)
	var base strings.Builder
	for _, p := range m.Base {
		base.WriteString(s.path(p.Line))
	}
	w.raw("<path class=\"base\" d=\"%s\"/>\n", &base)
	for _, p := range m.Flow {
		w.raw("<path class=\"flow\" stroke-width=\"%s\" d=\"%s\"/>\n", short(p.Width), s.path(p.Line))
	}
	for _, p := range m.Spots {
		x, y := s.at(p.At)
		w.raw("<circle class=\"s%d\" cx=\"%s\" cy=\"%s\" r=\"2.2\"/>\n", p.Class, short(x), short(y))
	}
	for _, p := range m.Ports {
		x, y := s.at(p.At)
		w.raw("<path class=\"port\" d=\"M%s %sl-3.5 -6h7z\"/>\n", short(x), short(y))
		if p.Name != "" {
			w.label(x+6, y-2, "start", p.Name)
		}
	}
	for i, name := range m.Classes {
		y := bottom - float64(16*float64(len(m.Classes)-1-i))
		w.raw("<circle class=\"s%d\" cx=\"20\" cy=\"%s\" r=\"4\"/>\n", i, short(y-4))
		w.label(30, y, "start", name)
	}
	w.end()
}

// path draws a line, leaving out vertices nearer than half a unit to the last.
func (s sheet) path(line orb.LineString) string {
	var b strings.Builder
	var lastX, lastY float64
	for i, p := range line {
		x, y := s.at(p)
		if i > 0 && i < len(line)-1 && math.Hypot(x-lastX, y-lastY) < 0.5 {
			continue
		}
		pen := "L"
		if i == 0 {
			pen = "M"
		}
		b.WriteString(pen + short(x) + " " + short(y))
		lastX, lastY = x, y
	}
	return b.String()
}
