package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
)

// design is what a scenario is, before it is run.
type design struct {
	change     Change
	vintage    int       // index of the results of the sweep
	weights    []float64 // per origin; nil is their share
	parameters []float64 // of the formula; nil is the study's metric
	values     []any     // of the columns of the variations
}

// varied is a variation made ready on a study: how many levels of the grid it has, the
// columns that tell what it did, and what does it.
type varied struct {
	levels  int
	columns []export.Column
	apply   func(d *design, level int, rng *rand.Rand)
}

// ready prepares a variation.
func (w *Sweeping) ready(ctx context.Context, v *Variation) (varied, error) {
	switch {
	case v.Municipalities != nil:
		return w.varyMunicipalities(v.Name, v.Municipalities)
	case v.Segments != nil:
		return w.varySegments(v.Name, v.Segments)
	case v.Ports != nil:
		return w.varyPorts(v.Name, v.Ports)
	case v.Shocks != nil:
		return w.varyShocks(ctx, v.Name, v.Shocks)
	case v.Prices != nil:
		return w.varyPrices(v.Prices)
	case v.Roads != nil:
		return w.varyRoads(v.Name, v.Roads), nil
	}
	return varied{levels: 1, apply: func(d *design, _ int, rng *rand.Rand) { d.weights = w.base().bootstrap(rng) }}, nil
}

// options are things to choose from, ascending, with what they are called.
type options struct {
	ids  []int
	text func(id int) string
	name func(id int) string // nil when they have none
}

// chosen is a grid or a draw over options and levels such as multipliers.
type chosen struct {
	name    string
	options options
	each    bool
	draw    int
	texts   []string // of the levels
	levels  string   // what a level is
	set     func(d *design, id, level int)
}

func (c chosen) varied() (varied, error) {
	if len(c.options.ids) == 0 {
		return varied{}, errors.New("there is nothing to choose from")
	}
	if c.draw > len(c.options.ids) {
		return varied{}, fmt.Errorf("draw is %d, and there are %d to choose from", c.draw, len(c.options.ids))
	}
	columns := []export.Column{text(c.name, "what is changed"), text(c.name+"_"+c.levels, "the "+c.levels+" that it has; inf closes it")}
	if !c.each {
		columns[0].Meaning = "what is changed, drawn at random, with spaces between"
		return varied{1, columns, c.drawn}, nil
	}
	if c.options.name != nil {
		columns = slices.Insert(columns, 1, text(c.name+"_name", "its name"))
	}
	return varied{len(c.options.ids) * len(c.texts), columns, c.listed}, nil
}

// listed applies one of the levels of a grid.
func (c chosen) listed(d *design, level int, _ *rand.Rand) {
	id := c.options.ids[level/len(c.texts)]
	c.set(d, id, level%len(c.texts))
	d.values = append(d.values, c.options.text(id))
	if c.options.name != nil {
		d.values = append(d.values, c.options.name(id))
	}
	d.values = append(d.values, c.texts[level%len(c.texts)])
}

// drawn applies a draw without replacement.
func (c chosen) drawn(d *design, _ int, rng *rand.Rand) {
	level := rng.IntN(len(c.texts))
	var names []string
	for _, id := range sample(c.options.ids, c.draw, rng) {
		c.set(d, id, level)
		names = append(names, c.options.text(id))
	}
	d.values = append(d.values, strings.Join(names, " "), c.texts[level])
}

// sample draws k of some numbers without replacement, and returns them ascending: R. Floyd's
// method (J. Bentley, "Programming Pearls", CACM 30(9), 1987), one random number each.
func sample(from []int, k int, rng *rand.Rand) []int {
	taken := map[int]bool{}
	for j := len(from) - k; j < len(from); j++ {
		if i := rng.IntN(j + 1); taken[i] {
			taken[j] = true
		} else {
			taken[i] = true
		}
	}
	out := make([]int, 0, k)
	for _, i := range slices.Sorted(maps.Keys(taken)) {
		out = append(out, from[i])
	}
	return out
}
