package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Port is a destination.
type Port struct {
	ID, Name, Kind string
	At             orb.Point
	Place          graph.Place

	row feature.Feature // of the table, with all of its columns
}

// prepare computes the metric and the overlay, and puts origins and ports on
// the network.
func (r *run) prepare(ctx context.Context) error {
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		r.Overlay, err = region.NewOverlay(gctx, r.Roads.Graph, r.Regions, region.Options{
			Workers:  r.Workers,
			Progress: func(done, total int) { r.Progress("overlay", int64(done), int64(total)) },
		})
		return err
	})
	if err := r.readPorts(ctx); err != nil {
		return err
	}
	for _, spec := range r.Study.Origins {
		if err := r.readOrigins(ctx, spec); err != nil {
			return err
		}
	}
	r.snap()
	if err := group.Wait(); err != nil {
		return err
	}
	return r.prepareMetric(ctx)
}

func (r *run) prepareMetric(ctx context.Context) (err error) {
	spec, g := r.Study.Metric, r.Roads.Graph
	hint := ""
	switch spec.Kind {
	case "time":
		r.Metric, err = cost.TravelTime(g, cost.Speeds{ByClass: spec.SpeedsKMH, Default: spec.DefaultSpeedKMH})
		hint = "add the class to speeds_kmh:, or give default_speed_kmh:"
	case "formula":
		r.Metric, err = r.formulaMetric(ctx)
	default:
		r.Metric = graph.LengthMetric(g)
	}
	var located *feature.Error
	if err == nil || errors.As(err, &located) || ctx.Err() != nil {
		return err
	}
	return errorAt(r.Study, err, hint)
}

func (r *run) formulaMetric(ctx context.Context) (graph.Metric, error) {
	if err := r.surfaces(ctx); err != nil {
		return nil, err
	}
	formula, err := cost.ParseFormula(r.Roads.Graph, r.Study.Metric.Formula, r.land...)
	if err != nil {
		return nil, err
	}
	return formula.Metric(r.Roads.Graph)
}

func (r *run) readPorts(ctx context.Context) error {
	spec := r.Study.Destinations
	in, err := r.resolve(spec.Table)
	if err != nil {
		return err
	}
	reader, err := feature.Open(in.path, feature.Options{FS: in.fsys, Lon: spec.Columns.Lon, Lat: spec.Columns.Lat})
	if err != nil {
		return err
	}
	defer reader.Close()
	kinds := map[string]bool{}
	for f, err := range reader.All() {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		port, err := readPort(f, spec.Columns)
		if err != nil {
			return err
		}
		kinds[port.Kind] = true
		if keep(spec.Kinds, port.Kind) && keep(spec.Only, port.ID) {
			r.Ports = append(r.Ports, port)
		}
	}
	r.noteFiles(reader.Files())
	slices.SortStableFunc(r.Ports, func(a, b Port) int { return compareText(a.ID, b.ID) })
	for i := 1; i < len(r.Ports); i++ {
		if r.Ports[i].ID == r.Ports[i-1].ID {
			return &feature.Error{File: in.path, Column: spec.Columns.ID, Err: fmt.Errorf("port %q stands twice", r.Ports[i].ID)}
		}
	}
	if len(r.Ports) == 0 {
		return &feature.Error{File: in.path, Err: errors.New("no port is left"), Hint: spec.hint(kinds)}
	}
	return nil
}

// hint says what leaves no port, of a table with these kinds.
func (spec Destinations) hint(kinds map[string]bool) string {
	if len(kinds) == 0 {
		return "there is no row below the header"
	}
	if len(spec.Kinds) > 0 && !slices.ContainsFunc(spec.Kinds, func(kind string) bool { return kinds[kind] }) {
		return fmt.Sprintf("destinations: kinds: asks for %s; the table has %s",
			strings.Join(spec.Kinds, ", "), strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	}
	return fmt.Sprintf("destinations: only: asks for the ids %s", strings.Join(spec.Only, ", "))
}

func readPort(f feature.Feature, c DestinationColumns) (Port, error) {
	id, ok := f.Text(c.ID)
	if !ok {
		bad := f.Errorf("the port has no id")
		bad.Column = c.ID
		return Port{}, bad
	}
	at, ok := f.Geometry.(orb.Point)
	if !ok {
		return Port{}, f.Errorf("port %q has no position; write lon and lat in degrees", id)
	}
	if err := feature.CheckLonLat(at); err != nil {
		return Port{}, f.Errorf("%w", err)
	}
	name, _ := f.Text(c.Name)
	kind, _ := f.Text(c.Kind)
	return Port{ID: id, Name: name, Kind: kind, At: at, row: f}, nil
}

func keep(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

// snap puts origins and ports on the nearest road of the largest component.
func (r *run) snap() {
	query := graph.NewSnapper(r.Roads.Graph, nil).Query()
	for i := range r.Origins {
		if o := &r.Origins[i]; o.Located != "" {
			o.Place, _ = query.Nearest(o.At)
		} else {
			o.Place.AccessMeters = math.Inf(1)
		}
	}
	for i := range r.Ports {
		r.Ports[i].Place, _ = query.Nearest(r.Ports[i].At)
	}
	r.noteAccess()
}
