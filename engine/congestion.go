package engine

import (
	"cmp"
	"context"
	"errors"

	"github.com/corredor-geo/corredor/engine/assign"
)

// Congestion makes ports, roads or both dearer the more they are used; the study then has
// an [Equilibrium] beside its shortest paths. Prices are in the unit of the study's
// cost: km, hours, or that of its formula. Texts may be numbers or formulas over the columns of the
// ports or roads, as in package graph/cost.
type Congestion struct {
	// Model is "equilibrium" (default: nobody gains by another port or road),
	// "logit_ports" (ports are chosen by logit, roads to them are the cheapest) or
	// "logit_paths" (all paths are only likelier the cheaper they are).
	Model string `yaml:"model"`
	// Demand is "count" (default: each origin sends 1 unit) or "weight" (by weight, 1 in
	// the mean of its layer).
	Demand string `yaml:"demand"`
	// Units replaces what a layer sends in all; default its number of origins.
	Units         map[string]float64 `yaml:"units"`
	Ports         *PortCongestion    `yaml:"ports"`
	Segments      *SegmentCongestion `yaml:"segments"`
	Theta         float64            `yaml:"theta"`          // of the logit models, per unit of cost
	Algorithm     string             `yaml:"algorithm"`      // b (default), bfw or frank-wolfe
	Gap           float64            `yaml:"gap"`            // relative gap at which to stop; default 1e-10
	MaxIterations int                `yaml:"max_iterations"` // at which to stop, with a warning [1000]
}

// PortCongestion is the price of passing a port when x units do: by Kind "power" (default)
// Phi * (x/Capacity)^Delta as in Dell (2015), or a "formula" of x.
type PortCongestion struct {
	Kind            string `yaml:"kind"`             // power (default) or formula
	Capacity        string `yaml:"capacity"`         // a number, or a formula over the columns of the ports
	Phi             string `yaml:"phi"`              // of power
	Delta           string `yaml:"delta"`            // of power
	Formula         string `yaml:"formula"`          // a price over x, the columns, and capacity
	WithoutCapacity string `yaml:"without_capacity"` // error (default), closed or free
}

// SegmentCongestion is the price of a road segment that x units use in one direction: by Kind "bpr"
// (default) cost * (1 + Alpha * (x/Capacity)^Power), or a "formula" of x, cost and the columns.
type SegmentCongestion struct {
	Kind            string `yaml:"kind"`             // bpr (default) or formula
	Capacity        string `yaml:"capacity"`         // a number, or a formula over the columns of the roads
	Alpha           string `yaml:"alpha"`            // default 0.15
	Power           string `yaml:"power"`            // default 4
	Formula         string `yaml:"formula"`          // a price over x, cost, the columns, and capacity
	WithoutCapacity string `yaml:"without_capacity"` // error (default), closed or free
}

// Values of the keys of Congestion.
const (
	modelEquilibrium = "equilibrium"
	modelLogitPorts  = "logit_ports"
	modelLogitPaths  = "logit_paths"

	kindPower   = "power"
	kindBPR     = "bpr"
	kindFormula = "formula"

	withoutError  = "error"
	withoutClosed = "closed"
	withoutFree   = "free"
)

// Defaults of the formula of the Bureau of Public Roads (Traffic Assignment Manual, 1964).
const (
	defaultAlpha = "0.15"
	defaultPower = "4"
)

func (c *Congestion) model() string { return cmp.Or(c.Model, modelEquilibrium) }

// congest finds the equilibrium of a study that has congestion.
func (r *run) congest(ctx context.Context) error {
	spec := r.Study.Congestion
	if spec == nil {
		return nil
	}
	e := &Equilibrium{Model: spec.model()}
	r.send(e)
	w, err := r.newRoadway(e)
	if err != nil {
		return err
	}
	solved, err := r.solve(ctx, w, e)
	if err != nil {
		return r.congestionError(w, err)
	}
	if err := r.spread(ctx, w, solved); err != nil {
		return err
	}
	r.Equilibrium = e
	return nil
}

// send gives every origin that has a route its units.
func (r *run) send(e *Equilibrium) {
	spec := r.Study.Congestion
	e.Origins = make([]OriginLoad, len(r.Origins))
	count := map[string]float64{}
	for _, o := range r.Origins {
		count[o.Layer]++
	}
	for i, o := range r.Origins {
		layer, ok := spec.Units[o.Layer]
		if !ok {
			layer = count[o.Layer]
		}
		units := layer / count[o.Layer]
		if spec.Demand == "weight" {
			units = layer * o.Share
		}
		if e.Origins[i] = (OriginLoad{Port: -1}); r.Routes[i].Status == Routed {
			e.Origins[i].Units = units
			e.Units += units
		} else {
			e.Unrouted += units
		}
	}
}

// congestionError tells of demand without a way by its origin.
func (r *run) congestionError(w *roadway, err error) error {
	var lost *assign.NoWayError
	if !errors.As(err, &lost) {
		return err
	}
	for i, node := range w.origin {
		if node == lost.From {
			o := r.Origins[i]
			err = errors.New("origin " + o.Layer + " " + o.Code + " " + o.Name + " has no way to a port that congestion leaves open")
			break
		}
	}
	return r.Study.mistake([]any{"congestion"}, err, "give the ports a capacity, or without_capacity: free")
}
