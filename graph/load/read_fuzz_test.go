package load_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// FuzzRead reads any bytes under any name, with the options that change lines.
func FuzzRead(f *testing.F) {
	names := []string{"x", "x.geojson", "x.shp", "x.osm.pbf", "x.gr", "x_net.tntp", "x.mat", "x.csv", "x.gpkg", "x.zip"}
	for i, seed := range []string{"", layer(item(good, "")), "", "\x00\x00\x00\x0dOSMHeader", "p sp 2 1\na 1 2 5\n", threeNodes,
		matFile("Network", fourLinks()...), "from,to,w\na,b,1\n", "SQLite format 3\x00", "PK\x03\x04"} {
		f.Add(uint8(i), seed, i%2 == 0, 5.0)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string, node bool, snap float64) {
		const most = 1000 // metres
		name := names[int(which)%len(names)]
		opts := load.Options{FS: files(name, text), Node: node, SnapMeters: math.Abs(math.Mod(snap, most)), Weight: map[bool]string{true: "w"}[node]}
		n, err := load.Read(context.Background(), name, opts)
		checkBare(t, n, err)
	})
}

// FuzzNoding draws lines on a grid so coarse that they cross, touch and overlap,
// and wants noded lines to meet in nodes only.
func FuzzNoding(f *testing.F) {
	f.Add([]byte{0, 0, 9, 9, 255, 0, 9, 9, 0, 255, 3, 3, 6, 6}, 0.0)
	f.Add([]byte{0, 4, 9, 4, 255, 4, 0, 4, 9, 255, 2, 4, 7, 4, 4, 4}, 3000.0)
	f.Fuzz(func(t *testing.T, path []byte, snap float64) {
		const step, most = 0.01, 3000 // degrees and metres, about 3 steps
		var features []string
		var points []byte
		flush := func() {
			text := "["
			for i := 0; i+1 < len(points); i += 2 {
				if i > 0 {
					text += ","
				}
				text += position(step*float64(points[i]%16), step*float64(points[i+1]%16))
			}
			features, points = append(features, item(line(text+"]"), "")), nil
		}
		for _, b := range path[:min(len(path), 200)] {
			if b == 255 {
				flush()
				continue
			}
			points = append(points, b)
		}
		flush()
		opts := load.Options{Node: true, SnapMeters: math.Abs(math.Mod(snap, most))}
		n, err := readRoads(layer(features...), opts)
		checkNetwork(t, n, err)
		if err == nil && opts.SnapMeters == 0 {
			checkNoded(t, n)
		}
	})
}

// checkNoded wants no two edges of the network to cross between their ends by
// more than the rounding of a crossing.
func checkNoded(t *testing.T, n *load.Network) {
	t.Helper()
	var edges [][4]float64
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		shape := n.Graph.Shape(s)
		for i := 1; i < len(shape); i++ {
			a, b := shape[i-1], shape[i]
			edges = append(edges, [4]float64{float64(a.Lon), float64(a.Lat), float64(b.Lon), float64(b.Lat)})
		}
	}
	for i := range edges {
		for j := range i {
			if cross(edges[i], edges[j]) && deep(edges[i], edges[j]) && deep(edges[j], edges[i]) {
				t.Errorf("%v and %v cross", edges[i], edges[j])
			}
		}
	}
}

// deep reports whether both ends of b are well off the line through a: more
// than the 1e-7 degrees, a few of them, by which cuts move an edge.
func deep(a, b [4]float64) bool {
	const cuts = 64
	dx, dy := a[2]-a[0], a[3]-a[1]
	length := math.Hypot(dx, dy)
	for _, p := range [][2]float64{{b[0], b[1]}, {b[2], b[3]}} {
		if math.Abs(dx*(p[1]-a[1])-dy*(p[0]-a[0])) <= cuts*length {
			return false
		}
	}
	return true
}

func position(lon, lat float64) string { return fmt.Sprintf("[%.7f,%.7f]", lon, lat) }
