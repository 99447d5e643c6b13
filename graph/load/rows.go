package load

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// openRows opens a table that must have the columns.
func openRows(path string, opts feature.Options, columns []string) (*feature.Reader, error) {
	reader, err := feature.Open(path, opts)
	if err != nil {
		return nil, err
	}
	if err := reader.RequireColumns(columns...); err != nil {
		reader.Close()
		return nil, err
	}
	return reader, nil
}

// eachRow calls row for every feature of a table, and notes the table in the report.
func (r *Report) eachRow(ctx context.Context, reader *feature.Reader, row func(feature.Feature) error) error {
	for f, err := range reader.All() {
		if err != nil {
			return err
		}
		if f.Index%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := row(f); err != nil {
			return err
		}
	}
	r.Files = append(r.Files, reader.Files()...)
	r.Warnings = append(r.Warnings, reader.Warnings()...)
	return nil
}

// parseVia reads "lon lat;lon lat".
func parseVia(f feature.Feature, column string) ([]graph.Point, error) {
	text, ok := f.Text(column)
	if !ok {
		return nil, nil
	}
	var via []graph.Point
	for _, pair := range strings.Split(text, ";") {
		p, err := parsePair(pair)
		if err == nil {
			err = feature.CheckLonLat(p)
		}
		if err != nil {
			bad := f.Errorf("%w", err)
			bad.Column, bad.Hint = column, `write "lon lat;lon lat", in degrees`
			return nil, bad
		}
		p[0] = math.Remainder(p[0], 360)
		via = append(via, graph.PointOf(p))
	}
	return via, nil
}

func parsePair(text string) (orb.Point, error) {
	var p orb.Point
	fields := strings.Fields(text)
	if len(fields) != 2 {
		return p, fmt.Errorf("%q is not a longitude and a latitude", text)
	}
	for i, field := range fields {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return p, fmt.Errorf("%q is not a number", field)
		}
		p[i] = x
	}
	return p, nil
}
