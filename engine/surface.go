package engine

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// rasterStepMeters is how far apart a raster is looked at along a road: a
// kilometre is the cell of the usual elevation data for whole countries.
const rasterStepMeters = 1000

// surfaces gives every segment the mean of each surface of the metric along it.
func (r *run) surfaces(ctx context.Context) error {
	for _, spec := range r.Study.Metric.Surfaces {
		var values []float64
		var err error
		switch {
		case spec.Raster != "":
			values, err = r.rasterSurface(ctx, spec)
		case spec.Polygons != "":
			values, err = r.polygonSurface(ctx, spec)
		default:
			values, err = r.tableSurface(ctx, spec)
		}
		if err != nil {
			return err
		}
		missing := tally{}
		for s, x := range values {
			if math.IsNaN(x) {
				missing.add(fmt.Sprintf("segment %d", s))
			}
		}
		r.warnTally("metric", "road segments without a value of "+spec.Name, missing)
		r.land = append(r.land, cost.Values{Name: spec.Name, PerSegment: values})
	}
	return nil
}

func (r *run) rasterSurface(ctx context.Context, spec Surface) ([]float64, error) {
	in, err := r.resolve(spec.Raster)
	if err != nil {
		return nil, err
	}
	raster, err := load.ReadRaster(ctx, in.path, load.Options{FS: in.fsys})
	if err != nil {
		return nil, err
	}
	r.noteFiles(raster.Files)
	return cost.Transfer(r.Roads.Graph, raster, rasterStepMeters)
}

// tableSurface spreads a value by municipality over the roads, each road with
// the mean of the municipalities that it crosses, by length.
func (r *run) tableSurface(ctx context.Context, spec Surface) ([]float64, error) {
	in, err := r.resolve(spec.Table)
	if err != nil {
		return nil, err
	}
	spots, note, err := hotspot.ReadTable(ctx, hotspot.Source{FS: in.fsys, Path: in.path, Code: spec.Columns.Code, Weight: spec.Columns.Value, Where: spec.Where})
	if err != nil {
		return nil, err
	}
	r.noteFiles(note.Files)
	byRegion := make([]float64, len(r.Regions.Regions))
	for i := range byRegion {
		byRegion[i] = math.NaN()
	}
	found := 0
	for _, spot := range r.recode(spots) {
		if i, ok := r.Regions.Index(spot.Code); ok {
			byRegion[i] = spot.Weight
			found++
		}
	}
	if found == 0 {
		return nil, &feature.Error{File: in.path, Err: fmt.Errorf("none of the codes is a municipality of the study")}
	}
	values := make([]float64, r.Roads.Graph.SegmentCount())
	for s := range values {
		values[s] = meanOver(r.Overlay.Pieces(graph.SegmentID(s)), byRegion)
	}
	return values, nil
}

func meanOver(pieces []region.Piece, byRegion []float64) float64 {
	var m mean
	for _, p := range pieces {
		if p.Region >= 0 {
			m.add(byRegion[p.Region], pieceMeters(p))
		}
	}
	return m.value()
}
