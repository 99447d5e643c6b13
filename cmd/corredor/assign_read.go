package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

func (a *assignFlags) read(ctx context.Context, args []string) (p assign.Problem, warnings []string, err error) {
	net, err := load.TNTP(ctx, load.TNTPFiles{Net: args[0]}, load.Options{})
	if err != nil {
		return p, nil, err
	}
	trips, err := load.Trips(ctx, args[1], load.Options{})
	if err != nil {
		return p, nil, err
	}
	if trips.Zones > net.Zones {
		return p, nil, &feature.Error{File: args[1], Err: fmt.Errorf("trips between %d zones, in a network of %d", trips.Zones, net.Zones), Hint: "is it the table of another network?"}
	}
	cost := assign.NewBPR(net, a.weights)
	p = assign.Problem{Graph: net.Graph, Cost: cost, Demand: assign.DemandOf(trips), FirstThru: net.FirstThruNode}
	if err := a.readLinks(ctx, &p); err != nil {
		return p, nil, err
	}
	for _, text := range net.Report.Warnings {
		warnings = append(warnings, args[0]+": "+text)
	}
	for _, text := range trips.Warnings {
		warnings = append(warnings, args[1]+": "+text)
	}
	return p, append(warnings, setAside(p, args)...), nil
}

// readLinks reads the links that flags name, and the flows to start from.
func (a *assignFlags) readLinks(ctx context.Context, p *assign.Problem) error {
	p.Closed = make([]bool, p.Graph.ArcCount())
	for _, name := range a.shut {
		arcs, err := linksBetween(p.Graph, name)
		if err != nil {
			return usageError{fmt.Errorf("--close %w", err)}
		}
		for _, arc := range arcs {
			p.Closed[arc] = true
		}
	}
	var err error
	if a.link != "" {
		if a.selected, err = linksBetween(p.Graph, a.link); err != nil {
			return usageError{fmt.Errorf("--select-link %w", err)}
		}
	}
	if a.start != "" {
		a.options.Start, err = load.TNTPFlows(ctx, a.start, p.Graph, load.Options{})
	}
	return err
}

// setAside tells what the conventions of the formats leave out.
func setAside(p assign.Problem, args []string) (warnings []string) {
	shut := 0
	for arc := range graph.ArcID(p.Graph.ArcCount()) {
		if math.IsInf(p.Cost.At(arc, 1), 1) {
			shut++
		}
	}
	if shut > 0 {
		warnings = append(warnings, fmt.Sprintf("%s: links of capacity 0: %d; they are closed", args[0], shut))
	}
	within := 0.0
	for _, d := range p.Demand {
		if d.From == d.To {
			within += d.Flow
		}
	}
	if within > 0 {
		warnings = append(warnings, fmt.Sprintf("%s: trips within a zone: %g; they use no link", args[1], within))
	}
	return warnings
}

// linksBetween finds links named as 3-4, by nodes counted from 1.
func linksBetween(g *graph.Graph, name string) (arcs []graph.ArcID, err error) {
	var from, to int
	if _, err := fmt.Sscanf(name, "%d-%d", &from, &to); err != nil || name != fmt.Sprintf("%d-%d", from, to) {
		return nil, fmt.Errorf("%q is no link; write its two nodes: 3-4", name)
	}
	for arc := range graph.ArcID(g.ArcCount()) {
		if g.Tail(arc) == graph.NodeID(from-1) && g.Head(arc) == graph.NodeID(to-1) {
			arcs = append(arcs, arc)
		}
	}
	if len(arcs) == 0 {
		return nil, fmt.Errorf("%s: the network has no link from node %d to node %d", name, from, to)
	}
	return arcs, nil
}

// assignError tells of demand without a way by the zones of the file.
func assignError(trips string, err error) error {
	var lost *assign.NoWayError
	if !errors.As(err, &lost) {
		return err
	}
	text := fmt.Errorf("no way from zone %d to zone %d, between which are %g trips", lost.From+1, lost.To+1, lost.Flow)
	switch lost.Stuck {
	case lost.From:
		text = fmt.Errorf("no way out of zone %d, from which %g trips go to zone %d", lost.From+1, lost.Flow, lost.To+1)
	case lost.To:
		text = fmt.Errorf("no way into zone %d, to which %g trips go from zone %d", lost.To+1, lost.Flow, lost.From+1)
	}
	return &feature.Error{File: trips, Err: text, Hint: "open a link, or take these trips out"}
}
