package hotspot

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Spot is a municipality with its weight, in the unit of the source.
type Spot struct {
	Code   string
	Name   string // "" when the source has none
	Weight float64
}

// Source says where and how a table or a grid is read.
type Source struct {
	FS       fs.FS
	Path     string
	Encoding string
	// Code, Name and Weight are columns; Name may be "". A grid needs Weight,
	// and Lon and Lat where they cannot be guessed.
	Code, Name, Weight string
	Lon, Lat           string
	// Where keeps the rows whose columns have these values.
	Where map[string]string
}

// Input is what reading a source leaves for the record.
type Input struct {
	Files    []feature.FileHash
	Warnings []string
	Restored int // codes that got their leading zero back
	Rows     int // rows that Where let through
	Unplaced int // of those, rows without a position, left out
}

// ReadTable reads municipalities and weights. Rows of the same municipality are
// added up. The order is that of first appearance.
func ReadTable(ctx context.Context, src Source) ([]Spot, Input, error) {
	var spots []Spot
	var in Input
	index := map[string]int{}
	err := src.each(ctx, &in, "-", []string{src.Code, src.Weight, src.Name}, func(f feature.Feature) error {
		code, restored, err := f.Code(src.Code)
		if err != nil {
			return err
		}
		weight, err := src.weight(f)
		if err != nil {
			return err
		}
		if restored {
			in.Restored++
		}
		i, seen := index[code]
		if !seen {
			i = len(spots)
			index[code] = i
			name, _ := f.Text(src.Name)
			spots = append(spots, Spot{Code: code, Name: name})
		}
		spots[i].Weight += weight
		return nil
	})
	return spots, in, err
}

// each calls row for the rows that Where lets through; lon "-" reads no positions.
func (src Source) each(ctx context.Context, in *Input, lon string, columns []string, row func(feature.Feature) error) error {
	reader, err := feature.Open(src.Path, feature.Options{FS: src.FS, Encoding: src.Encoding, Lon: lon, Lat: src.Lat})
	if err != nil {
		return err
	}
	defer reader.Close()
	for column := range src.Where {
		columns = append(columns, column)
	}
	columns = slices.DeleteFunc(columns, func(c string) bool { return c == "" })
	slices.Sort(columns)
	if err := reader.RequireColumns(columns...); err != nil {
		return err
	}
	var seen values
	for f, err := range reader.All() {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !matches(f, src.Where) {
			if in.Rows == 0 {
				seen.add(f, src.Where)
			}
			continue
		}
		in.Rows++
		if err := row(f); err != nil {
			return err
		}
	}
	in.Files, in.Warnings = reader.Files(), reader.Warnings()
	if in.Rows == 0 {
		return &feature.Error{File: src.Path, Err: errors.New("no row to use"), Hint: seen.hint(src.Where)}
	}
	return nil
}

// matches reports whether a feature has all of the values.
func matches(f feature.Feature, where map[string]string) bool {
	for column, want := range where {
		if got, _ := f.Text(column); got != want {
			return false
		}
	}
	return true
}
