package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// readNodes reads "node x y ;" below a line of names. Nodes may stand in any order.
func (n *tntpNet) readNodes(ctx context.Context, opts Options) error {
	n.coords = map[int]orb.Point{}
	first := true
	err := eachLine(ctx, n.files.Nodes, opts, n.report, func(l line) error {
		if l[0] == '~' {
			return nil
		}
		title := first && (l[0] < '0' || l[0] > '9')
		first = false
		if title {
			return nil
		}
		return n.readNode(bytes.Fields(bytes.TrimRight(l, "; \t")))
	})
	if err == nil && len(n.coords) == 0 {
		err = &Error{File: n.files.Nodes, Err: errors.New("no node in the file"), Hint: "nodes are lines such as: 1 -96.77 43.61 ;"}
	}
	return err
}

func (n *tntpNet) readNode(fields [][]byte) error {
	if len(fields) != 3 {
		return &Error{Err: fmt.Errorf("%d values where a node has 3", len(fields)), Hint: "node x y ;"}
	}
	node, err := wholeField(fields[0], mostNodes)
	if err != nil {
		return err
	}
	if _, twice := n.coords[node]; twice {
		return fmt.Errorf("node %d stands twice", node)
	}
	var p orb.Point
	for i := range p {
		if p[i], err = decimal(string(fields[1+i])); err != nil {
			return columnError([]string{"x", "y"}[i], err)
		}
	}
	n.coords[node] = p
	return nil
}

// placeNodes adds the nodes, at their positions when those can be degrees.
func (n *tntpNet) placeNodes() error {
	if len(n.coords) == 0 {
		n.b.AddNodes(n.nodes)
		return nil
	}
	if len(n.coords) != n.nodes {
		return fmt.Errorf("%d nodes, but %s has %d: the two files do not belong together", n.nodes, n.files.Nodes, len(n.coords))
	}
	bound, degrees := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}, true
	for node := 1; node <= n.nodes; node++ {
		p, ok := n.coords[node]
		if !ok {
			return fmt.Errorf("%s has no node %d: the two files do not belong together", n.files.Nodes, node)
		}
		bound = bound.Extend(p)
		degrees = degrees && feature.CheckLonLat(p) == nil
	}
	extent := fmt.Sprintf("%s: x %g to %g, y %g to %g", n.files.Nodes, bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1])
	if !degrees {
		n.report.Warnings = append(n.report.Warnings, extent+" cannot be degrees: the network is left without coordinates")
		n.b.AddNodes(n.nodes)
		return nil
	}
	n.report.Warnings = append(n.report.Warnings, extent+" taken as longitude and latitude; the format names no system")
	for node := 1; node <= n.nodes; node++ {
		p := n.coords[node]
		p[0] = math.Remainder(p[0], 360)
		n.b.AddNode(graph.PointOf(p))
	}
	return nil
}
