package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Origin is a municipality from which one layer of origins sends a route.
type Origin struct {
	Layer  string
	Code   string
	Name   string
	State  string
	Weight float64 // in the unit of the source
	Share  float64 // of the weight of its layer
	Rank   int     // in its layer, from 1
	At     orb.Point
	// Located says what At is: "seat", "centroid" or "" when there is no position.
	Located string
	Place   graph.Place
}

// Port is a destination.
type Port struct {
	ID, Name, Kind string
	At             orb.Point
	Place          graph.Place
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
	surfaces, err := r.surfaces(ctx)
	if err != nil {
		return nil, err
	}
	formula, err := cost.ParseFormula(r.Roads.Graph, r.Study.Metric.Formula, surfaces...)
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
		return &feature.Error{File: in.path, Err: fmt.Errorf("no port is left of kinds %v, only %v", spec.Kinds, spec.Only), Hint: "look at destinations: in the study"}
	}
	return nil
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
	return Port{ID: id, Name: name, Kind: kind, At: at}, nil
}

func keep(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

// readOrigins appends one layer of origins, heaviest first.
func (r *run) readOrigins(ctx context.Context, spec Origins) error {
	as := spec.Table + spec.Grid
	in, err := r.resolve(as)
	if err != nil {
		return err
	}
	src := hotspot.Source{FS: in.fsys, Path: in.path, Encoding: spec.Encoding, Where: spec.Where,
		Code: spec.Columns.Code, Name: spec.Columns.Name, Weight: spec.Columns.Weight, Lon: spec.Columns.Lon, Lat: spec.Columns.Lat}
	var spots []hotspot.Spot
	var note hotspot.Input
	if spec.Grid != "" {
		var grid hotspot.Grid
		if grid, note, err = hotspot.ReadGrid(ctx, src); err != nil {
			return err
		}
		var outside int
		spots, outside = grid.Reduce(r.spotAt)
		if outside > 0 {
			r.warn(Warning{Stage: "origins", Message: spec.Layer + ": grid cells outside every municipality", Count: outside})
		}
	} else if spots, note, err = hotspot.ReadTable(ctx, src); err != nil {
		return err
	}
	if note.Restored > 0 {
		r.warn(Warning{Stage: "origins", Message: spec.Layer + ": codes without their leading zero, completed", Count: note.Restored})
	}
	r.noteFiles(note.Files)
	selected := hotspot.Select(r.recode(spots), hotspot.Selection{Top: spec.Top, Min: spec.Min})
	if len(selected) == 0 {
		return &feature.Error{File: r.Study.source.label, Err: fmt.Errorf("layer %q keeps no municipality", spec.Layer), Hint: "lower its min:"}
	}
	r.addOrigins(spec.Layer, selected)
	return nil
}

func (r *run) spotAt(p orb.Point) (hotspot.Spot, bool) {
	i, ok := r.Regions.Locate(p)
	if !ok {
		return hotspot.Spot{}, false
	}
	return hotspot.Spot{Code: r.Regions.Regions[i].Code}, true
}

// recode gives spots the codes of the study's frame; spots that become one are added up.
func (r *run) recode(spots []hotspot.Spot) []hotspot.Spot {
	out := make([]hotspot.Spot, 0, len(spots))
	index := map[string]int{}
	for _, s := range spots {
		if to, ok := r.Study.Regions.Recode[s.Code]; ok {
			s.Code = to
		}
		if i, seen := index[s.Code]; seen {
			out[i].Weight += s.Weight
			continue
		}
		index[s.Code] = len(out)
		out = append(out, s)
	}
	return out
}

func (r *run) addOrigins(layer string, spots []hotspot.Spot) {
	total := 0.0
	for _, s := range spots {
		total += s.Weight
	}
	for i, s := range spots {
		o := Origin{Layer: layer, Code: s.Code, Name: s.Name, Weight: s.Weight, Share: s.Weight / total, Rank: i + 1}
		r.locate(&o)
		r.Origins = append(r.Origins, o)
	}
}

// locate finds the point where an origin's routes begin, and its names.
func (r *run) locate(o *Origin) {
	if r.seats != nil {
		if i, ok := r.seats.Index(o.Code); ok && r.seats.Regions[i].HasSeat {
			o.take(r.seats.Regions[i])
		}
	}
	if i, ok := r.Regions.Index(o.Code); ok {
		reg := r.Regions.Regions[i]
		o.take(reg)
		if o.Located == "" && len(reg.Area) > 0 {
			o.At, _ = planar.CentroidArea(reg.Area)
			o.Located = "centroid"
		}
	}
}

func (o *Origin) take(reg region.Region) {
	if o.Name == "" {
		o.Name = reg.Name
	}
	if o.State == "" {
		o.State = reg.State
	}
	if o.Located == "" && reg.HasSeat {
		o.At, o.Located = reg.Seat, "seat"
	}
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
