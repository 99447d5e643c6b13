package atlas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Open makes the atlas of a folder that a run has written: what manifest.json,
// columns.csv, municipalities.geojson, segments.geojson, routes.geojson and
// routes.csv say. Counts are of the study's period, as one step.
func Open(ctx context.Context, dir string) (*Atlas, error) {
	a := &Atlas{Written: true}
	if err := a.readManifest(filepath.Join(dir, "manifest.json")); err != nil {
		return nil, err
	}
	w := written{a: a, dir: dir, ports: map[string]int{}}
	for _, read := range []func(context.Context) error{w.columns, w.municipalities, w.segments, w.routes} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	overlay, err := a.overlay(ctx)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		a.Warnings = append(a.Warnings, engine.Warning{Stage: "profiles", Message: "routes have no profile: " + err.Error(), Count: 1})
	} else {
		a.namePlaces(overlay)
	}
	a.finish(nil)
	a.retrace(overlay)
	w.locateOrigins()
	return a, nil
}

func (a *Atlas) readManifest(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return &feature.Error{File: path, Err: errors.New("there is no manifest"), Hint: "is this a folder that corredor run has written?"}
	}
	var m engine.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return &feature.Error{File: path, Err: err, Hint: "run the study again"}
	}
	a.Title, a.Study, a.Version, a.Method = m.Title, m.Study, m.Version, m.Counts.MunicipalityMethod
	a.Counts, a.Inputs, a.Warnings = m.Counts, m.Inputs, m.Warnings
	return nil
}

// written reads the layers of a folder.
type written struct {
	a     *Atlas
	dir   string
	ports map[string]int
	unit  string // of the cost
}

