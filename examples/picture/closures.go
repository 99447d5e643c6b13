package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/corredor-geo/corredor/engine"
)

// closure is what closing a municipality does to the routes.
type closure struct {
	code, name  string
	km          float64 // total cost of the routes that are left, more than before
	unreachable int     // origins that have no way left
}

// readClosures reads the scenarios of a sweep over municipalities, the largest change first.
func readClosures(dir string) ([]closure, error) {
	file, err := os.Open(filepath.Join(dir, "scenarios.csv"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for _, name := range []string{"municipalities", "municipalities_name", "cost_change", "unreachable"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("%s: there is no column %s; run corredor sweep run examples/closures.yaml", file.Name(), name)
		}
	}
	var list []closure
	for _, row := range rows[1:] {
		c := closure{code: row[column["municipalities"]], name: row[column["municipalities_name"]]}
		c.km, _ = strconv.ParseFloat(row[column["cost_change"]], 64) // empty when no origin has a way left
		c.unreachable, _ = strconv.Atoi(row[column["unreachable"]])
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b closure) int { return int(math.Copysign(1, b.km-a.km)) })
	return list, nil
}

const (
	labelled   = 12
	unitsPerKM = 14 // of the area of a circle
	labelApart = 12
)

// drawClosures draws a circle at each municipality, as large as its closure lengthens the
// routes, in orange where some origin has no way left.
func drawClosures(w io.Writer, r *engine.Result, dir string) error {
	list, err := readClosures(dir)
	if err != nil {
		return err
	}
	s := begin(w, r)
	for i, route := range r.Routes {
		s.line(w, r.Line(route), fmt.Sprintf(`stroke="#888" stroke-opacity="0.25" stroke-width="%.2f"`, 1+4*math.Sqrt(r.Origins[i].Share)))
	}
	fmt.Fprintln(w, "</g>")
	var taken []float64 // heights of the labels, so that they do not overlap
	for i, c := range list {
		region, ok := r.Regions.Index(c.code)
		if !ok || c.km <= 0 {
			continue
		}
		seat, _ := r.RegionSeat(region)
		x, y := s.at(seat)
		colour := "#0072B2"
		if c.unreachable > 0 {
			colour = "#D55E00"
		}
		fmt.Fprintf(w, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s" fill-opacity="0.45" stroke="%s" stroke-width="0.5"/>`+"\n", x, y, math.Sqrt(c.km*unitsPerKM/math.Pi), colour, colour)
		if i < labelled {
			at := y + 4
			for slices.ContainsFunc(taken, func(t float64) bool { return math.Abs(t-at) < labelApart }) {
				at += labelApart / 4
			}
			taken = append(taken, at)
			fmt.Fprintf(w, `<text x="%.1f" y="%.1f" paint-order="stroke" stroke="#fff" stroke-width="3">%s +%.0f</text>`+"\n", x+math.Sqrt(c.km*unitsPerKM/math.Pi)+3, at, c.name, c.km)
		}
	}
	closuresLegend(w, r)
	fmt.Fprintln(w, "</svg>")
	return nil
}

func closuresLegend(w io.Writer, r *engine.Result) {
	_, unit := r.RouteCost(engine.Route{})
	for i, line := range []string{
		"Area: how much longer all routes become when the roads of the municipality are closed,",
		fmt.Sprintf("in %s, each layer of origins counting once. Routes that are lost are not in it.", unit),
	} {
		fmt.Fprintf(w, `<text x="24" y="%d">%s</text>`+"\n", legendTop+14*i, line)
	}
	for i, class := range []struct{ colour, text string }{{"#0072B2", "every origin keeps a way to a port"}, {"#D55E00", "some origin has no way left"}} {
		fmt.Fprintf(w, `<circle cx="30" cy="%d" r="5" fill="%s" fill-opacity="0.6"/><text x="40" y="%d">%s</text>`+"\n", legendTop+40+18*i, class.colour, legendTop+44+18*i, class.text)
	}
}
