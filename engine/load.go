package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/conflate"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// load reads the roads, the municipalities and the counts, side by side.
func (r *run) load(ctx context.Context) error {
	// Each reader fails with its own group context when another has failed
	// first; the error of the group is then the first one.
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return r.loadRoads(ctx) })
	group.Go(func() error { return r.loadRegions(ctx) })
	group.Go(func() error { return r.loadViolence(ctx) })
	if err := group.Wait(); err != nil {
		return err
	}
	r.noteLoad()
	return nil
}

func (r *run) loadRoads(ctx context.Context) (err error) {
	spec, src := r.Study.Roads, r.Study.source
	opts := load.Options{
		Encoding: spec.Encoding, Member: spec.Member, CRS: r.crs(spec.CRS), SnapMeters: spec.SnapMeters, Node: spec.Node,
		Columns: load.Columns(spec.Columns), Directed: spec.Directed, Weight: spec.Weight,
	}
	if spec.File != "" {
		in, err := r.resolve(spec.File)
		if err != nil {
			return err
		}
		opts.FS = in.fsys
		if opts.Nodes, err = r.resolvePath(spec.Nodes); err != nil {
			return err
		}
		if opts.Profile, err = r.profile(spec.Profile); err != nil {
			return err
		}
		if r.Roads, err = r.readRoads(ctx, in, opts); err != nil {
			return err
		}
		return r.carryAttributes(ctx)
	}
	places, err := r.resolve(spec.Places)
	if err != nil {
		return err
	}
	links, err := r.resolve(spec.Links)
	if err != nil {
		return err
	}
	if places.embedded != links.embedded {
		return &load.Error{File: src.label, Err: errors.New("places: and links: must both be files or both be embedded")}
	}
	opts.FS = places.fsys
	r.Roads, err = load.Links(ctx, load.LinkTables{Places: places.path, Links: links.path}, opts)
	return err
}

// carryAttributes gives the roads the attributes of another layer of them.
func (r *run) carryAttributes(ctx context.Context) error {
	spec := r.Study.Roads.Attributes
	if spec.File == "" {
		return nil
	}
	in, err := r.resolve(spec.File)
	if err != nil {
		return err
	}
	source, err := load.Read(ctx, in.path, load.Options{FS: in.fsys, Encoding: spec.Encoding, Member: spec.Member, Columns: load.Columns(spec.Columns)})
	if err != nil {
		return err
	}
	var names []string
	for column := range source.Graph.Columns() {
		names = append(names, column.Name())
	}
	g, report, err := conflate.Carry(ctx, r.Roads.Graph, source.Graph, names, conflate.Options{
		ToleranceMeters: spec.ToleranceMeters, MaxAngleDegrees: spec.MaxAngleDegrees, Workers: r.Workers})
	if err != nil {
		return &load.Error{File: in.path, Err: err}
	}
	r.Roads.Graph = g
	r.Roads.Report.Files = append(r.Roads.Report.Files, source.Report.Files...)
	r.Roads.Report.Warnings = append(r.Roads.Report.Warnings,
		fmt.Sprintf("attributes carried to %.1f %% of the kilometres, %d of %d segments", 100*report.Share(), report.Matched, report.Segments))
	return nil
}

// resolvePath resolves a path that may be empty.
func (r *run) resolvePath(as string) (string, error) {
	if as == "" {
		return "", nil
	}
	in, err := r.resolve(as)
	return in.path, err
}

// crs resolves the name of a .prj; a code or a definition stays as it is.
func (r *run) crs(as string) string {
	if !strings.HasSuffix(strings.ToLower(as), ".prj") {
		return as
	}
	in, err := r.resolve(as)
	if err != nil {
		return as // opening it will say what is wrong
	}
	return in.path
}