// each calls visit with every row of a file.
func (w *written) each(ctx context.Context, name string, visit func(feature.Feature) error) error {
	reader, err := feature.Open(filepath.Join(w.dir, name), feature.Options{Lon: "-"})
	if err != nil {
		return err
	}
	defer reader.Close()
	for f, err := range reader.All() {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// seriesMeaning is how columns.csv describes a series of municipalities.
var seriesMeaning = regexp.MustCompile(`^(.*), (\d{4}-\d\d)\.\.(\d{4}-\d\d) \((\d+) months with data\)$`)

// columns learns the layers of origins and the series from columns.csv.
func (w *written) columns(ctx context.Context) error {
	return w.each(ctx, "columns.csv", func(f feature.Feature) error {
		column, meaning := text(f, "column"), text(f, "meaning")
		switch text(f, "layer") {
		case "segments":
			if layer, ok := strings.CutPrefix(column, "weight_"); ok {
				w.a.Layers = append(w.a.Layers, Layer{layer, text(f, "unit")})
			}
		case "routes":
			if column == "cost" {
				w.unit = text(f, "unit")
			}
		case "municipalities":
			if m := seriesMeaning.FindStringSubmatch(meaning); m != nil && m[1] == column {
				return w.series(f, m)
			}
		}
		return nil
	})
}

func (w *written) series(f feature.Feature, m []string) error {
	from, err := violence.ParseMonth(m[2])
	if err != nil {
		return f.Errorf("%w", err)
	}
	to, err := violence.ParseMonth(m[3])
	if err != nil {
		return f.Errorf("%w", err)
	}
	months := 0
	fmt.Sscan(m[4], &months)
	w.a.Period = violence.Period{From: from, To: to}
	w.a.Timeline = violence.Timeline{First: from, StepMonths: w.a.Period.Months(), Steps: 1}
	w.a.Series = append(w.a.Series, Series{Name: m[1], Months: []int{months}})
	return nil
}

func (w *written) municipalities(ctx context.Context) error {
	a := w.a
	return w.each(ctx, "municipalities.geojson", func(f feature.Feature) error {
		r := Region{Code: text(f, "code"), Name: text(f, "name"), State: text(f, "state"), AreaKM2: number(f, "area_km2"), Population: number(f, "population")}
		switch shape := f.Geometry.(type) {
		case orb.Polygon:
			r.Shape = orb.MultiPolygon{shape}
		case orb.MultiPolygon:
			r.Shape = shape
		case orb.Point:
			r.Seat, r.HasSeat = shape, true
		}
		a.Regions = append(a.Regions, r)
		for i := range a.Series {
			a.Series[i].Events = append(a.Series[i].Events, number(f, a.Series[i].Name))
		}
		return nil
	})
}

func (w *written) segments(ctx context.Context) error {
	a := w.a
	return w.each(ctx, "segments.geojson", func(f feature.Feature) error {
		line, _ := f.Geometry.(orb.LineString)
		flow := Flow{Segment: len(a.Segments)}
		for _, l := range a.Layers {
			flow.Routes = append(flow.Routes, int(zero(number(f, "routes_"+l.Name))))
			flow.Against = append(flow.Against, 0)
			flow.Share = append(flow.Share, zero(number(f, "weight_"+l.Name))) // divided by the layer's sum below
		}
		a.Segments = append(a.Segments, Segment{ID: int(zero(number(f, "segment"))), Ref: text(f, "ref"), Class: text(f, "class"),
			Toll: text(f, "toll"), KM: number(f, "length_km"), Line: line})
		a.Flows = append(a.Flows, flow)
		return nil
	})
}

func (w *written) routes(ctx context.Context) error {
	lines := map[[3]string]orb.LineString{}
	if err := w.each(ctx, "routes.geojson", func(f feature.Feature) error {
		line, _ := f.Geometry.(orb.LineString)
		lines[originOf(f)] = line
		return nil
	}); err != nil {
		return err
	}
	if err := w.each(ctx, "routes.csv", func(f feature.Feature) error {
		w.a.Routes = append(w.a.Routes, w.route(f, lines[originOf(f)]))
		return nil
	}); err != nil {
		return err
	}
	sums := make([]float64, len(w.a.Layers))
	for _, r := range w.a.Routes {
		sums[r.Layer] += r.Weight
	}
	for _, f := range w.a.Flows {
		for k := range f.Share {
			f.Share[k] /= sums[k]
		}
	}
	return nil
}

// originOf tells the origins of routes apart: several places may lie in one municipality.
func originOf(f feature.Feature) [3]string {
	return [3]string{text(f, "crop"), text(f, "origin_code"), text(f, "origin_id")}
}

func (w *written) route(f feature.Feature, line orb.LineString) Route {
	r := Route{
		Rank: int(zero(number(f, "rank"))), Code: text(f, "origin_code"), Name: text(f, "origin_name"), State: text(f, "origin_state"),
		Weight: number(f, "weight"), Share: number(f, "share"), AccessKM: number(f, "access_km"), Status: text(f, "status"), Port: -1,
		Cost: number(f, "cost"), CostUnit: w.unit, KM: number(f, "length_km"), Line: line,
	}
	for i, l := range w.a.Layers {
		if l.Name == text(f, "crop") {
			r.Layer = i
		}
	}
	if id := text(f, "port"); id != "" && len(line) > 0 {
		if _, met := w.ports[id]; !met {
			w.ports[id] = len(w.a.Ports)
			// The layers have no point for a port but the end of its routes.
			w.a.Ports = append(w.a.Ports, Port{ID: id, Name: text(f, "port_name"), Kind: text(f, "port_kind"), At: line[len(line)-1]})
		}
		r.Port = w.ports[id]
	}
	return r
}

// locateOrigins puts origins at their seat, or where their route begins.
func (w *written) locateOrigins() {
	for i := range w.a.Routes {
		r := &w.a.Routes[i]
		if k, ok := w.a.byCode[r.Code]; ok && w.a.Regions[k].HasSeat {
			r.At = w.a.Regions[k].Seat
		} else if len(r.Line) > 0 {
			r.At = r.Line[0]
		}
	}
}

func text(f feature.Feature, column string) string {
	value, _ := f.Text(column)
	return value
}

func number(f feature.Feature, column string) float64 {
	x, err := f.Number(column)
	if err != nil {
		return math.NaN()
	}
	return x
}

func zero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}
