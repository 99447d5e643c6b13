package engine

import (
	"encoding/json"
	"io"

	"github.com/corredor-geo/corredor/engine/export"
)

// Version is the version of the program, as written to manifests.
const Version = "0.1.0"

// Manifest says what a run was made of, so that it can be repeated and checked.
type Manifest struct {
	Program  string           `json:"program"`
	Version  string           `json:"version"`
	Title    string           `json:"title"`
	Study    string           `json:"study"`
	Counts   Counts           `json:"counts"`
	Inputs   []Input          `json:"inputs"`
	Warnings []Warning        `json:"warnings"`
	Outputs  []export.Written `json:"outputs"`
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

// Write writes the result into a directory: routes.geojson, routes.csv,
// segments.geojson, municipalities.geojson, municipalities.csv, comparison.csv when the study
// has vintages, hotspots.csv and hotspots.geojson when origins come from a density, columns.csv (what each column means) and manifest.json, last. Either all files are replaced or none.
func (r *Result) Write(dir string) error {
	staging, err := export.Stage(dir)
	if err != nil {
		return err
	}
	defer staging.Abort()
	routes, segments, municipalities := r.RoutesLayer(), r.SegmentsLayer(), r.MunicipalitiesLayer()
	described := []export.Layer{routes, segments, municipalities}
	var files []outputFile
	if len(r.Comparisons) > 0 {
		files = append(files, outputFile{"comparison.csv", export.WriteCSV, r.ComparisonLayer()})
	}
	files = append(files, r.hotspotFiles()...)
	for _, file := range files {
		described = append(described, file.layer)
	}
	for _, file := range append(files, []outputFile{
		{"routes.geojson", export.WriteGeoJSON, drawn(routes)},
		{"routes.csv", export.WriteCSV, routes},
		{"segments.geojson", export.WriteGeoJSON, segments},
		{"municipalities.geojson", export.WriteGeoJSON, municipalities},
		{"municipalities.csv", export.WriteCSV, municipalities},
		{"columns.csv", export.WriteCSV, export.Dictionary(described...)},
	}...) {
		if err := staging.Write(file.name, func(w io.Writer) error { return file.write(w, file.layer) }); err != nil {
			return err
		}
	}
	if err := staging.Write("manifest.json", func(w io.Writer) error { return r.writeManifest(w, staging.Files()) }); err != nil {
		return err
	}
	return staging.Commit()
}

// outputFile is a layer and how it is written.
type outputFile struct {
	name  string
	write func(io.Writer, export.Layer) error
	layer export.Layer
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
		Counts: r.Counts(), Inputs: r.Inputs, Warnings: r.Warnings, Outputs: outputs,
	}
	if m.Warnings == nil {
		m.Warnings = []Warning{}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(m)
}
