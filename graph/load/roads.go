package load

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ErrNoRoads is returned for a file in which no usable line was found.
var ErrNoRoads = errors.New("no usable line in the file")

// Roads reads a layer of lines and joins them into a network. Time is linear in
// the number of vertices, but for the snapping of end points, which adds a
// logarithm. The result depends on nothing but the bytes of the file.
func Roads(ctx context.Context, path string, opts Options) (*Network, error) {
	lines, report, err := readLines(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	if len(lines.first) < 2 {
		return nil, &Error{File: path, Err: ErrNoRoads, Hint: "the loader needs LineString or MultiLineString features"}
	}
	if opts.Node {
		crossings, ends := lines.node(opts.SnapMeters)
		report.Warnings = append(report.Warnings, fmt.Sprintf("%d crossings without a vertex joined, %d line ends moved onto another line", crossings, ends))
	}
	if opts.SnapMeters > 0 {
		moved := lines.snapEnds(opts.SnapMeters)
		if moved > 0 {
			report.Warnings = append(report.Warnings, fmt.Sprintf("%d line ends joined to another within %g m", moved, opts.SnapMeters))
		}
	}
	names, _ := opts.Columns.named()
	g, err := lines.build(names, report)
	if err != nil {
		return nil, &Error{File: path, Err: err}
	}
	if g.SegmentCount() == 0 {
		return nil, &Error{File: path, Err: ErrNoRoads, Hint: "every line is shorter than the distance within which ends are joined"}
	}
	return &Network{Graph: g, Parts: report.finish(g), Report: *report}, nil
}

// lines holds all lines of a file back to back.
type lines struct {
	points     []graph.Point
	first      []int32 // line i is points[first[i]:first[i+1]]
	attributes []attributes
}

type attributes struct {
	direction    graph.Direction
	lengthMeters float64 // 0 is "as the shape"
	values       []string
	apart        bool // joins no line that it merely crosses
}

func readLines(ctx context.Context, path string, opts Options) (*lines, *Report, error) {
	reader, err := feature.Open(path, opts.feature())
	if err != nil {
		return nil, nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns(opts.Columns.required()...); err != nil {
		return nil, nil, err
	}
	l, report := &lines{first: []int32{0}}, &Report{}
	for batch, err := range inBatches(ctx, reader) {
		if err != nil {
			return nil, nil, err
		}
		for _, f := range batch {
			report.Features++
			if err := l.addFeature(f, opts.Columns, report); err != nil {
				return nil, nil, err
			}
		}
	}
	report.Files = reader.Files()
	report.Warnings = append(report.Warnings, reader.Warnings()...)
	return l, report, nil
}

// addFeature adds the lines of a feature, and counts what it cannot use.
func (l *lines) addFeature(f feature.Feature, columns Columns, report *Report) error {
	parts, ok := lineParts(f.Geometry)
	if !ok {
		report.drop("not a line", f.Errorf(""))
		return nil
	}
	attributes, err := readAttributes(f, columns, report)
	if err != nil {
		return err
	}
	parts, cuts := cutAtMeridian(parts)
	for range cuts {
		report.drop(dropMeridian, f.Errorf(""))
	}
	for _, part := range parts {
		one := attributes
		if len(parts) > 1 && attributes.lengthMeters > 0 {
			one.lengthMeters *= partMeters([]orb.LineString{part}) / partMeters(parts)
		}
		if err := l.addLine(f, part, one, report); err != nil {
			return err
		}
	}
	return nil
}

func (l *lines) addLine(f feature.Feature, line orb.LineString, a attributes, report *Report) error {
	start := len(l.points)
	for _, p := range line {
		if err := feature.CheckLonLat(p); err != nil {
			return f.Errorf("%w", err)
		}
		p[0] = math.Remainder(p[0], 360) // some layers count from 0 to 360
		point := graph.PointOf(p)
		if len(l.points) > start && l.points[len(l.points)-1] == point {
			continue
		}
		l.points = append(l.points, point)
	}
	switch {
	case len(line) < 2:
		report.drop("line with fewer than two points", f.Errorf(""))
	case len(l.points)-start < 2:
		report.drop("line of no length", f.Errorf(""))
	case len(l.points) > math.MaxInt32:
		return f.Errorf("%w", graph.ErrTooLarge)
	default:
		l.first = append(l.first, int32(len(l.points)))
		l.attributes = append(l.attributes, a)
		return nil
	}
	l.points = l.points[:start]
	return nil
}

func lineParts(g orb.Geometry) ([]orb.LineString, bool) {
	switch g := g.(type) {
	case orb.LineString:
		return []orb.LineString{g}, true
	case orb.MultiLineString:
		return g, len(g) > 0
	case orb.Collection:
		var parts []orb.LineString
		for _, member := range g {
			if more, ok := lineParts(member); ok {
				parts = append(parts, more...)
			}
		}
		return parts, len(parts) > 0
	}
	return nil, false
}

func partMeters(parts []orb.LineString) float64 {
	sum := 0.0
	for _, line := range parts {
		for i := 1; i < len(line); i++ {
			sum += graph.Distance(line[i-1], line[i])
		}
	}
	return sum
}
