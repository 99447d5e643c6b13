package load_test

import (
	"context"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// TestOptionsInVain reads each text format with options that it has no use for.
func TestOptionsInVain(t *testing.T) {
	const noUnit = "the file names no unit of its lengths: they are taken for metres"
	everything := load.Options{SnapMeters: 5, Node: true, Nodes: "nodes.csv", Directed: true, Profile: osm.Car(), CRS: "EPSG:4326", Columns: load.Columns{Class: "kind"}}
	for _, test := range []struct {
		name string
		opts load.Options
		want []string // how each warning begins
	}{
		{"x.gr", load.Options{}, []string{noUnit}},
		{"x.gr", load.Options{SnapMeters: 5, Node: true, Directed: true, Profile: osm.Car(), CRS: "EPSG:4326", Columns: load.Columns{Class: "kind"}},
			[]string{"a DIMACS network has no use for: snap, node, directed, profile, crs, columns", noUnit}},
		{"x_net.tntp", load.Options{SnapMeters: 5}, []string{"a TNTP network has no use for: snap", noUnit}},
		{"x.mat", load.Options{Node: true}, []string{"a MATLAB network has no use for: node"}},
		{"edges.csv", everything, []string{"a list of edges has no use for: snap, node, profile"}},
		{"bare.csv", load.Options{Weight: "w"}, []string{noUnit}},
		{"x.geojson", everything, []string{"a layer of lines has no use for: nodes, directed, profile"}},
		{"x.geojson", load.Options{Columns: load.Columns{Class: "kind"}}, nil},
	} {
		test.opts.FS = files("x.gr", "p sp 2 1\na 1 2 5\n", "x_net.tntp", threeNodes, "x.mat", matFile("Network", fourLinks()...),
			"edges.csv", "from,to,kind\na,b,x\n", "nodes.csv", "id,lon,lat\na,1,1\nb,1,2\n", "bare.csv", "from,to,w\na,b,3\n",
			"x.geojson", layer(item(good, `"kind":"x"`)))
		n, err := load.Read(context.Background(), test.name, test.opts)
		if err != nil {
			t.Error(err)
			continue
		}
		var got []string
		for _, w := range n.Report.Warnings {
			if strings.Contains(w, "no use") || strings.Contains(w, "no unit") {
				got = append(got, w)
			}
		}
		ok := len(got) == len(test.want)
		for i := range min(len(got), len(test.want)) {
			ok = ok && strings.HasPrefix(got[i], test.want[i])
		}
		if !ok {
			t.Errorf("%s: warnings %q, want %q", test.name, got, test.want)
		}
	}
}

func TestKeptColumnOfItsOwnFormat(t *testing.T) {
	opts := load.Options{FS: files("x_net.tntp", threeNodes), Columns: load.Columns{Keep: []string{"capacity", "width"}}}
	_, err := load.Read(context.Background(), "x_net.tntp", opts)
	checkError(t, err, nil, `x_net.tntp: column "width": no such column (the columns are capacity, free_flow_time, b, power, speed, toll, type)`)
}
