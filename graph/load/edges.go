package load

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// EdgeTables names the tables of an edge list and their columns. Only Edges must
// be given; a column that is "" has the name in brackets.
type EdgeTables struct {
	Edges string // one row an edge
	Nodes string // one row a node; "" when the edges bring the nodes

	From, To string // ids of the two nodes, any text [from, to; source, target; tail, head; u, v]
	// Positions of the two nodes in degrees, in the table of edges when there
	// is no table of nodes [from_lon, from_lat, to_lon, to_lat]. Without any of
	// them the network has no coordinates.
	FromLon, FromLat, ToLon, ToLat string
	// Weight is a column with a cost in any unit, which becomes the length of
	// the segments of a network that has neither coordinates nor a column of lengths.
	Weight string
	// Directed edges lead from From to To only, unless Columns.OneWay says it row by row.
	Directed bool

	ID       string // of a node [id]
	Lon, Lat string // of a node; [lon, lat] and other usual names
}

// EdgeNetwork is a network whose nodes have ids.
type EdgeNetwork struct {
	Network
	IDs   []string // of each node
	nodes map[string]graph.NodeID
}

// Node returns the node with an id, or [graph.None]. Constant time.
func (n *EdgeNetwork) Node(id string) graph.NodeID {
	if node, ok := n.nodes[id]; ok {
		return node
	}
	return graph.None
}

// Edges reads a network from an edge list, the form in which R's igraph and
// Python's networkx write graphs. Ids are compared as text without blanks around: 7 and
// 07 are two nodes. Nodes are numbered as they come, in the table of nodes or else
// in the edges; edges are segments in file order, and two between the same nodes are two.
//
// A length is that of Columns.LengthKM where it is above 0, else the distance between
// the nodes. A network without coordinates has no distances: each edge then needs a
// length, or a weight. Other attributes are mapped as for [Roads], and a weight
// beside lengths is kept by Columns.Keep. Options.SnapMeters is not used. Time is linear
// in the number of rows.
func Edges(ctx context.Context, tables EdgeTables, opts Options) (*EdgeNetwork, error) {
	r := newLinkReader(opts)
	r.files, r.noun, r.apart = tables, "node", tables.Nodes != ""
	r.files.ID = cmp.Or(tables.ID, "id")
	r.linkOpts = opts.feature()
	r.linkOpts.Lon = "-" // an edge is no point
	if tables.Weight != "" && (r.apart || opts.Columns.LengthKM != "") {
		return nil, r.weightError()
	}
	n, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	return &EdgeNetwork{Network: *n, IDs: r.ids, nodes: r.nodes}, nil
}

func (r *linkReader) weightError() error {
	return &Error{File: r.files.Edges, Column: r.files.Weight, Err: errors.New("a weight beside lengths or coordinates would be a second length"),
		Hint: "keep it as a column instead"}
}

// findEnds chooses the columns of the two nodes: those named, else the first usual
// pair that is there, with the names that R's igraph and Python's networkx write.
func (r *linkReader) findEnds(have []string) {
	if r.files.From != "" || r.files.To != "" {
		r.files.From, r.files.To = cmp.Or(r.files.From, "from"), cmp.Or(r.files.To, "to")
		return
	}
	for _, pair := range [][2]string{{"from", "to"}, {"source", "target"}, {"tail", "head"}, {"u", "v"}} {
		if slices.Contains(have, pair[0]) && slices.Contains(have, pair[1]) {
			r.files.From, r.files.To = pair[0], pair[1]
			return
		}
	}
	r.files.From, r.files.To = "from", "to"
}

// findPositions decides whether the edges bring the positions of their nodes, or
// at least their lengths.
func (r *linkReader) findPositions(reader *feature.Reader) error {
	names := []*string{&r.files.FromLon, &r.files.FromLat, &r.files.ToLon, &r.files.ToLat}
	have := reader.Columns()
	found, asked := 0, false
	var wanted []string
	for i, usual := range []string{"from_lon", "from_lat", "to_lon", "to_lat"} {
		asked = asked || *names[i] != ""
		*names[i] = cmp.Or(*names[i], usual)
		wanted = append(wanted, *names[i])
		if slices.Contains(have, *names[i]) {
			found++
		}
	}
	if asked || found > 0 {
		r.inline = true
		if r.files.Weight != "" {
			return r.weightError()
		}
		return reader.RequireColumns(wanted...)
	}
	switch {
	case r.files.Weight != "":
		return reader.RequireColumns(r.files.Weight)
	case r.opts.Columns.LengthKM == "":
		return &Error{File: r.files.Edges, Err: errors.New("the edges have neither lengths nor coordinates"),
			Hint: "name a column of kilometres (length_km) or of another cost (weight), give a table of nodes, or add from_lon, from_lat, to_lon, to_lat: the columns are " + strings.Join(have, ", ")}
	}
	return nil
}

// nodeOfLink returns the node that an edge names, which is new or known, at the
// position that the edge gives it.
func (r *linkReader) nodeOfLink(f feature.Feature, id, column string) (graph.NodeID, error) {
	node, known := r.nodes[id]
	if !r.inline {
		if !known {
			node = r.b.AddNodes(1)
			r.addNode(id, node)
		}
		return node, nil
	}
	at, err := r.position(f, column)
	switch {
	case err != nil:
		return graph.None, err
	case known && at != r.at[node]:
		bad := f.Errorf("node %q was elsewhere before: at %v", id, r.at[node].Orb())
		bad.Column = column
		return graph.None, bad
	case known:
		return node, nil
	}
	node = r.b.AddNode(at)
	r.at = append(r.at, at)
	r.addNode(id, node)
	return node, nil
}

// position reads the position of the node in column From or To.
func (r *linkReader) position(f feature.Feature, column string) (graph.Point, error) {
	names := [2]string{r.files.FromLon, r.files.FromLat}
	if column == r.files.To {
		names = [2]string{r.files.ToLon, r.files.ToLat}
	}
	var p orb.Point
	for i, name := range names {
		var err error
		if p[i], err = f.Number(name); err != nil {
			return graph.Point{}, err
		}
	}
	return pointOf(f, p)
}

// bareLength is the length of an edge in a network without coordinates.
func (r *linkReader) bareLength(f feature.Feature, a attributes) (float64, error) {
	column := r.opts.Columns.LengthKM
	if r.files.Weight == "" && f.Has(column) {
		return a.lengthMeters, nil
	}
	x, err := f.Number(cmp.Or(r.files.Weight, column))
	if err == nil && (x < 0 || x > mostOfUnit) {
		bad := f.Errorf("the weight is %g; a weight lies between 0 and %g", x, mostOfUnit)
		bad.Column = r.files.Weight
		err = bad
	}
	return x, err
}
