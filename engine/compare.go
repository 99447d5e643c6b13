package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/region"
)

// Comparison sets the routes of one road network beside those of another, for
// the same origins, ports and municipalities.
type Comparison struct {
	Name        string // of the other network
	Base, Other *Result
	Routes      []ComparedRoute // per origin
}

// ComparedRoute is what changes for one origin. Figures are only meaningful
// when Both is true.
type ComparedRoute struct {
	Both     bool // both networks have a route
	SamePort bool
	// Municipalities crossed on both routes, and on either. Their ratio is
	// Jaccard's index of similarity.
	Shared, Either int
}

// Jaccard returns Shared/Either, 1 for two routes that cross no municipality.
func (c ComparedRoute) Jaccard() float64 {
	if c.Either == 0 {
		return 1
	}
	return float64(c.Shared) / float64(c.Either)
}

// ErrNotComparable is returned for results of different studies.
var ErrNotComparable = errors.New("the results do not have the same origins and municipalities")

// Compare sets two results of one study beside each other, run on different roads.
func Compare(name string, base, other *Result) (*Comparison, error) {
	if len(base.Origins) != len(other.Origins) || len(base.Regions.Regions) != len(other.Regions.Regions) {
		return nil, ErrNotComparable
	}
	c := &Comparison{Name: name, Base: base, Other: other}
	for i := range base.Origins {
		if base.Origins[i].Code != other.Origins[i].Code || base.Origins[i].Layer != other.Origins[i].Layer {
			return nil, ErrNotComparable
		}
		c.Routes = append(c.Routes, compareRoute(base, other, i))
	}
	return c, nil
}

func compareRoute(base, other *Result, i int) ComparedRoute {
	a, b := base.Routes[i], other.Routes[i]
	c := ComparedRoute{Both: a.Status == Routed && b.Status == Routed}
	if !c.Both {
		return c
	}
	c.SamePort = base.Ports[a.Port].ID == other.Ports[b.Port].ID
	crossedA, crossedB := base.Crossed(a), other.Crossed(b)
	for _, region := range crossedA {
		if _, found := slices.BinarySearch(crossedB, region); found {
			c.Shared++
		}
	}
	c.Either = len(crossedA) + len(crossedB) - c.Shared
	return c
}

// Crossed returns the municipalities that a route crosses, as ascending indices
// of Regions.Regions, each once.
func (r *Result) Crossed(route Route) []int {
	var crossed []int
	var pieces []region.Piece
	for _, span := range route.Spans {
		pieces = r.Overlay.AppendSpan(pieces[:0], span)
		for _, p := range pieces {
			if p.Region >= 0 && pieceMeters(p) > 0 {
				crossed = append(crossed, int(p.Region))
			}
		}
	}
	slices.Sort(crossed)
	return slices.Compact(crossed)
}

// Sensitivity sums a comparison up for one layer of origins.
type Sensitivity struct {
	Layer       string  `json:"crop"`
	Compared    int     `json:"compared"` // routed on both networks
	OnlyOne     int     `json:"only_one"` // routed on one of them
	SamePort    float64 `json:"same_port_share"`
	MeanKM      float64 `json:"mean_km"`
	MeanOtherKM float64 `json:"mean_km_other"`
	// MeanChange is the mean of |other - base| / base over routes.
	MeanChange  float64 `json:"mean_relative_change"`
	MeanJaccard float64 `json:"mean_jaccard"` // of the municipalities crossed
}

// Summary returns the sensitivity of each layer of origins, in the order of the
// study.
func (c *Comparison) Summary() []Sensitivity {
	var list []Sensitivity
	for _, spec := range c.Base.Study.Origins {
		list = append(list, c.summarize(spec.Layer))
	}
	return list
}

func (c *Comparison) summarize(layer string) Sensitivity {
	s := Sensitivity{Layer: layer}
	same := 0
	for i, route := range c.Routes {
		if c.Base.Origins[i].Layer != layer {
			continue
		}
		a, b := c.Base.Routes[i], c.Other.Routes[i]
		if !route.Both {
			if a.Status == Routed || b.Status == Routed {
				s.OnlyOne++
			}
			continue
		}
		s.Compared++
		if route.SamePort {
			same++
		}
		s.MeanKM += a.Meters / 1000
		s.MeanOtherKM += b.Meters / 1000
		s.MeanJaccard += route.Jaccard()
		if a.Meters > 0 {
			s.MeanChange += math.Abs(b.Meters-a.Meters) / a.Meters
		}
	}
	if n := float64(s.Compared); n > 0 {
		s.SamePort = float64(same) / n
		s.MeanKM /= n
		s.MeanOtherKM /= n
		s.MeanChange /= n
		s.MeanJaccard /= n
	}
	return s
}

