package hotspot

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Points are events with a position, such as seizures, for [KDE].
type Points struct {
	At      []orb.Point // degrees
	Weights []float64   // nil when the source has no Weight column
}

// ReadPoints reads points from a table with lon and lat, or a layer of points.
// Rows without a position are left out and counted in [Input]. Every row has the
// Weight 1 where the source names no column.
func ReadPoints(ctx context.Context, src Source) (Points, Input, error) {
	var points Points
	var in Input
	err := src.each(ctx, &in, src.Lon, []string{src.Weight}, func(f feature.Feature) error {
		at, ok, err := position(f)
		if err != nil {
			return err
		}
		if !ok {
			in.Unplaced++
			return nil
		}
		points.At = append(points.At, at)
		if src.Weight != "" {
			weight, err := src.weight(f)
			if err != nil {
				return err
			}
			points.Weights = append(points.Weights, weight)
		}
		return nil
	})
	if err == nil && len(points.At) == 0 {
		err = &feature.Error{File: src.Path, Err: fmt.Errorf("none of the %d rows has a position", in.Rows), Hint: "give columns lon and lat in degrees"}
	}
	return points, in, err
}

// position returns the point of a feature; false when it has none.
func position(f feature.Feature) (at orb.Point, ok bool, err error) {
	switch g := f.Geometry.(type) {
	case nil:
		return at, false, nil
	case orb.Point:
		if err := feature.CheckLonLat(g); err != nil {
			return at, false, f.Errorf("%w", err)
		}
		g[0] = math.Remainder(g[0], 360) // some sources count from 0 to 360
		return g, true, nil
	}
	return at, false, f.Errorf("a %s is no point", f.Geometry.GeoJSONType())
}

// weight reads the Weight of a row, 1 where the source names no column.
func (src Source) weight(f feature.Feature) (float64, error) {
	if src.Weight == "" {
		return 1, nil
	}
	weight, err := f.Number(src.Weight)
	if err != nil {
		return 0, err
	}
	if weight < 0 {
		bad := f.Errorf("the weight is %g; a weight cannot be negative", weight)
		bad.Column = src.Weight
		return 0, bad
	}
	return weight, nil
}

// Place is a point that is an origin itself, such as a port or a crossing.
type Place struct {
	ID     string
	Name   string // "" when the source has none
	Code   string // of its municipality; "" when the source has none
	At     orb.Point
	Weight float64 // 1 when the source has none
}

// ReadPlaces reads places; id is the column that names each, and Code, Name and
// Weight may be "". A place without a position or with the id of another is an
// error.
func ReadPlaces(ctx context.Context, src Source, id string) ([]Place, Input, error) {
	var places []Place
	var in Input
	seen := map[string]bool{}
	err := src.each(ctx, &in, src.Lon, []string{id, src.Code, src.Name, src.Weight}, func(f feature.Feature) error {
		p, err := src.place(f, id, &in)
		if err != nil {
			return err
		}
		if seen[p.ID] {
			bad := f.Errorf("place %q stands twice", p.ID)
			bad.Column = id
			return bad
		}
		seen[p.ID] = true
		places = append(places, p)
		return nil
	})
	return places, in, err
}

func (src Source) place(f feature.Feature, id string, in *Input) (p Place, err error) {
	name, ok := f.Text(id)
	if !ok {
		bad := f.Errorf("the place has no id")
		bad.Column = id
		return p, bad
	}
	p.ID = name
	if p.At, ok, err = position(f); err != nil || !ok {
		if err == nil {
			err = f.Errorf("place %q has no position; write lon and lat in degrees", p.ID)
		}
		return p, err
	}
	if src.Code != "" && f.Has(src.Code) {
		code, restored, err := f.Code(src.Code)
		if err != nil {
			return p, err
		}
		if restored {
			in.Restored++
		}
		p.Code = code
	}
	p.Name, _ = f.Text(src.Name)
	p.Weight, err = src.weight(f)
	return p, err
}
