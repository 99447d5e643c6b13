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

// LinkTables names the two tables of a network written by hand.
type LinkTables struct {
	// Places has the columns place, lon and lat, one row a node.
	Places string
	// Links has the columns from and to (places), and may have via: shape
	// points "lon lat;lon lat;..." from the one to the other.
	Links string
}

// Links reads a network from a table of places and a table of links. Links meet
// at places only, never at shape points. Attributes and lengths are mapped as for [Roads].
func Links(ctx context.Context, tables LinkTables, opts Options) (*Network, error) {
	var b graph.Builder
	names, _ := opts.Columns.named()
	for _, name := range names {
		b.AddColumn(name)
	}
	report := &Report{}
	places, err := readPlaces(ctx, tables.Places, &b, opts, report)
	if err != nil {
		return nil, err
	}
	if err := readLinks(ctx, tables.Links, &b, places, opts, report); err != nil {
		return nil, err
	}
	g, err := b.Build()
	if err != nil {
		return nil, &Error{File: tables.Links, Err: err}
	}
	if g.SegmentCount() == 0 {
		return nil, &Error{File: tables.Links, Err: ErrNoRoads, Hint: "the table has no link between two places"}
	}
	return &Network{Graph: g, Parts: report.finish(g), Report: *report}, nil
}

// eachRow calls row for every feature of a table that has the columns.
func eachRow(ctx context.Context, path string, opts feature.Options, columns []string, row func(feature.Feature) error) (*feature.Reader, error) {
	reader, err := feature.Open(path, opts)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns(columns...); err != nil {
		return nil, err
	}
	for f, err := range reader.All() {
		if err != nil {
			return nil, err
		}
		if f.Index%1024 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := row(f); err != nil {
			return nil, err
		}
	}
	return reader, nil
}

func (r *Report) note(reader *feature.Reader) {
	r.Files = append(r.Files, reader.Files()...)
	r.Warnings = append(r.Warnings, reader.Warnings()...)
}

func readPlaces(ctx context.Context, path string, b *graph.Builder, opts Options, report *Report) (map[string]graph.NodeID, error) {
	places := map[string]graph.NodeID{}
	reader, err := eachRow(ctx, path, opts.feature(), []string{"place"}, func(f feature.Feature) error {
		name, ok := f.Text("place")
		p, isPoint := f.Geometry.(orb.Point)
		switch {
		case !ok:
			return f.Errorf("the place has no name")
		case !isPoint:
			return f.Errorf("place %q has no position; write lon and lat in degrees", name)
		}
		if err := feature.CheckLonLat(p); err != nil {
			return f.Errorf("%w", err)
		}
		if _, twice := places[name]; twice {
			return f.Errorf("place %q stands twice; a place needs a name of its own", name)
		}
		p[0] = math.Remainder(p[0], 360)
		places[name] = b.AddNode(graph.PointOf(p))
		return nil
	})
	if err != nil {
		return nil, err
	}
	report.Vertices = len(places)
	report.note(reader)
	return places, nil
}

func readLinks(ctx context.Context, path string, b *graph.Builder, places map[string]graph.NodeID, opts Options, report *Report) error {
	required := append([]string{"from", "to"}, opts.Columns.required()...)
	reader, err := eachRow(ctx, path, opts.feature(), required, func(f feature.Feature) error {
		report.Features++
		var ends [2]graph.NodeID
		for i, column := range []string{"from", "to"} {
			name, _ := f.Text(column)
			node, ok := places[name]
			if !ok {
				bad := f.Errorf("there is no place %q; add it to the table of places", name)
				bad.Column = column
				return bad
			}
			ends[i] = node
		}
		via, err := parseVia(f)
		if err != nil {
			return err
		}
		a, err := readAttributes(f, opts.Columns, report)
		if err != nil {
			return err
		}
		report.Vertices += len(via)
		b.AddSegment(graph.Segment{From: ends[0], To: ends[1], Via: via,
			LengthMeters: a.lengthMeters, Direction: a.direction, Values: a.values})
		return nil
	})
	if err != nil {
		return err
	}
	report.note(reader)
	return nil
}

// parseVia reads "lon lat;lon lat".
func parseVia(f feature.Feature) ([]graph.Point, error) {
	text, ok := f.Text("via")
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
			bad.Column, bad.Hint = "via", `write "lon lat;lon lat", in degrees`
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
