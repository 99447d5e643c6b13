package engine

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// mostPolygons of a surface can be told apart.
const mostPolygons = 100_000

// polygonSurface gives each road the mean of the polygons that it crosses, by
// length. Where polygons overlap the first in the file counts.
func (r *run) polygonSurface(ctx context.Context, spec Surface) ([]float64, error) {
	in, err := r.resolve(spec.Polygons)
	if err != nil {
		return nil, err
	}
	reader, err := feature.Open(in.path, feature.Options{FS: in.fsys})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns(spec.Columns.Value); err != nil {
		return nil, err
	}
	areas, byArea, err := r.readAreas(ctx, reader, spec)
	if err != nil {
		return nil, err
	}
	r.noteFiles(reader.Files())
	layer, err := region.NewLayer(areas)
	if err != nil {
		return nil, &feature.Error{File: in.path, Err: err, Hint: "polygons: wants a layer of polygons"}
	}
	overlay, err := region.NewOverlay(ctx, r.Roads.Graph, layer, region.Options{Workers: r.Workers})
	if err != nil {
		return nil, err
	}
	if km := overlay.OverlapMeters() / 1000; km > 0 {
		r.warn(Warning{Stage: "metric", Message: fmt.Sprintf("%.1f km of roads lie in several polygons of %s: the first counts", km, spec.Name), Count: 1})
	}
	values := make([]float64, r.Roads.Graph.SegmentCount())
	for s := range values {
		values[s] = meanOver(overlay.Pieces(graph.SegmentID(s)), byArea)
	}
	return values, nil
}

// readAreas reads polygons and their values. Their codes are their order.
func (r *run) readAreas(ctx context.Context, reader *feature.Reader, spec Surface) (areas []region.Region, values []float64, err error) {
	others := tally{}
	for f, err := range reader.All() {
		if err != nil {
			return nil, nil, err
		}
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		area := region.Region{Code: fmt.Sprintf("%05d", len(areas))}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			area.Area = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			area.Area = g
		default:
			others.add(fmt.Sprintf("feature %d", f.Index))
			continue
		}
		value, err := f.Number(spec.Columns.Value)
		if errors.Is(err, feature.ErrMissing) {
			value = math.NaN()
		} else if err != nil {
			return nil, nil, err
		}
		if len(areas) == mostPolygons {
			return nil, nil, f.Errorf("more than %d polygons: %w", mostPolygons, feature.ErrTooLarge)
		}
		areas, values = append(areas, area), append(values, value)
	}
	r.warnTally("metric", "features of "+spec.Name+" that are no polygons", others)
	return areas, values, nil
}
