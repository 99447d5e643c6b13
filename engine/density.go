package engine

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

// The grid of a density: as fine as the bandwidth needs, within bounds, and wide
// enough to hold 99.99 % of the mass.
const (
	nodesPerSigma   = 5
	fewestNodes     = 64
	usualMostNodes  = 1024
	mostNodes       = 4096
	marginSigmas    = 4
	coarsestInSigma = 0.5 // a step, beyond which regions and masses are rough
)

// density smooths the points of a layer.
func (r *run) density(ctx context.Context, spec Origins, points hotspot.Points) (*hotspot.Density, error) {
	bandwidth, err := hotspot.ParseBandwidth(spec.Bandwidth)
	if err != nil {
		return nil, err
	}
	// The least grid tells the bandwidth that a rule chooses, and the limits.
	opts := hotspot.KDEOptions{Bandwidth: bandwidth, Columns: 2, Rows: 2, Margin: marginSigmas}
	d, err := hotspot.KDE(ctx, points.At, points.Weights, opts)
	if err == nil {
		opts = fineGrid(d, spec.Nodes)
		d, err = hotspot.KDE(ctx, points.At, points.Weights, opts)
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, hotspot.ErrBandwidth):
		return nil, r.Study.mistake(r.layerPath(spec, "bandwidth"), fmt.Errorf("layer %q: %w", spec.Layer, err), "for example bandwidth: 30 km")
	case err != nil:
		return nil, r.Study.mistake(r.layerPath(spec, "points"), fmt.Errorf("layer %q: %w", spec.Layer, err), "")
	}
	if step := stepInSigmas(d); step > coarsestInSigma {
		r.warn(Warning{Stage: "origins", Message: fmt.Sprintf("%s: the density has a node every %.2g bandwidths; more nodes: would show its shape", spec.Layer, step), Count: 1})
	}
	return d, nil
}

// fineGrid are the options for the same density on the grid that it needs.
func fineGrid(d *hotspot.Density, nodes int) hotspot.KDEOptions {
	sigma, kilometres := d.Sigma()
	opts := hotspot.KDEOptions{Limits: d.Bound(), Columns: nodes, Rows: nodes}
	opts.Bandwidth.Sigma = sigma
	if kilometres {
		opts.Bandwidth = hotspot.Bandwidth{SigmaKM: sigma[0]}
	}
	if nodes == 0 {
		width := sidesInSigmas(d)
		opts.Columns, opts.Rows = nodesAlong(width[0]), nodesAlong(width[1])
	}
	return opts
}

func nodesAlong(sigmas float64) int {
	return int(min(max(math.Ceil(sigmas*nodesPerSigma)+1, fewestNodes), usualMostNodes))
}

// sidesInSigmas returns the width and height of a density's grid in bandwidths,
// measured where a degree of longitude is longest.
func sidesInSigmas(d *hotspot.Density) [2]float64 {
	sigma, kilometres := d.Sigma()
	b := d.Bound()
	width, height := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
	if kilometres {
		equatorward := min(max(0, b.Min[1]), b.Max[1])
		width *= kmBetween(orb.Point{0, equatorward}, orb.Point{1, equatorward})
		height = kmBetween(b.Min, orb.Point{b.Min[0], b.Max[1]})
	}
	return [2]float64{width / sigma[0], height / sigma[1]}
}

func stepInSigmas(d *hotspot.Density) float64 {
	sides := sidesInSigmas(d)
	columns, rows := d.Size()
	return max(sides[0]/float64(columns-1), sides[1]/float64(rows-1))
}
