package engine

import (
	"context"
	"strings"
	"sync"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/route"
)

// Network is a road network ready to be asked: the graph, and the hierarchy
// over it. Close it when it came from a prepared file.
type Network struct {
	Graph  *graph.Graph
	Index  *cch.Index
	Report *load.Report

	snapOnce sync.Once
	snapper  *graph.Snapper
	prepared *cch.File // nil when the network was not read from a prepared file
}

// PreparedSuffix ends the name of a prepared-graph file.
const PreparedSuffix = ".corredor"

// NetworkOptions says how a network is read and prepared.
type NetworkOptions struct {
	load.Options
	Workers  int
	Progress func(stage string, done, total int64)
}

// OpenNetwork reads a road network in any format, told by name and content, and
// prepares its hierarchy.
func OpenNetwork(ctx context.Context, path string, opts NetworkOptions) (*Network, error) {
	n, err := ReadNetwork(ctx, path, opts)
	if err != nil || n.Index != nil {
		return n, err
	}
	n.Index, err = route.Build(ctx, n.Graph, cch.OrderOptions{Workers: opts.Workers, Progress: func(done, total int) {
		opts.progress("ordering", int64(done), int64(total))
	}})
	return n, err
}

// ReadNetwork reads a road network in any format. Its Index is nil unless the
// file is a prepared one.
func ReadNetwork(ctx context.Context, path string, opts NetworkOptions) (*Network, error) {
	if strings.HasSuffix(path, PreparedSuffix) {
		return openPrepared(path, opts.Options)
	}
	size := fileBytes(opts.FS, path)
	opts.Options.Progress = func(bytes int64) { opts.progress(stageRoads, bytes, size) }
	loaded, err := load.Read(ctx, path, opts.Options)
	if err != nil {
		return nil, err
	}
	return &Network{Graph: loaded.Graph, Report: &loaded.Report}, nil
}

func openPrepared(path string, opts load.Options) (*Network, error) {
	file, err := cch.Open(path)
	if err != nil {
		return nil, err
	}
	g, index, err := file.Load()
	if err != nil {
		file.Close()
		return nil, err
	}
	report := load.Describe(g)
	report.Warnings = inVain(opts)
	return &Network{Graph: g, Index: index, Report: report, prepared: file}, nil
}

// Prepared reports whether the network came from a prepared file. What the
// report of its making said is not in it.
func (n *Network) Prepared() bool { return n.prepared != nil }

// Save writes the network with its hierarchy to a prepared file, which opens in
// milliseconds.
func (n *Network) Save(path string) error { return cch.Save(path, n.Graph, n.Index) }

// Close releases a prepared file; the network may not be used afterwards.
func (n *Network) Close() error {
	if n.prepared == nil {
		return nil
	}
	return n.prepared.Close()
}

func (o NetworkOptions) progress(stage string, done, total int64) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// Metric evaluates a formula of package cost over the network; "" is the
// length in metres.
func (n *Network) Metric(formula string) (graph.Metric, error) {
	if formula == "" {
		return graph.LengthMetric(n.Graph), nil
	}
	f, err := cost.ParseFormula(n.Graph, formula)
	if err != nil {
		return nil, err
	}
	return f.Metric(n.Graph)
}