// Layer returns one row per origin: port and length on both networks, and how
// far they agree.
func (c *Comparison) Layer() export.Layer {
	s := &sheet{Layer: export.Layer{Name: "comparison"}}
	both := func(f func(i int) any) func(int) any {
		return func(i int) any {
			if !c.Routes[i].Both {
				return nil
			}
			return f(i)
		}
	}
	s.column(text("network", "the other road network"), func(int) any { return c.Name })
	s.column(text("crop", "layer of origins"), func(i int) any { return c.Base.Origins[i].Layer })
	s.column(text("origin_code", "municipality of origin (CVEGEO)"), func(i int) any { return c.Base.Origins[i].Code })
	s.column(text("origin_name", "its name"), func(i int) any { return c.Base.Origins[i].Name })
	for _, side := range []struct {
		name string
		r    *Result
	}{{"", c.Base}, {"_other", c.Other}} {
		routed := func(f func(Route) any) func(int) any {
			return func(i int) any {
				if side.r.Routes[i].Status != Routed {
					return nil
				}
				return f(side.r.Routes[i])
			}
		}
		s.column(text("port"+side.name, "port of entry"), routed(func(route Route) any { return side.r.Ports[route.Port].ID }))
		s.column(km("length_km"+side.name, "length of the route"), routed(func(route Route) any { return route.Meters / 1000 }))
		s.column(km("access_km"+side.name, "straight line from the origin to the road"), func(i int) any { return side.r.Origins[i].Place.AccessMeters / 1000 })
	}
	s.column(export.Column{Name: "same_port", Kind: export.Boolean, Meaning: "both routes end at one port"}, both(func(i int) any { return c.Routes[i].SamePort }))
	s.column(integer("shared", "municipalities", "crossed by both routes"), both(func(i int) any { return c.Routes[i].Shared }))
	s.column(integer("either", "municipalities", "crossed by either"), both(func(i int) any { return c.Routes[i].Either }))
	s.column(share("jaccard", "shared / either"), both(func(i int) any { return c.Routes[i].Jaccard() }))
	return s.layer(len(c.Routes), nil, nil)
}

// comparisonLayer returns the rows of all comparisons with vintages.
func (r *Result) comparisonLayer() export.Layer {
	all := export.Layer{Name: "comparison"}
	for _, c := range r.Comparisons {
		layer := c.Layer()
		all.Columns = layer.Columns
		all.Rows = append(all.Rows, layer.Rows...)
	}
	return all
}

// Agreement returns, per municipality, the share of road networks, the study's
// own and its vintages, on which some route crosses it.
func (r *Result) Agreement() []float64 {
	share := make([]float64, len(r.Municipalities))
	results := []*Result{r}
	for _, c := range r.Comparisons {
		results = append(results, c.Other)
	}
	for _, result := range results {
		for i, m := range result.Municipalities {
			if m.Routes > 0 {
				share[i] += 1 / float64(len(results))
			}
		}
	}
	return share
}

// RunCompared runs a study on its own roads and on others, reading everything
// else once. The comparisons follow the others.
func RunCompared(ctx context.Context, s *Study, others []Vintage, opts Options) (*Result, []*Comparison, error) {
	base, err := start(ctx, s, opts)
	if err != nil {
		return nil, nil, err
	}
	if err := base.stages(ctx); err != nil {
		return nil, nil, err
	}
	var list []*Comparison
	for _, v := range others {
		other, err := base.onRoads(ctx, v.Roads)
		if err != nil {
			return nil, nil, fmt.Errorf("vintage %s: %w", v.Name, err)
		}
		c, err := Compare(v.Name, &base.Result, other)
		if err != nil {
			return nil, nil, err
		}
		base.noteVintage(v.Name, other)
		list = append(list, c)
	}
	return &base.Result, list, nil
}

// onRoads runs the same study on other roads.
func (r *run) onRoads(ctx context.Context, roads Roads) (*Result, error) {
	study := *r.Study
	study.Roads, study.Exposure, study.Shocks = roads, nil, study.Shocks.rule() // which ask about the study's own roads
	other := &run{Options: r.Options, Result: Result{Study: &study, Regions: r.Regions, ViolenceTable: r.ViolenceTable, seats: r.seats}}
	if err := other.loadRoads(ctx); err != nil {
		return nil, err
	}
	other.noteRoads()
	if err := other.stages(ctx); err != nil {
		return nil, err
	}
	return &other.Result, nil
}
