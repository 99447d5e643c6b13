package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/route"
)

// Stop is a place that a route begins or ends at: a point beside the network, or
// a node of it.
type Stop struct {
	ID           string
	At           orb.Point
	AccessMeters float64 // from At to the road; 0 for a node
	route.Stop
}

// ParseStop reads "lon,lat" in degrees, or "node:N" with N from 0.
func (n *Network) ParseStop(text string) (Stop, error) {
	if number, ok := strings.CutPrefix(text, "node:"); ok {
		return n.stopAtNode(text, number)
	}
	lon, lat, ok := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if !ok || errX != nil || errY != nil {
		return Stop{}, fmt.Errorf("%q is no place; write lon,lat in degrees, such as -99.13,19.43, or node:N", text)
	}
	p := orb.Point{x, y}
	if err := feature.CheckLonLat(p); err != nil {
		return Stop{}, err
	}
	return n.stopAtPoint(text, p)
}

func (n *Network) stopAtNode(id, number string) (Stop, error) {
	node, err := strconv.Atoi(number)
	if err != nil || node < 0 || node >= n.Graph.NodeCount() {
		return Stop{}, fmt.Errorf("there is no node %q; the network has nodes 0 to %d", number, n.Graph.NodeCount()-1)
	}
	s := Stop{ID: id, Stop: route.AtNode(graph.NodeID(node))}
	if n.Graph.HasCoordinates() {
		s.At = n.Graph.Node(graph.NodeID(node)).Orb()
	}
	return s, nil
}

func (n *Network) stopAtPoint(id string, p orb.Point) (Stop, error) {
	if !n.Graph.HasCoordinates() {
		return Stop{}, fmt.Errorf("the network has no coordinates to find %g,%g in; name nodes, such as node:0, or give the file of their positions", p[0], p[1])
	}
	n.snapOnce.Do(func() { n.snapper = graph.NewSnapper(n.Graph, nil) })
	place, ok := n.snapper.Query().Nearest(p)
	if !ok {
		return Stop{}, fmt.Errorf("the network has no road that can be left and reached")
	}
	return Stop{ID: id, At: p, AccessMeters: place.AccessMeters, Stop: route.At(place)}, nil
}

// ReadStops reads a table of places with the columns id and lon, lat, or id and
// node. The order of the table is kept.
func (n *Network) ReadStops(ctx context.Context, path string) ([]Stop, error) {
	reader, err := feature.Open(path, feature.Options{})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var stops []Stop
	for f, err := range reader.All() {
		if err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		stop, err := n.readStop(f)
		if err != nil {
			return nil, err
		}
		stops = append(stops, stop)
	}
	if len(stops) == 0 {
		return nil, &feature.Error{File: path, Err: fmt.Errorf("the table has no rows")}
	}
	return stops, nil
}

func (n *Network) readStop(f feature.Feature) (s Stop, err error) {
	id, ok := f.Text("id")
	if !ok {
		id = strconv.Itoa(f.Index)
	}
	if number, ok := f.Text("node"); ok {
		s, err = n.stopAtNode(id, number)
	} else if p, isPoint := f.Geometry.(orb.Point); isPoint {
		if err = feature.CheckLonLat(p); err == nil {
			s, err = n.stopAtPoint(id, p)
		}
	} else {
		err = fmt.Errorf("%s has no position; give lon and lat in degrees, or node", id)
	}
	if err != nil {
		return s, f.Errorf("%w", err)
	}
	return s, nil
}
