package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Hotspots is a layer of municipalities where routes begin: how they rank, and
// the density they come from.
type Hotspots struct {
	Layer string
	Unit  string // of the weights
	// By is what a municipality has of a density: seat, mean, mass or peak; "" for
	// a table.
	By      string
	Ranking []RankedMunicipality // those that the study keeps
	Ranked  int                  // municipalities that weigh something
	Total   float64              // that Share is of: the sum of their weights, unless the study gives it
	// Density is nil for a table, and for a grid of which neither mean, mass, seat
	// nor regions are asked.
	Density *hotspot.Density
	Points  int                   // that the density smooths; 0 for a grid
	Regions []hotspot.HighDensity // in the order of HDR
}

// RankedMunicipality is a municipality of [Hotspots].
type RankedMunicipality struct {
	hotspot.Ranked
	State string
}

// defaultHDR are the highest-density regions of points, in percent.
var defaultHDR = []float64{50, 90, 95}

// FoundHotspots is the answer of [FindHotspots].
type FoundHotspots struct {
	Hotspots
	Municipalities *region.Layer
	Warnings       []Warning
	Inputs         []Input
}

// FindHotspots ranks the municipalities of one layer of origins, as a study
// would, without routing. Its paths are relative to the current folder. The
// places: of a study are no hotspots: they are an error.
func FindHotspots(ctx context.Context, regions Regions, layer Origins, opts Options) (*FoundHotspots, error) {
	if opts.Progress == nil {
		opts.Progress = func(string, int64, int64) {}
	}
	if p := layer.check(); p != nil {
		return nil, &feature.Error{Err: errors.New(p.what), Hint: p.hint}
	}
	if layer.Places != "" {
		return nil, &feature.Error{Err: errors.New("places are origins as they are; there is nothing to rank")}
	}
	r := &run{Options: opts, Result: Result{Study: &Study{Regions: regions, Origins: []Origins{layer}}}}
	if err := r.loadRegions(ctx); err != nil {
		return nil, err
	}
	r.noteLayer("municipalities", r.Regions)
	if r.seats != nil {
		r.noteLayer("seats", r.seats)
	}
	h, err := r.hotspots(ctx, layer)
	if err != nil {
		return nil, err
	}
	r.finishRecord()
	return &FoundHotspots{*h, r.Regions, r.Warnings, r.Inputs}, nil
}

// hotspots reads and ranks one layer.
func (r *run) hotspots(ctx context.Context, spec Origins) (*Hotspots, error) {
	h := &Hotspots{Layer: spec.Layer, Unit: spec.Unit}
	spots, err := r.spots(ctx, spec, h)
	if err != nil {
		return nil, err
	}
	if err := r.rank(spec, spots, h); err != nil {
		return nil, err
	}
	hdr := spec.HDR
	if len(hdr) == 0 && spec.Points != "" {
		hdr = defaultHDR
	}
	if len(hdr) > 0 {
		shares := make([]float64, len(hdr))
		for i, percent := range hdr {
			shares[i] = percent / 100
		}
		if h.Regions, err = h.Density.HighestDensity(shares...); err != nil {
			return nil, r.Study.mistake(r.layerPath(spec, "hdr"), err, "")
		}
	}
	return h, nil
}

func (r *run) layerPath(spec Origins, key string) []any {
	i := slices.IndexFunc(r.Study.Origins, func(o Origins) bool { return o.Layer == spec.Layer })
	return []any{"origins", i, key}
}

// rank keeps the municipalities that the study asks for.
func (r *run) rank(spec Origins, spots []hotspot.Spot, h *Hotspots) error {
	selection := hotspot.Selection{Top: spec.Top, Min: spec.Min, Share: spec.Share, Total: spec.Total}
	if h.By == hotspot.MassIn.String() {
		selection.Total = 1 // what lies outside all municipalities has its share, too
	}
	sum := 0.0
	for _, s := range spots {
		if s.Weight > 0 {
			h.Ranked++
			sum += s.Weight
		}
	}
	h.Total = cmp.Or(selection.Total, sum)
	const slack = 1e-9 // of a total that was rounded
	if spec.Total != 0 && sum > spec.Total*(1+slack) {
		return r.Study.mistake(r.layerPath(spec, "total"), fmt.Errorf("the total of layer %q is %g, but its table adds up to %g", spec.Layer, spec.Total, sum), "")
	}
	ranked := hotspot.Rank(spots, selection)
	if len(ranked) == 0 {
		hint := "lower its min:"
		if h.Ranked == 0 {
			hint = "none has a weight above 0; do the points lie in the municipalities?"
		}
		return r.Study.mistake(r.layerPath(spec, "min"), fmt.Errorf("layer %q keeps no municipality", spec.Layer), hint)
	}
	if last := ranked[len(ranked)-1]; spec.Share > 0 && len(ranked) == h.Ranked && last.Cumulated < spec.Share-slack {
		r.warn(Warning{Stage: "origins", Message: fmt.Sprintf("%s: all municipalities together hold %.1f %% of the total, less than the share asked for", spec.Layer, 100*last.Cumulated), Count: 1})
	}
	for _, s := range ranked {
		o := Origin{Code: s.Code, Name: s.Name}
		r.locate(&o)
		s.Name = o.Name
		h.Ranking = append(h.Ranking, RankedMunicipality{s, o.State})
	}
	return nil
}

