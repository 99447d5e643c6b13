// Picture draws the result of a study as an SVG map: all roads in grey, the
// roads that routes use as wide as the share of the traffic on them, origins and ports.
//
//	go run ./examples/picture [STUDY.yaml] > map.svg
//
// With the folder of a sweep that closes municipalities in turn, it draws how much longer
// each closure makes the routes:
//
//	go run ./examples/picture -closures out/closures > closures.svg
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
)

func main() {
	closures := flag.String("closures", "", "folder of a sweep of the same study that closes municipalities in turn")
	flag.Parse()
	study, err := engine.Embedded()
	if flag.NArg() > 0 {
		study, err = engine.ReadStudy(flag.Arg(0))
	}
	if err != nil {
		log.Fatal(err)
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	if *closures == "" {
		draw(out, result)
	} else if err := drawClosures(out, result, *closures); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// sheet turns degrees into the units of the drawing.
type sheet struct {
	bound  orb.Bound
	scale  float64 // units per degree of latitude
	narrow float64 // length of a degree of longitude in those of latitude
}

const (
	sheetWidth = 1000
	margin     = 24
	legendTop  = 560
	fewRoutes  = 4 // ports with no more routes have no label, so that labels do not overlap
)

// Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
var layerColours = []string{"#009E73", "#CC79A7", "#0072B2", "#E69F00"}

func newSheet(bound orb.Bound) sheet {
	s := sheet{bound: bound, narrow: math.Cos(bound.Center()[1] * math.Pi / 180)}
	s.scale = (sheetWidth - 2*margin) / ((bound.Max[0] - bound.Min[0]) * s.narrow)
	return s
}

func (s sheet) at(p orb.Point) (x, y float64) {
	return margin + (p[0]-s.bound.Min[0])*s.narrow*s.scale, margin + (s.bound.Max[1]-p[1])*s.scale
}

func (s sheet) line(w io.Writer, line orb.LineString, style string) {
	fmt.Fprint(w, `<polyline points="`)
	for _, p := range line {
		x, y := s.at(p)
		fmt.Fprintf(w, "%.1f,%.1f ", x, y)
	}
	fmt.Fprintf(w, `" %s/>`+"\n", style)
}

// begin opens the drawing with all roads in grey, in a group of lines.
func begin(w io.Writer, r *engine.Result) sheet {
	g := r.Roads.Graph
	s := newSheet(g.Bound())
	_, height := s.at(s.bound.Min)
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %.0f" font-family="sans-serif" font-size="11">`+"\n", sheetWidth, height+margin)
	fmt.Fprintf(w, `<rect width="100%%" height="100%%" fill="#fff"/><g fill="none" stroke-linecap="round" stroke-linejoin="round">`+"\n")
	for id := range graph.SegmentID(g.SegmentCount()) {
		s.line(w, g.AppendLine(nil, graph.Span{Segment: id, ToMeters: g.LengthMeters(id)}), `stroke="#ccc" stroke-width="0.7"`)
	}
	return s
}

func draw(w io.Writer, r *engine.Result) {
	s := begin(w, r)
	for i, route := range r.Routes {
		style := fmt.Sprintf(`stroke="#b2182b" stroke-opacity="0.35" stroke-width="%.2f"`, 1+6*math.Sqrt(r.Origins[i].Share))
		s.line(w, r.Line(route), style)
	}
	fmt.Fprintln(w, "</g>")
	s.points(w, r)
	fmt.Fprintln(w, "</svg>")
}

func (s sheet) points(w io.Writer, r *engine.Result) {
	colour := map[string]string{}
	for i, spec := range r.Study.Origins {
		colour[spec.Layer] = layerColours[i%len(layerColours)]
		fmt.Fprintf(w, `<circle cx="%d" cy="%d" r="4" fill="%s"/><text x="%d" y="%d">%s</text>`+"\n", 30, legendTop+18*i, colour[spec.Layer], 40, legendTop+4+18*i, spec.Layer)
	}
	for _, o := range r.Origins {
		x, y := s.at(o.At)
		fmt.Fprintf(w, `<circle cx="%.1f" cy="%.1f" r="2.4" fill="%s"/>`+"\n", x, y, colour[o.Layer])
	}
	routes := make([]int, len(r.Ports))
	for _, route := range r.Routes {
		if route.Port >= 0 {
			routes[route.Port]++
		}
	}
	for i, p := range r.Ports {
		x, y := s.at(p.At)
		fmt.Fprintf(w, `<path d="M%.1f %.1fl-4 -7h8z" fill="#222"/>`+"\n", x, y)
		if routes[i] > fewRoutes {
			fmt.Fprintf(w, `<text x="%.1f" y="%.1f">%s</text>`+"\n", x+7, y-3, p.Name)
		}
	}
}
