package engine

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/report"
	"github.com/corredor-geo/corredor/graph"
)

// WriteReport writes the result as one HTML file that stands alone: the map, the
// ports, the violence on the way and through time, what the study adds to it, the adjustments
// of the counts, the warnings, and the inputs with their hashes.
func (r *Result) WriteReport(w io.Writer) error {
	d := report.Document{Title: r.Study.Title, Subtitle: r.reportLead()}
	for _, part := range []func() report.Section{
		r.reportMap, r.reportPorts, r.reportViolence, r.reportTests, r.reportShocks, r.reportAdjustments, r.reportWarnings, r.reportInputs,
	} {
		if s := part(); len(s.Blocks) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d.Write(w)
}

func (r *Result) reportLead() string {
	c := r.Counts()
	return fmt.Sprintf("%d of %d origins routed over %.0f km of roads to %d ports of entry, across %d municipalities (%s). A route is what least cost predicts, not what anyone took.",
		c.Routed, c.Origins, c.NetworkKM, c.Ports, c.Municipalities, c.MunicipalityMethod)
}

// fewRoutes is how many routes a port needs for its name to stand on the map.
const fewRoutes = 5

// drawRoads draws all roads, and those that routes use over them.
func (r *Result) drawRoads(m *report.Map) {
	g := r.Roads.Graph
	for i, flow := range r.Segments {
		id := graph.SegmentID(i)
		path := report.Path{Line: g.AppendLine(nil, graph.Span{Segment: id, ToMeters: g.LengthMeters(id)}), Width: 0.8 + float64(0.45*math.Sqrt(float64(flow.Routes)))}
		if flow.Routes > 0 {
			m.Flow = append(m.Flow, path)
		}
		m.Base = append(m.Base, path)
	}
}

func (r *Result) reportMap() report.Section {
	if !r.Roads.Graph.HasCoordinates() {
		return report.Section{}
	}
	m := report.Map{Title: "Routes of least cost", Description: "All roads in grey; roads that routes use in red, wider with more routes; origins as dots by layer; ports as triangles."}
	r.drawRoads(&m)
	class := map[string]int{}
	for i, spec := range r.Study.Origins {
		class[spec.Layer] = i % len(layerColors)
		m.Classes = append(m.Classes, spec.Layer)
	}
	for _, o := range r.Origins {
		if o.Located != "" {
			m.Spots = append(m.Spots, report.Spot{At: o.At, Class: class[o.Layer]})
		}
	}
	routes := r.routesByPort()
	for i, p := range r.Ports {
		spot := report.Spot{At: p.At}
		if routes[i] >= fewRoutes {
			spot.Name = p.Name
		}
		m.Ports = append(m.Ports, spot)
	}
	return report.Section{ID: "map", Title: "Map", Blocks: []report.Block{m}}
}

func (r *Result) routesByPort() []int {
	routes := make([]int, len(r.Ports))
	for _, route := range r.Routes {
		if route.Port >= 0 {
			routes[route.Port]++
		}
	}
	return routes
}

func (r *Result) reportPorts() report.Section {
	s := report.Section{ID: "ports", Title: "Ports of entry"}
	summary := r.Summary()
	bars := report.Bars{Title: "Share of the routes of each layer that end at a port", Description: "The table below has the figures.", Unit: " %"}
	table := report.Table{Caption: "Ports by layer of origins", Columns: []report.Column{{Name: "layer"}, {Name: "port"}, {Name: "routes", Numeric: true},
		{Name: "% of routes", Numeric: true}, {Name: "% of weight", Numeric: true}, {Name: "mean km", Numeric: true}, {Name: "rate on the way", Numeric: true}}}
	for _, layer := range summary.Layers {
		for _, p := range layer.Ports {
			bars.Bars = append(bars.Bars, report.Bar{Label: layer.Layer + ", " + p.Name, Values: []float64{math.Round(1000*p.RouteShare) / 10}})
			table.Rows = append(table.Rows, []string{layer.Layer, p.Name, strconv.Itoa(p.Routes), decimals(100*p.RouteShare, 1), decimals(100*p.WeightShare, 1), decimals(p.MeanKM, 0), decimals(float64(p.MeanRate), 1)})
		}
	}
	s.Blocks = append(s.Blocks, bars, table)
	if e := summary.Equilibrium; e != nil {
		s.Blocks = append(s.Blocks, report.Text(fmt.Sprintf("With congestion (%s), %.3g of %.3g units cross at another port than by shortest paths. The mean cost goes from %.4g to %.4g %s. Link flows are unique where costs rise; flows of municipalities are not.",
			e.Model, float64(e.Elsewhere), float64(e.Units), float64(e.MeanShortest), float64(e.MeanCost), e.CostUnit)), tableOf(r.portsLayer(), "Ports by shortest paths and in equilibrium"))
	}
	return s
}

// decimals writes a number, and nothing for one that is not known.
func decimals(x float64, n int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'f', n, 64)
}

// mostRows keeps a table of the report to a few pages; the CSV files have all.
const mostRows = 60

// tableOf shows a layer as a table.
func tableOf(l export.Layer, caption string) report.Table {
	t := report.Table{Caption: caption}
	for _, c := range l.Columns {
		t.Columns = append(t.Columns, report.Column{Name: c.Name, Numeric: c.Kind == export.Real || c.Kind == export.Integer})
	}
	for i, row := range l.Rows {
		if i == mostRows {
			t.Caption += fmt.Sprintf(" (the first %d of %d rows)", mostRows, len(l.Rows))
			break
		}
		cells := make([]string, len(l.Columns))
		for k, c := range l.Columns {
			cells[k], _ = c.Format(row.Values[k])
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
