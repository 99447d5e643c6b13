package engine

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// Version is the version of the program, as written to manifests.
const Version = "0.1.0"

// Manifest says what a run was made of, so that it can be repeated and checked.
type Manifest struct {
	Program string `json:"program"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Study   string `json:"study"`
	Counts  Counts `json:"counts"`
	// Equilibrium is nil unless the study has congestion.
	Equilibrium *EquilibriumSummary `json:"equilibrium,omitempty"`
	Inputs      []Input             `json:"inputs"`
	// Adjustments of the counts of violence, in the order in which they were made.
	Adjustments []violence.Change `json:"adjustments"`
	Warnings    []Warning         `json:"warnings"`
	Outputs     []export.Written  `json:"outputs"`
}

// Counts sums a run up.
type Counts struct {
	Nodes              int     `json:"nodes"`
	Arcs               int     `json:"arcs"`
	Segments           int     `json:"segments"`
	NetworkKM          float64 `json:"network_km"`
	Components         int     `json:"components"`
	Municipalities     int     `json:"municipalities"`
	MunicipalityMethod string  `json:"municipality_method"`
	OutsideKM          float64 `json:"outside_km"` // of roads in no municipality
	Ports              int     `json:"ports"`
	Origins            int     `json:"origins"`
	Routed             int     `json:"routed"`
	RouteKM            float64 `json:"route_km"` // summed over routes
}

// Write writes the result into a directory: the layers with geometry in each of
// the formats (GeoJSON when none is named), the tables as CSV, columns.csv (what each column means),
// report.html and manifest.json, last. Either all files are replaced or none, and never an
// input of the study ([ErrOverwrite]).
func (r *Result) Write(dir string, formats ...export.Format) error {
	staging, err := export.Stage(dir)
	if err != nil {
		return err
	}
	defer staging.Abort()
	if len(formats) == 0 {
		formats = []export.Format{export.GeoJSON}
	}
	maps, tables := r.Maps(), r.Tables()
	for _, format := range formats {
		if err := staging.WriteLayers(format, geoPackageName, maps...); err != nil {
			return err
		}
	}
	for _, table := range append(tables, dictionary(append(slices.Clone(tables), maps...))) {
		if err := staging.Write(table.Name+".csv", func(w io.Writer) error { return export.WriteCSV(w, table) }); err != nil {
			return err
		}
	}
	if r.Exposed != nil {
		if err := staging.Write("tests.json", r.writeTests); err != nil {
			return err
		}
	}
	if err := staging.Write("report.html", r.WriteReport); err != nil {
		return err
	}
	if err := staging.Write("manifest.json", func(w io.Writer) error { return r.writeManifest(w, staging.Files()) }); err != nil {
		return err
	}
	if err := r.Study.checkStaged(dir, staging.Files()); err != nil {
		return err
	}
	return staging.Commit()
}

// geoPackageName names the one file that holds all layers, without its suffix.
const geoPackageName = "study"

// Maps returns the layers with geometry that [Result.Write] writes in each format, those
// that lie below others last. The layers are new, and the caller's own.
func (r *Result) Maps() []export.Layer {
	maps := []export.Layer{r.portsLayer(), drawn(r.routesLayer()), r.segmentsLayer(), r.municipalitiesLayer()}
	if regions := r.joined((*Hotspots).RegionsLayer); len(regions.Rows) > 0 {
		maps = append(maps, regions)
	}
	return maps
}

// Tables returns the layers that [Result.Write] writes as CSV: routes, municipalities,
// ports, and what the study asks for beside them. The layers are new, and the caller's own.
func (r *Result) Tables() []export.Layer {
	tables := []export.Layer{r.routesLayer(), r.municipalitiesLayer(), r.portsLayer()}
	if len(r.Comparisons) > 0 {
		tables = append(tables, r.comparisonLayer())
	}
	if r.Shocks != nil {
		tables = append(tables, r.Shocks.layers()...)
	}
	if ranking := r.joined((*Hotspots).RankingLayer); len(ranking.Rows) > 0 {
		tables = append(tables, ranking)
	}
	if r.Exposed != nil {
		tables = append(tables, r.exposureLayer(), r.testsLayer(), r.balanceLayer())
	}
	return tables
}

// dictionary describes the columns of layers, each layer once: as a table, where it is one.
func dictionary(layers []export.Layer) export.Layer {
	var once []export.Layer
	for _, l := range layers {
		if !slices.ContainsFunc(once, func(o export.Layer) bool { return o.Name == l.Name }) {
			once = append(once, l)
		}
	}
	return export.Dictionary(once...)
}

// drawn leaves out the rows without geometry: an origin without a route has
// its row in the table, with the reason.
func drawn(l export.Layer) export.Layer {
	rows := l.Rows
	l.Rows = nil
	for _, row := range rows {
		if row.Geometry != nil {
			l.Rows = append(l.Rows, row)
		}
	}
	return l
}

// Counts sums the result up.
func (r *Result) Counts() Counts {
	report := r.Roads.Report
	c := Counts{
		Nodes: report.Nodes, Arcs: report.Arcs, Segments: report.Segments,
		NetworkKM: roundKM(report.KM * 1000), Components: report.Components,
		Municipalities: len(r.Regions.Regions), MunicipalityMethod: r.Overlay.Method(),
		OutsideKM: roundKM(r.Overlay.OutsideMeters()),
		Ports:     len(r.Ports), Origins: len(r.Origins),
	}
	meters := 0.0
	for _, route := range r.Routes {
		if route.Status == Routed {
			c.Routed++
			meters += route.Meters
		}
	}
	c.RouteKM = roundKM(meters)
	return c
}

func (r *Result) writeManifest(w io.Writer, outputs []export.Written) error {
	m := Manifest{
		Program: "corredor", Version: Version, Title: r.Study.Title, Study: r.Study.source.base(),
		Counts: r.Counts(), Equilibrium: r.equilibriumSummary(), Inputs: r.Inputs, Adjustments: r.Adjustments, Warnings: r.Warnings, Outputs: outputs,
	}
	if m.Adjustments == nil {
		m.Adjustments = []violence.Change{}
	}
	if m.Warnings == nil {
		m.Warnings = []Warning{}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(m)
}
