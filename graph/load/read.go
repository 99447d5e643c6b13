package load

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// Read reads a road network in any of the formats that this package knows,
// told by the first bytes and then by the name: OSM PBF, DIMACS, TNTP, the MATLAB
// archive of Dell (2015), a CSV of edges, and every layer of lines of [Roads].
// Options that the format has no use for are a warning.
func Read(ctx context.Context, path string, opts Options) (*Network, error) {
	f := formatOf(path, opts)
	n, err := f.read(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	n.Report.Warnings = append(n.Report.Warnings, opts.unused(f)...)
	if f == formatDIMACS || f == formatTNTP || opts.Weight != "" {
		n.Report.Warnings = append(n.Report.Warnings, unitNote)
	}
	if !slices.Contains(used[f], optionColumns) {
		err = checkKept(n.Graph, path, opts.Columns.Keep)
	}
	return n, err
}

// unitNote is for formats that do not tell in what their lengths are.
const unitNote = "the file names no unit of its lengths: they are taken for metres, and a km is a thousand of them"

func (f format) read(ctx context.Context, path string, opts Options) (*Network, error) {
	switch f {
	case formatOSM:
		return readOSM(ctx, path, opts)
	case formatDIMACS:
		return DIMACS(ctx, DIMACSFiles{Arcs: path, Coords: opts.Nodes}, opts)
	case formatTNTP:
		n, err := TNTP(ctx, TNTPFiles{Net: path, Nodes: opts.Nodes}, opts)
		if err != nil {
			return nil, err
		}
		return &n.Network, nil
	case formatMATLAB:
		return RoadNet(ctx, path, opts)
	case formatEdges:
		n, err := Edges(ctx, EdgeTables{Edges: path, Nodes: opts.Nodes, Directed: opts.Directed, Weight: opts.Weight}, opts)
		if err != nil {
			return nil, err
		}
		return &n.Network, nil
	}
	return Roads(ctx, path, opts)
}

type format uint8

const (
	formatLines format = iota
	formatOSM
	formatDIMACS
	formatTNTP
	formatMATLAB
	formatEdges
)

// formatOf looks at the first bytes, after decompression. A file that cannot be
// opened is left to the reader of lines, which says why.
func formatOf(path string, opts Options) format {
	file, err := feature.OpenBytes(path, feature.Options{FS: opts.FS, Member: opts.Member})
	if err != nil {
		return formatLines
	}
	defer file.Close()
	const enough = 512
	head, _ := file.Peek(enough)
	name := strings.ToLower(file.Label())
	for _, suffix := range []string{".gz", ".bz2"} {
		name = strings.TrimSuffix(name, suffix)
	}
	switch extension := filepath.Ext(name); {
	case bytes.Contains(head[:min(len(head), 32)], []byte("OSMHeader")), extension == ".pbf":
		return formatOSM
	case bytes.HasPrefix(head, []byte("MATLAB ")), extension == ".mat":
		return formatMATLAB
	case bytes.Contains(head, []byte("<NUMBER OF ")), extension == ".tntp":
		return formatTNTP
	case bytes.HasPrefix(head, []byte("p sp ")), bytes.Contains(head, []byte("\np sp ")), extension == ".gr":
		return formatDIMACS
	case extension == ".csv", extension == ".tsv", extension == ".txt":
		return formatEdges
	}
	return formatLines
}

func readOSM(ctx context.Context, path string, opts Options) (*Network, error) {
	n, err := osm.Read(ctx, path, osm.Options{FS: opts.FS, Member: opts.Member, Profile: opts.Profile, Progress: opts.Progress})
	if err != nil {
		return nil, err
	}
	report := &Report{Features: n.Report.Features, Vertices: n.Report.Vertices, Warnings: n.Report.Warnings, Files: n.Report.Files}
	for _, d := range n.Report.Dropped {
		report.Dropped = append(report.Dropped, Dropped(d))
	}
	return &Network{Graph: n.Graph, Parts: report.finish(n.Graph), Report: *report}, nil
}
