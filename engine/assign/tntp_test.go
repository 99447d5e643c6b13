package assign_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/internal/outside"
)

// reference names the networks of the reference data.
var reference = map[string][2]string{
	"SiouxFalls": {"SiouxFalls/SiouxFalls_net.tntp", "SiouxFalls/SiouxFalls_trips.tntp"},
	"Anaheim":    {"Anaheim/Anaheim_net.tntp", "Anaheim/Anaheim_trips.tntp"},
	"Barcelona":  {"Barcelona/Barcelona_net.tntp", "Barcelona/Barcelona_trips.tntp"},
	"Berlin": {"Berlin-Friedrichshain/friedrichshain-center_net.tntp",
		"Berlin-Friedrichshain/friedrichshain-center_trips.tntp"},
	"Braess": {"Braess-Example/Braess_net.tntp", "Braess-Example/Braess_trips.tntp"},
}

// referenceFile finds a network of the reference data.
func referenceFile(tb testing.TB, name string) string {
	tb.Helper()
	return outside.ReferenceData(tb, "benchmarks/tntp/"+name)
}

// open reads a network of the reference data.
func open(tb testing.TB, name string) assign.Problem {
	tb.Helper()
	files := reference[name]
	net, err := load.TNTP(context.Background(), load.TNTPFiles{Net: referenceFile(tb, files[0])}, load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	trips, err := load.Trips(context.Background(), referenceFile(tb, files[1]), load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return assign.Problem{Graph: net.Graph, Cost: assign.NewBPR(net, assign.Weights{}), Demand: assign.DemandOf(trips), FirstThru: net.FirstThruNode}
}

// TestWeights adds 2 minutes per dollar and 0.5 per mile to the time of a link of 3 miles
// with a toll of 7.
func TestWeights(t *testing.T) {
	const net = `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 2
<FIRST THRU NODE> 1
<NUMBER OF LINKS> 1
<END OF METADATA>
1 2 100 3 10 0.5 1 0 7 1 ;
`
	n, err := load.TNTP(context.Background(), load.TNTPFiles{Net: "x"}, load.Options{FS: fstest.MapFS{"x": {Data: []byte(net)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		weights assign.Weights
		want    float64
	}{{assign.Weights{}, 15}, {assign.Weights{Toll: 2}, 29}, {assign.Weights{Toll: 2, Length: 0.5}, 30.5}} {
		if got := assign.NewBPR(n, test.weights).At(0, 100); got != test.want { // 10 * (1 + 0.5 * 100/100) + ...
			t.Errorf("%+v: price %v, want %v", test.weights, got, test.want)
		}
	}
}
