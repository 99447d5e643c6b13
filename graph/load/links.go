package load

import (
	"context"
	"math"
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
	r := newLinkReader(opts)
	r.files, r.noun = EdgeTables{Nodes: tables.Places, Edges: tables.Links, ID: "place", From: "from", To: "to"}, "place"
	r.apart, r.linkOpts, r.via = true, opts.feature(), "via"
	return r.read(ctx)
}

// linkReader builds a network from rows: of nodes, if they have a table of their
// own, then of links.
type linkReader struct {
	b        graph.Builder
	opts     Options
	report   *Report
	files    EdgeTables              // every column that is read has its name
	apart    bool                    // nodes have a table of their own
	linkOpts feature.Options         // of the table of links
	noun     string                  // what a node is called in errors
	via      string                  // column of shape points; "" when there is none
	nodes    map[string]graph.NodeID // by id
	ids      []string                // by node
	inline   bool                    // positions come with the links
	at       []graph.Point           // by node; empty in a network without positions
}

func newLinkReader(opts Options) *linkReader {
	r := &linkReader{opts: opts, report: &Report{}, nodes: map[string]graph.NodeID{}}
	names, _ := opts.Columns.named()
	for _, name := range names {
		r.b.AddColumn(name)
	}
	return r
}

func (r *linkReader) read(ctx context.Context) (*Network, error) {
	if r.apart {
		if err := r.readNodes(ctx); err != nil {
			return nil, err
		}
	}
	if err := r.readLinks(ctx); err != nil {
		return nil, err
	}
	g, err := r.b.Build()
	if err != nil {
		return nil, &Error{File: r.files.Edges, Err: err}
	}
	if g.SegmentCount() == 0 {
		return nil, &Error{File: r.files.Edges, Err: ErrNoRoads, Hint: "the table has no link between two " + r.noun + "s"}
	}
	return &Network{Graph: g, Parts: r.report.finish(g), Report: *r.report}, nil
}

func (r *linkReader) readNodes(ctx context.Context) error {
	opts := r.opts.feature()
	opts.Lon, opts.Lat = r.files.Lon, r.files.Lat
	reader, err := openRows(r.files.Nodes, opts, []string{r.files.ID})
	if err != nil {
		return err
	}
	defer reader.Close()
	return r.report.eachRow(ctx, reader, func(f feature.Feature) error {
		name, ok := f.Text(r.files.ID)
		p, isPoint := f.Geometry.(orb.Point)
		switch {
		case !ok:
			return f.Errorf("the %s has no name", r.noun)
		case !isPoint:
			return f.Errorf("%s %q has no position; write lon and lat in degrees", r.noun, name)
		}
		if _, twice := r.nodes[name]; twice {
			return f.Errorf("%s %q stands twice; a %s needs a name of its own", r.noun, name, r.noun)
		}
		point, err := pointOf(f, p)
		if err == nil {
			r.addNode(name, r.b.AddNode(point))
			r.at = append(r.at, point)
		}
		return err
	})
}

// pointOf converts a position in degrees, which it checks.
func pointOf(f feature.Feature, p orb.Point) (graph.Point, error) {
	if err := feature.CheckLonLat(p); err != nil {
		return graph.Point{}, f.Errorf("%w", err)
	}
	p[0] = math.Remainder(p[0], 360) // some layers count from 0 to 360
	return graph.PointOf(p), nil
}

func (r *linkReader) addNode(name string, n graph.NodeID) {
	name = strings.Clone(name) // do not keep the row
	r.nodes[name] = n
	r.ids = append(r.ids, name)
	r.report.Vertices++
}

func (r *linkReader) readLinks(ctx context.Context) error {
	reader, err := openRows(r.files.Edges, r.linkOpts, r.opts.Columns.required())
	if err != nil {
		return err
	}
	defer reader.Close()
	r.findEnds(reader.Columns())
	if err := reader.RequireColumns(r.files.From, r.files.To); err != nil {
		return err
	}
	if !r.apart {
		if err := r.findPositions(reader); err != nil {
			return err
		}
	}
	return r.report.eachRow(ctx, reader, r.addLink)
}

func (r *linkReader) addLink(f feature.Feature) (err error) {
	r.report.Features++
	s := graph.Segment{}
	if s.From, err = r.node(f, r.files.From); err != nil {
		return err
	}
	if s.To, err = r.node(f, r.files.To); err != nil {
		return err
	}
	if s.Via, err = parseVia(f, r.via); err != nil {
		return err
	}
	if r.overMeridian(s) {
		r.report.drop(dropLinkMeridian, f.Errorf(""))
		return nil
	}
	a, err := readAttributes(f, r.opts.Columns, r.report)
	if err != nil {
		return err
	}
	s.LengthMeters, s.Direction, s.Values = a.lengthMeters, a.direction, a.values
	if r.files.Directed && r.opts.Columns.OneWay == "" {
		s.Direction = graph.Forward
	}
	if len(r.at) == 0 {
		if s.LengthMeters, err = r.bareLength(f, a); err != nil {
			return err
		}
		s.LengthKnown = true
	}
	r.report.Vertices += len(s.Via)
	r.b.AddSegment(s)
	return nil
}

// node returns the node that a column of a link names.
func (r *linkReader) node(f feature.Feature, column string) (graph.NodeID, error) {
	name, given := f.Text(column)
	if !r.apart && given {
		return r.nodeOfLink(f, name, column)
	}
	node, ok := r.nodes[name]
	if ok {
		return node, nil
	}
	bad := f.Errorf("there is no %s %q; add it to the table of %ss", r.noun, name, r.noun)
	if !r.apart {
		bad = f.Errorf("the %s has no name", r.noun)
	}
	bad.Column = column
	return graph.None, bad
}
