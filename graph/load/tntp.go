package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// TNTPFiles names the files of a network of the Transportation Networks for
// Research collection, https://github.com/bstabler/TransportationNetworks.
type TNTPFiles struct {
	Net   string // links: *_net.tntp
	Nodes string // positions: *_node.tntp; "" leaves the network without coordinates
}

// Columns of TNTP networks. The cost of a link with flow x is
// free_flow_time * (1 + b * (x / capacity)^power), after the US Bureau of Public Roads.
const (
	ColumnCapacity     = "capacity"
	ColumnFreeFlowTime = "free_flow_time"
	ColumnB            = "b"
	ColumnPower        = "power"
	ColumnSpeed        = "speed"
	ColumnType         = "type"
)

// tntpColumns are the fields of a link after its two nodes. The length is not a
// column but the length of the segment; the type is text.
var tntpColumns = [8]string{ColumnCapacity, "length", ColumnFreeFlowTime, ColumnB, ColumnPower, ColumnSpeed, ColumnToll, ColumnType}

// TNTPNetwork is a network with what traffic assignment must know of it.
type TNTPNetwork struct {
	Network
	// Zones is how many of the first nodes are where trips begin and end.
	Zones int
	// FirstThruNode is the first node that a path may pass through. Those
	// before it may only begin or end a path.
	FirstThruNode graph.NodeID
	// Header is the line of column names of the original file, which may tell
	// the units; "" when the file does not give it.
	Header string
}

// TNTP reads a network of one-way links. Node n of the file is node n-1 here, and
// links are segments in the order of the file. They carry the columns capacity,
// free_flow_time, b, power, speed, toll and type, as they are written.
//
// The length of a segment is the length in the file, in the file's unit: it is metres
// only by name (Anaheim has feet; in Sioux Falls and Barcelona it equals the free flow time). Positions
// are used when all can be degrees, which makes no degrees of them: the report warns
// of their range. Otherwise they are left out with a warning. Of the options,
// Columns and SnapMeters are not used. Lines that begin with ~ are comments.
func TNTP(ctx context.Context, files TNTPFiles, opts Options) (*TNTPNetwork, error) {
	report := &Report{}
	n := &tntpNet{files: files, report: report}
	if files.Nodes != "" {
		if err := n.readNodes(ctx, opts); err != nil {
			return nil, err
		}
	}
	n.meta.wanted = []string{tagZones, tagNodes, tagFirstThru, tagLinks}
	for _, name := range tntpColumns {
		if name != "length" {
			n.b.AddColumn(name)
		}
	}
	if err := eachLine(ctx, files.Net, opts, report, n.line); err != nil {
		return nil, err
	}
	if err := n.complete(); err != nil {
		return nil, &Error{File: files.Net, Err: err, Hint: "is the file cut short?"}
	}
	report.Features = n.links
	report.Warnings = append(report.Warnings, n.meta.warnings...)
	network, err := finishNetwork(&n.b, files.Net, report)
	if err != nil {
		return nil, err
	}
	return &TNTPNetwork{Network: *network, Zones: n.zones, FirstThruNode: graph.NodeID(n.firstThru - 1), Header: n.meta.header}, nil
}

// tntpNet reads a *_net.tntp line by line.
type tntpNet struct {
	b                       graph.Builder
	files                   TNTPFiles
	coords                  map[int]orb.Point
	report                  *Report
	meta                    tntpMeta
	zones, nodes, firstThru int // as in the file
	claimed, links          int
}

// line takes the lines of eachLine, which passes over those that begin with c, the
// comments of DIMACS: no line of this format does, and a link lost so would
// be missing in the count.
func (n *tntpNet) line(l line) error {
	switch {
	case l[0] == '~':
		return nil
	case n.meta.done:
		return n.link(l)
	}
	if err := n.meta.line(l); err != nil || !n.meta.done {
		return err
	}
	return n.counts()
}

// counts looks at the metadata when they are complete, and adds the nodes.
func (n *tntpNet) counts() (err error) {
	for _, count := range []struct {
		tag string
		to  *int
	}{{tagZones, &n.zones}, {tagNodes, &n.nodes}, {tagFirstThru, &n.firstThru}, {tagLinks, &n.claimed}} {
		if *count.to, err = n.meta.whole(count.tag); err != nil {
			return err
		}
	}
	switch {
	case n.zones > n.nodes:
		return fmt.Errorf("%d zones in a network of %d nodes: zones are its first nodes", n.zones, n.nodes)
	case n.firstThru < 1 || n.firstThru > n.nodes:
		return fmt.Errorf("<%s> is %d: the file has nodes 1 to %d", tagFirstThru, n.firstThru, n.nodes)
	}
	return n.placeNodes()
}

// complete compares the claims with what came.
func (n *tntpNet) complete() error {
	switch {
	case !n.meta.done:
		return n.meta.incomplete()
	case n.links != n.claimed:
		return fmt.Errorf("%d links, but <%s> is %d", n.links, tagLinks, n.claimed)
	case n.nodes > loneNodes*(n.links+1000):
		return fmt.Errorf("%w: %d nodes are claimed for %d links", graph.ErrTooLarge, n.nodes, n.links)
	}
	return nil
}

// link reads "init_node term_node capacity length free_flow_time b power speed toll type ;".
func (n *tntpNet) link(l line) error {
	text, ok := bytes.CutSuffix(l, []byte(";"))
	fields := bytes.Fields(text)
	if !ok || len(fields) != 2+len(tntpColumns) {
		return &Error{Err: fmt.Errorf("%d values where a link has %d and then ;", len(fields), 2+len(tntpColumns)),
			Hint: "init_node term_node capacity length free_flow_time b power speed toll type ;"}
	}
	s := graph.Segment{LengthKnown: true, Direction: graph.Forward}
	for i, end := range []*graph.NodeID{&s.From, &s.To} {
		node, err := wholeField(fields[i], n.nodes)
		if err != nil {
			return fmt.Errorf("%w: the file has nodes 1 to %d", err, n.nodes)
		}
		*end = graph.NodeID(node - 1)
	}
	for i, column := range tntpColumns {
		text := string(fields[2+i])
		if column == ColumnType {
			s.Values = append(s.Values, text)
			continue
		}
		x, err := decimal(text)
		if err == nil && (x < 0 || x > mostOfUnit) {
			err = fmt.Errorf("%s is not between 0 and %g", text, mostOfUnit)
		}
		if err != nil {
			return columnError(column, err)
		}
		if column == "length" {
			s.LengthMeters = x
			continue
		}
		s.Values = append(s.Values, text)
	}
	n.links++
	n.b.AddSegment(s)
	return nil
}

// mostOfUnit bounds what a field may say, in any unit.
const mostOfUnit = 1e12

func columnError(column string, err error) *Error {
	var located *Error
	if errors.As(err, &located) {
		located.Column = column
		return located
	}
	return &Error{Column: column, Err: err}
}