// profile returns an OSM profile by name, or from a file.
func (r *run) profile(as string) (*osm.Profile, error) {
	if p, ok := NamedProfile(as); ok {
		return p, nil
	}
	in, err := r.resolve(as)
	if err != nil {
		return nil, err
	}
	return osm.ReadProfile(in.path, feature.Options{FS: in.fsys})
}

// NamedProfile returns the OSM profile of that name: highways, car, or nil for "",
// which leaves the choice to the reader.
func NamedProfile(name string) (p *osm.Profile, ok bool) {
	switch name {
	case "":
		return nil, true
	case "highways":
		return osm.Highways(), true
	case "car":
		return osm.Car(), true
	}
	return nil, false
}

func (r *run) loadRegions(ctx context.Context) (err error) {
	spec := r.Study.Regions
	if r.Regions, err = r.readLayer(ctx, spec.File, region.ReadOptions{Encoding: spec.Encoding, Member: spec.Member, CRS: r.crs(spec.CRS)}, spec.Columns); err != nil {
		return err
	}
	if spec.Seats.File != "" {
		r.seats, err = r.readLayer(ctx, spec.Seats.File, region.ReadOptions{Encoding: spec.Seats.Encoding}, spec.Seats.Columns)
	}
	return err
}

func (r *run) readLayer(ctx context.Context, as string, opts region.ReadOptions, c RegionColumns) (*region.Layer, error) {
	in, err := r.resolve(as)
	if err != nil {
		return nil, err
	}
	opts.FS, opts.Recode = in.fsys, r.Study.Regions.Recode
	opts.Code, opts.Name, opts.State = c.Code, c.Name, c.State
	opts.Area, opts.Population, opts.Lon, opts.Lat = c.AreaKM2, c.Population, c.Lon, c.Lat
	return region.Read(ctx, in.path, opts)
}

func (r *run) loadViolence(ctx context.Context) error {
	if r.Study.Violence.Table == "" {
		return nil
	}
	table, err := r.Study.readCounts(ctx, r.resolve, r.Progress)
	if err != nil {
		return err
	}
	if err := r.adjust(ctx, table); err != nil {
		return err
	}
	return r.loadEvents(ctx)
}

func (r *run) loadEvents(ctx context.Context) error {
	if r.Study.Violence.Events == "" {
		return nil
	}
	in, err := r.resolve(r.Study.Violence.Events)
	if err != nil {
		return err
	}
	r.Events, r.eventFiles, err = violence.ReadEvents(ctx, in.path, in.fsys)
	return err
}

// ReadCounts reads the table of counts that the study names, as it is: without
// the adjustments of the study.
func (s *Study) ReadCounts(ctx context.Context) (*violence.Table, error) {
	return s.readCounts(ctx, s.source.resolve, nil)
}

func (s *Study) readCounts(ctx context.Context, resolve func(as string) (input, error), progress func(stage string, done, total int64)) (*violence.Table, error) {
	spec := s.Violence
	in, err := resolve(spec.Table)
	if err != nil {
		return nil, err
	}
	opts := violence.Options{
		FS: in.fsys, Encoding: spec.Encoding,
		Code: spec.Columns.Code, Date: spec.Columns.Date, Year: spec.Columns.Year, Population: spec.Columns.Population,
		State: spec.Columns.State, Registered: spec.Columns.Registered,
		AbsentIsZero: spec.Absent == "zero", Coverage: map[string]violence.Period{},
	}
	if progress != nil {
		total := fileBytes(in.fsys, in.path)
		opts.Progress = func(bytes int64) { progress(stageHomicides, bytes, total) }
	}
	for _, a := range spec.Adjust {
		opts.Factor = cmp.Or(opts.Factor, a.Factor)
	}
	for _, s := range spec.Series {
		opts.Series = append(opts.Series, violence.SeriesColumn(s))
	}
	for name, coverage := range spec.Coverage {
		if opts.Coverage[name], err = coverage.period(); err != nil {
			return nil, err
		}
	}
	return violence.Read(ctx, in.path, opts)
}
