package osm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ErrNoRoads is returned for a file in which no road of the profile was found.
var ErrNoRoads = errors.New("no road of the profile in the file")

// Options for [Read]. The zero value reads main roads from the operating
// system's files.
type Options struct {
	FS     fs.FS  // nil means the operating system's files
	Member string // file inside an archive
	// Profile says which roads to keep; nil is [Highways].
	Profile *Profile
	// Progress is called now and then with the number of bytes of the file that
	// are done, from a goroutine of Read, never from two at once. Each of the two
	// passes counts half, so that it ends near the size of the file.
	Progress func(bytes int64)
}

// Read makes the road network of an OSM PBF file, in two passes over it. It
// decodes on all cores; what it returns depends only on the bytes of the file
// and on the profile. Errors in the file are *feature.Error.
//
// Time is linear in the size of the file. Memory is that of the blocks being decoded (a few
// MB) and about 20 bytes for each node of a road, beside the network itself.
func Read(ctx context.Context, path string, opts Options) (*Network, error) {
	p := opts.Profile
	if p == nil {
		p = Highways()
	}
	file := file{path: path, opts: opts}
	var first *roads
	err := file.pass(ctx, func(in *blobs) (err error) {
		first, err = readWays(ctx, in, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(first.list) < 2 {
		return nil, located(file.label, ErrNoRoads)
	}
	v, places := index(first.refs)
	first.refs = nil
	err = file.pass(ctx, func(in *blobs) error { return v.readNodes(ctx, in, first, p) })
	if err != nil {
		return nil, err
	}
	a := &assembly{profile: p, roads: first, places: places, vertices: v, report: &Report{}}
	return a.finish(&file)
}

func (a *assembly) finish(f *file) (*Network, error) {
	a.mark()
	g, err := a.build()
	if err != nil {
		return nil, located(f.label, err)
	}
	if g.SegmentCount() == 0 {
		return nil, &feature.Error{File: f.label, Err: fmt.Errorf("%w: their nodes are missing", ErrNoRoads),
			Hint: "extract with complete ways: osmium extract -s complete_ways"}
	}
	r := a.report
	r.Features = a.roads.ways
	r.Dropped = append(a.roads.dropped.dropped(f.label, "way"), a.dropped.dropped(f.label, "node")...)
	r.Warnings = append(a.roads.warnings.warnings("way"), a.warnings.warnings("node")...)
	r.Files = f.hashes
	return &Network{Graph: g, Report: *r}, nil
}

// file is read twice.
type file struct {
	path   string
	opts   Options
	label  string
	hashes []feature.FileHash // of the first pass
	size   int64
}

// pass opens the file, reads it and closes it.
func (f *file) pass(ctx context.Context, read func(*blobs) error) error {
	in, err := open(f.path, feature.Options{FS: f.opts.FS, Member: f.opts.Member, Progress: f.progress()})
	if err != nil {
		return err
	}
	defer in.in.Close()
	f.label = in.in.Label()
	if err := read(in); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return located(f.label, err)
	}
	hashes, err := in.in.Finish()
	if err != nil {
		return err
	}
	if f.hashes == nil {
		f.hashes = hashes
		for _, h := range hashes {
			f.size += h.Bytes
		}
		return nil
	}
	for i, h := range hashes {
		if h != f.hashes[i] {
			return &feature.Error{File: f.label, Err: errors.New("the file was changed while it was read"), Hint: "read it again"}
		}
	}
	return nil
}

// progress tells half of the bytes of each pass.
func (f *file) progress() func(int64) {
	if f.opts.Progress == nil {
		return nil
	}
	return func(bytes int64) { f.opts.Progress((f.size + bytes) / 2) }
}
