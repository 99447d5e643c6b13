package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph/load"
)

// published is what tap-b, Algorithm B in C, takes to a gap on one core and on two, in
// seconds, on another machine with two cores; 0 is not known.
type published struct {
	gap      float64
	one, two float64
}

// testCase is a network with what is known of it.
type testCase struct {
	name, folder, prefix string
	objective            float64 // the best published; 0 has the published flows say
	flows                bool    // are published, and unique
	tapB                 []published
}

// The objectives are from the README files of the networks, the seconds from anchors measured
// with tap-b at https://github.com/spartalab/tap-b.
var cases = []testCase{
	{"Sioux Falls", "SiouxFalls", "SiouxFalls", 42.31335287107440e5, true, []published{{1e-6, .009, .010}, {1e-10, .025, .028}}},
	{"Anaheim", "Anaheim", "Anaheim", 0, true, []published{{1e-6, .012, .009}, {1e-10, .036, .029}}},
	{"Barcelona", "Barcelona", "Barcelona", 1265654.92203176, false, []published{{1e-6, .24, .14}, {1e-10, .44, .26}}},
	{"Berlin-Friedrichshain", "Berlin-Friedrichshain", "friedrichshain-center", 0, false, nil},
}

// network is a case that has been read.
type network struct {
	testCase
	problem assign.Problem
	best    float64   // objective; NaN when none is known
	volume  []float64 // published flows; nil when there are none
}

func (c testCase) read(ctx context.Context, dir string) (*network, error) {
	file := func(kind string) string { return filepath.Join(dir, c.folder, c.prefix+"_"+kind+".tntp") }
	net, err := load.TNTP(ctx, load.TNTPFiles{Net: file("net")}, load.Options{})
	if err != nil {
		return nil, err
	}
	trips, err := load.Trips(ctx, file("trips"), load.Options{})
	if err != nil {
		return nil, err
	}
	n := &network{testCase: c, best: c.objective}
	n.problem = assign.Problem{Graph: net.Graph, Cost: assign.NewBPR(net, assign.Weights{}), Demand: assign.DemandOf(trips), FirstThru: net.FirstThruNode}
	if c.flows {
		if n.volume, err = load.TNTPFlows(ctx, file("flow"), net.Graph, load.Options{}); err != nil {
			return nil, err
		}
	}
	switch {
	case n.best == 0 && c.flows:
		for a, x := range n.volume {
			n.best += n.problem.Cost.Integral(arcID(a), x)
		}
	case n.best == 0:
		n.best = math.NaN()
	}
	return n, nil
}

// size describes the network.
func (n *network) size() string {
	pairs := 0
	for _, d := range n.problem.Demand {
		if d.Flow > 0 && d.From != d.To {
			pairs++
		}
	}
	return fmt.Sprintf("%d nodes, %d links, %d pairs", n.problem.Graph.NodeCount(), n.problem.Graph.ArcCount(), pairs)
}
