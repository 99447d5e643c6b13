package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// readRoads reads the road network of a study: a file in any format, or a
// prepared network.
func (r *run) readRoads(ctx context.Context, in input, opts load.Options) (n *load.Network, err error) {
	if strings.HasSuffix(in.path, PreparedSuffix) && in.fsys == nil {
		n, err = preparedRoads(in.path, opts)
	} else {
		size := fileBytes(in.fsys, in.path)
		opts.Progress = func(bytes int64) { r.Progress(stageRoads, bytes, size) }
		n, err = load.Read(ctx, in.path, opts)
	}
	if err != nil {
		return nil, err
	}
	if !n.Graph.HasCoordinates() {
		return nil, &load.Error{File: in.path, Err: errors.New("the roads have no coordinates, and a study needs to find places on them"),
			Hint: "give the file of their positions: nodes: in a study, --coords on the command line"}
	}
	return n, nil
}

// preparedRoads opens a prepared network and leaves it open: its graph lies in
// the mapped file.
func preparedRoads(path string, opts load.Options) (*load.Network, error) {
	n, err := openPrepared(path, opts)
	if err != nil {
		return nil, err
	}
	if n.Report.Files, err = hashOf(path); err != nil {
		return nil, err
	}
	return &load.Network{Graph: n.Graph, Parts: graph.ConnectedComponents(n.Graph), Report: *n.Report}, nil
}

// inVain warns of options that were for the file that a prepared network was made of.
func inVain(opts load.Options) []string {
	if given := opts.Given(); len(given) > 0 {
		return []string{fmt.Sprintf("a prepared network has no use for: %s", strings.Join(given, ", "))}
	}
	return nil
}

// hashOf reads a file for its hash.
func hashOf(path string) ([]feature.FileHash, error) {
	file, err := feature.OpenBytes(path, feature.Options{})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return file.Finish()
}

// ownColumns reports whether the roads bring columns that the study need not
// name, as far as the name of the file tells.
func (r Roads) ownColumns() bool {
	name := strings.ToLower(r.File)
	return r.Profile != "" || strings.HasSuffix(name, ".pbf") || strings.HasSuffix(name, PreparedSuffix)
}

// noteVintage adds to the record of a run what another road network brought:
// its files, and the warnings that the study's own roads did not give.
func (r *run) noteVintage(name string, other *Result) {
	for _, in := range other.Inputs {
		if !slices.Contains(r.Inputs, in) {
			r.Inputs = append(r.Inputs, in)
		}
	}
	own := slices.Clone(r.Warnings)
	for _, w := range other.Warnings {
		if !slices.Contains(own, w) {
			w.Stage = name + ": " + w.Stage
			r.warn(w)
		}
	}
}

// Stages whose progress is told in bytes.
const (
	stageRoads     = "roads"
	stageHomicides = "homicides"
)

// StageDownload is what the progress of package fetch is called.
const StageDownload = "download"

// InBytes reports whether the progress of a stage is in bytes of a file.
func InBytes(stage string) bool {
	return stage == stageRoads || stage == stageHomicides || stage == StageDownload
}

// fileBytes is the size of a file on disk, 0 when it is not known.
func fileBytes(fsys fs.FS, path string) int64 {
	var info fs.FileInfo
	var err error
	if fsys == nil {
		info, err = os.Stat(path)
	} else {
		info, err = fs.Stat(fsys, path)
	}
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}