// spots reads the municipalities of a layer with their weights, unranked.
func (r *run) spots(ctx context.Context, spec Origins, h *Hotspots) ([]hotspot.Spot, error) {
	in, err := r.resolve(spec.Table + spec.Grid + spec.Points)
	if err != nil {
		return nil, err
	}
	src := spec.from(in)
	switch {
	case spec.Table != "":
		spots, note, err := hotspot.ReadTable(ctx, src)
		r.noteOrigins(spec.Layer, note)
		return r.recode(spots), err
	case spec.Grid != "":
		grid, note, err := hotspot.ReadGrid(ctx, src)
		if err != nil {
			return nil, err
		}
		r.noteOrigins(spec.Layer, note)
		return r.gridSpots(ctx, spec, grid, h)
	}
	points, note, err := hotspot.ReadPoints(ctx, src)
	if err != nil {
		return nil, err
	}
	r.noteOrigins(spec.Layer, note)
	if h.Density, err = r.density(ctx, spec, points); err != nil {
		return nil, err
	}
	h.Points = len(points.At)
	return r.densitySpots(ctx, spec, h)
}

// from says how the file of a layer is read.
func (o Origins) from(in input) hotspot.Source {
	return hotspot.Source{FS: in.fsys, Path: in.path, Encoding: o.Encoding, Where: o.Where,
		Code: o.Columns.Code, Name: o.Columns.Name, Weight: o.Columns.Weight, Lon: o.Columns.Lon, Lat: o.Columns.Lat}
}

func (r *run) noteOrigins(layer string, note hotspot.Input) {
	if note.Restored > 0 {
		r.warn(Warning{Stage: "origins", Message: layer + ": codes without their leading zero, completed", Count: note.Restored})
	}
	if note.Unplaced > 0 {
		r.warn(Warning{Stage: "origins", Message: layer + ": rows without a position, left out", Count: note.Unplaced})
	}
	r.noteFiles(note.Files)
}

// gridSpots reduces a ready grid to municipalities.
func (r *run) gridSpots(ctx context.Context, spec Origins, grid hotspot.Grid, h *Hotspots) ([]hotspot.Spot, error) {
	if !spec.peak() || len(spec.HDR) > 0 {
		var missing int
		var err error
		if h.Density, missing, err = grid.Density(); err != nil {
			return nil, r.Study.mistake(r.layerPath(spec, "grid"), err, "by: peak needs no lattice")
		}
		if missing > 0 {
			r.warn(Warning{Stage: "origins", Message: spec.Layer + ": nodes that the grid leaves out, taken for empty", Count: missing})
		}
	}
	if !spec.peak() {
		return r.densitySpots(ctx, spec, h)
	}
	h.By = "peak"
	spots, outside := grid.Reduce(r.spotAt)
	if outside > 0 {
		r.warn(Warning{Stage: "origins", Message: spec.Layer + ": grid cells outside every municipality", Count: outside})
	}
	return r.recode(spots), nil
}

func (r *run) spotAt(p orb.Point) (hotspot.Spot, bool) {
	i, ok := r.Regions.Locate(p)
	if !ok {
		return hotspot.Spot{}, false
	}
	return hotspot.Spot{Code: r.Regions.Regions[i].Code}, true
}

// densitySpots measures every municipality of the study on a density.
func (r *run) densitySpots(ctx context.Context, spec Origins, h *Hotspots) ([]hotspot.Spot, error) {
	by, err := hotspot.ParseMeasure(spec.By)
	if err != nil {
		return nil, err
	}
	if by != hotspot.AtSeat && r.Regions.Method() != "polygon" {
		return nil, r.Study.mistake(r.layerPath(spec, "by"), fmt.Errorf("by: %s needs the areas of the municipalities, and regions: has only seats", by), "give regions: file: a layer of polygons, or write by: seat")
	}
	h.By = by.String()
	if h.Unit == "" {
		h.Unit = unitOf(h.Density, by)
	}
	spots, err := h.Density.Spots(ctx, measured{r}, by)
	if err != nil {
		return nil, err
	}
	var unknown tally
	for _, s := range spots {
		if math.IsNaN(s.Weight) {
			unknown.add(s.Code)
		}
	}
	if spec.Points == "" { // far from points there are none: no news
		r.warnTally("origins", spec.Layer+": municipalities beyond the grid", unknown)
	}
	return spots, nil
}

// measured is the study's municipalities as a density asks for them.
type measured struct{ r *run }

func (m measured) Len() int { return len(m.r.Regions.Regions) }

func (m measured) Municipality(i int) hotspot.Municipality {
	reg := m.r.Regions.Regions[i]
	o := Origin{Code: reg.Code}
	m.r.locate(&o)
	return hotspot.Municipality{Code: reg.Code, Name: o.Name, Seat: o.At, HasSeat: o.Located != "", Area: reg.Area}
}

func unitOf(d *hotspot.Density, by hotspot.Measure) string {
	sigma, kilometres := d.Sigma()
	switch {
	case by == hotspot.MassIn:
		return "share of the density"
	case math.IsNaN(sigma[0]):
		return "as in the grid"
	case kilometres:
		return "density per km2"
	}
	return "density per square degree"
}
