package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// DIMACSFiles names the files of a network in the format of the 9th DIMACS
// Implementation Challenge (2006): arcs (.gr) and, if there are any, coordinates (.co).
type DIMACSFiles struct {
	Arcs   string
	Coords string // "" leaves the network without coordinates
}

// DIMACS reads a network of one-way arcs. Node n of the file is node n-1 here,
// and arcs are segments in the order of the file. The weight of an arc, in whatever
// unit the file has, becomes its length. Both files may be compressed.
func DIMACS(ctx context.Context, files DIMACSFiles, opts Options) (*Network, error) {
	report := &Report{}
	var b graph.Builder
	coords, err := readCoords(ctx, files.Coords, opts, report)
	if err != nil {
		return nil, err
	}
	nodes, claimed := -1, int64(0)
	err = eachLine(ctx, files.Arcs, opts, report, func(l line) error {
		switch l.kind() {
		case 'c':
			return nil
		case 'p':
			if nodes >= 0 {
				return errors.New("a second problem line")
			}
			counts, err := l.numbers("p sp", 2)
			if err != nil {
				return err
			}
			nodes, claimed = int(counts[0]), counts[1]
			return addNodes(&b, nodes, coords, files)
		case 'a':
			return addArc(&b, l, nodes, report)
		}
		return l.unknown()
	})
	if err != nil {
		return nil, err
	}
	if nodes >= 0 && claimed != int64(report.Features) {
		return nil, &Error{File: files.Arcs, Err: fmt.Errorf("%d arcs, but the problem line has %d", report.Features, claimed), Hint: "is the file cut short?"}
	}
	if most := loneNodes * (report.Features + 1000); nodes > most {
		return nil, &Error{File: files.Arcs, Err: fmt.Errorf("%w: %d nodes are claimed for %d arcs", graph.ErrTooLarge, nodes, report.Features)}
	}
	g, err := b.Build()
	if err != nil {
		return nil, &Error{File: files.Arcs, Err: err}
	}
	if g.SegmentCount() == 0 {
		return nil, &Error{File: files.Arcs, Err: ErrNoRoads, Hint: "arcs are lines such as: a 1 2 803"}
	}
	report.Vertices = g.NodeCount()
	return &Network{Graph: g, Parts: report.finish(g), Report: *report}, nil
}

// mostNodes bounds what a header may claim before its lines have come: Europe
// has 18 million junctions.
const mostNodes = 200_000_000

// loneNodes is how many nodes a file may have for each arc before its header
// is taken for a mistake; memory is given to nodes, not to claims.
const loneNodes = 10

func addNodes(b *graph.Builder, nodes int, coords []graph.Point, files DIMACSFiles) error {
	switch {
	case nodes > mostNodes:
		return fmt.Errorf("%w: %d nodes are claimed", graph.ErrTooLarge, nodes)
	case files.Coords == "":
		b.AddNodes(nodes)
		return nil
	case len(coords) != nodes:
		return fmt.Errorf("%d nodes, but %s has %d: the two files do not belong together", nodes, files.Coords, len(coords))
	}
	for _, p := range coords {
		b.AddNode(p)
	}
	return nil
}

func addArc(b *graph.Builder, l line, nodes int, report *Report) error {
	arc, err := l.numbers("a", 3)
	if err != nil {
		return err
	}
	for _, end := range arc[:2] {
		if end < 1 || end > int64(nodes) {
			return fmt.Errorf("there is no node %d: the file has nodes 1 to %d", end, max(nodes, 0))
		}
	}
	if arc[2] < 0 {
		return fmt.Errorf("the weight is %d; weights cannot be negative", arc[2])
	}
	report.Features++
	b.AddSegment(graph.Segment{From: graph.NodeID(arc[0] - 1), To: graph.NodeID(arc[1] - 1),
		LengthMeters: float64(arc[2]), LengthKnown: true, Direction: graph.Forward})
	return nil
}

// readCoords reads "v node lon lat" with degrees in millionths.
func readCoords(ctx context.Context, path string, opts Options, report *Report) ([]graph.Point, error) {
	if path == "" {
		return nil, nil
	}
	var coords []graph.Point
	err := eachLine(ctx, path, opts, report, func(l line) error {
		switch l.kind() {
		case 'c', 'p':
			return nil
		case 'v':
			v, err := l.numbers("v", 3)
			if err != nil {
				return err
			}
			if v[0] != int64(len(coords))+1 {
				return fmt.Errorf("node %d stands where node %d is expected", v[0], len(coords)+1)
			}
			p := orb.Point{float64(v[1]) / 1e6, float64(v[2]) / 1e6}
			if err := feature.CheckLonLat(p); err != nil {
				return err
			}
			p[0] = math.Remainder(p[0], 360)
			coords = append(coords, graph.PointOf(p))
			return nil
		}
		return l.unknown()
	})
	return coords, err
}

// line is a line of text, without its end.
type line []byte

func (l line) kind() byte { return l[0] }

func (l line) unknown() error {
	return fmt.Errorf("%q begins no line of this format: c, p, a or v are expected", string(l[:min(len(l), 20)]))
}

// numbers reads the n whole numbers after the words that begin the line.
func (l line) numbers(words string, n int) ([]int64, error) {
	rest, ok := bytes.CutPrefix(l, []byte(words+" "))
	fields := bytes.Fields(rest)
	if !ok || len(fields) < n {
		return nil, fmt.Errorf("%q should be %q and %d whole numbers", string(l[:min(len(l), 40)]), words, n)
	}
	numbers := make([]int64, n)
	for i := range numbers {
		x, err := strconv.ParseInt(string(fields[i]), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a whole number", fields[i])
		}
		numbers[i] = x
	}
	return numbers, nil
}

// eachLine calls visit for the lines of a text file that are not empty, and
// locates its errors.
func eachLine(ctx context.Context, path string, opts Options, report *Report, visit func(line) error) error {
	in, err := feature.OpenBytes(path, opts.feature())
	if err != nil {
		return err
	}
	defer in.Close()
	for number := 1; ; number++ {
		text, err := in.ReadSlice('\n')
		if err != nil && err != io.EOF {
			if errors.Is(err, io.ErrShortBuffer) || len(text) > 1<<12 {
				err = errors.New("the line is too long for this format")
			}
			return &Error{File: in.Label(), Line: number, Err: err}
		}
		last := err == io.EOF
		if text = bytes.TrimSpace(text); len(text) > 0 {
			if err := visit(line(text)); err != nil {
				return &Error{File: in.Label(), Line: number, Err: err}
			}
		}
		if last {
			break
		}
		if number%65536 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	hashes, err := in.Finish()
	report.Files = append(report.Files, hashes...)
	return err
}
