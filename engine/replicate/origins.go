package replicate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Origins are the places that send one unit each. Nodes and Codes are of one
// length; a code is "" where a node was given. Two municipalities may send from the
// same node.
type Origins struct {
	Nodes []graph.NodeID
	Codes []string
	// Twice counts entries that stood before, which are taken once, and Roadless the
	// municipalities left out because the archive has no road there.
	Twice    int
	Roadless []string
}

// OriginOptions says how origins are read.
type OriginOptions struct {
	FS fs.FS
	// SkipRoadless leaves out municipalities without a road instead of failing.
	SkipRoadless bool
}

// ReadOrigins reads places, one a line: numbers of nodes as in the archive (1 to
// 13969) or codes of municipalities (CVEGEO). A first line node or code, or a table
// with the column node or cvegeo, says which; without it, numbers are codes when one
// of them can be no node, and nodes when one can be no code. An origin must reach the
// United States in period 0.
func (a *Archive) ReadOrigins(ctx context.Context, path string, opts OriginOptions) (Origins, error) {
	list, err := readPlaces(path, opts.FS)
	if err != nil {
		return Origins{}, err
	}
	if err := list.guess(path, a.Graph.NodeCount()); err != nil {
		return Origins{}, err
	}
	var o Origins
	seat := a.newSeats()
	seen := map[string]bool{}
	for _, e := range list.entries {
		if err := ctx.Err(); err != nil {
			return Origins{}, context.Cause(ctx)
		}
		key := strings.TrimLeft(e.text, "0")
		if seen[key] {
			o.Twice++
			continue
		}
		seen[key] = true
		if err := o.add(seat, e.text, list.kind == nodeKind); err != nil {
			if opts.SkipRoadless && errors.Is(err, errRoadless) {
				o.Roadless = append(o.Roadless, e.text)
				continue
			}
			return Origins{}, &feature.Error{File: path, Line: e.line, Err: err, Hint: hintOf(err)}
		}
	}
	if n := len(o.Roadless); len(o.Nodes) == 0 && n > 0 {
		return Origins{}, &feature.Error{File: path, Err: fmt.Errorf("no origin is left: none of %d municipalities, the first %s, has a road in the archive", n, o.Roadless[0])}
	}
	if len(o.Nodes) == 0 {
		return Origins{}, &feature.Error{File: path, Err: errors.New("there is no origin"), Hint: "write a node or a municipality code a line"}
	}
	return o, nil
}

func hintOf(err error) string {
	if errors.Is(err, errRoadless) {
		return "leave it out, or pass --skip-roadless"
	}
	return ""
}

func (o *Origins) add(seat *seats, text string, nodes bool) error {
	n, code := graph.NodeID(graph.None), ""
	var err error
	if nodes {
		n, err = seat.node(text)
	} else {
		n, code, err = seat.municipality(text)
	}
	if err == nil {
		o.Nodes, o.Codes = append(o.Nodes, n), append(o.Codes, code)
	}
	return err
}
