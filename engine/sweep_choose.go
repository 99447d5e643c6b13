package engine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

func (w *Sweeping) varyMunicipalities(name string, c *Choice) (varied, error) {
	options, err := w.municipalities(c.Pool)
	if err != nil {
		return varied{}, err
	}
	multipliers := multipliersOf(c.Multipliers)
	return chosen{name, options, c.Each, c.Draw, c.Multipliers, "multiplier", func(d *design, id, level int) {
		d.closes(id, multipliers[level])
	}}.varied()
}

// closes gives a municipality a multiplier; of two the larger holds.
func (d *design) closes(place int, times float64) {
	if d.change.Places == nil {
		d.change.Places = map[int]float64{}
	}
	d.change.Places[place] = max(d.change.Places[place], times)
}

func (w *Sweeping) municipalities(p Pool) (options, error) {
	r := w.base()
	o := options{text: func(id int) string { return r.Regions.Regions[id].Code }, name: r.RegionName}
	for i, m := range r.Municipalities {
		if p.Only == nil && (m.Routes > 0 || p.Among == amongAll && m.NetworkMeters > 0) {
			o.ids = append(o.ids, i)
		}
	}
	return o, o.only(p, func(text string) (int, bool) {
		code, _ := feature.ParseCode(text)
		return r.Regions.Index(code)
	}, "municipality of the study")
}

// only adds what a pool lists.
func (o *options) only(p Pool, find func(text string) (int, bool), what string) error {
	for _, text := range p.Only {
		id, ok := find(text)
		if !ok {
			return fmt.Errorf("%q is no %s", text, what)
		}
		o.ids = append(o.ids, id)
	}
	slices.Sort(o.ids)
	o.ids = slices.Compact(o.ids)
	return nil
}

func multipliersOf(texts []string) []float64 {
	var list []float64
	for _, text := range texts {
		x, _ := scenario.ParseMultiplier(text) // was checked
		list = append(list, x)
	}
	return list
}

func (w *Sweeping) varySegments(name string, c *Choice) (varied, error) {
	r := w.base()
	o := options{text: strconv.Itoa}
	for i, flow := range r.Segments {
		if c.Only == nil && (flow.Routes > 0 || c.Among == amongAll) {
			o.ids = append(o.ids, i)
		}
	}
	err := o.only(c.Pool, func(text string) (int, bool) {
		id, err := strconv.Atoi(text)
		return id, err == nil && id >= 0 && id < len(r.Segments)
	}, "segment of the study's roads")
	if err != nil {
		return varied{}, err
	}
	multipliers := multipliersOf(c.Multipliers)
	return chosen{name, o, c.Each, c.Draw, c.Multipliers, "multiplier", func(d *design, id, level int) {
		if d.change.Segments == nil {
			d.change.Segments = map[graph.SegmentID]float64{}
		}
		s := graph.SegmentID(id)
		d.change.Segments[s] = max(d.change.Segments[s], multipliers[level])
	}}.varied()
}

func (w *Sweeping) varyPorts(name string, c *PortChoice) (varied, error) {
	r := w.base()
	o := options{text: func(id int) string { return r.Ports[id].ID }, name: func(id int) string { return r.Ports[id].Name }}
	routes := r.routesByPort()
	for i := range r.Ports {
		if c.Only == nil && (routes[i] > 0 || c.Among == amongAll && r.PortReached(i)) {
			o.ids = append(o.ids, i)
		}
	}
	err := o.only(c.Pool, func(id string) (int, bool) {
		i := slices.IndexFunc(r.Ports, func(p Port) bool { return p.ID == id })
		return i, i >= 0
	}, "port of the study")
	if err != nil {
		return varied{}, err
	}
	var fees []float64
	for _, text := range c.Fees {
		fee, _ := parseFee(text) // was checked
		fees = append(fees, graph.Quantize(fee/r.cost(1)))
	}
	return chosen{name, o, c.Each, c.Draw, c.Fees, "fee", func(d *design, id, level int) {
		if d.change.Fees == nil {
			d.change.Fees = make([]float64, len(r.Ports))
		}
		d.change.Fees[id] = max(d.change.Fees[id], fees[level])
	}}.varied()
}

func parseFee(text string) (float64, error) {
	const most = 1e6
	if text == "inf" {
		return math.Inf(1), nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= 0 && x <= most) {
		return 0, fmt.Errorf("%q is no fee; write a number from 0 to %g, or inf to close the port", text, most)
	}
	return x, nil
}

// varyRoads makes a level of each vintage.
func (w *Sweeping) varyRoads(name string, vintages []string) varied {
	return varied{len(vintages), []export.Column{text(name, "vintage of the roads")}, func(d *design, level int, _ *rand.Rand) {
		d.vintage = slices.Index(w.vintages, vintages[level])
		d.values = append(d.values, vintages[level])
	}}
}
