package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
)

// LayerChoice names scenarios whose layers are written beside the rows: those in Scenarios, or the
// Count ones in which Largest is largest, the first of equals first. It has one of the two.
type LayerChoice struct {
	Scenarios []int    `yaml:"scenarios"` // by number, from 0
	Largest   string   `yaml:"largest"`   // a column of the results
	Count     int      `yaml:"count"`     // default 1
	Write     []string `yaml:"write"`     // those written; default all
}

// mostLayered bounds the scenarios with layers: each is as large as the output of a run.
const mostLayered = 1000

// scenarioLayer is a layer that a scenario can have, as a run writes it.
type scenarioLayer struct {
	name string
	of   func(*Result) export.Layer
}

var scenarioLayers = []scenarioLayer{
	{"routes", func(r *Result) export.Layer { return drawn(r.routesLayer()) }},
	{"segments", (*Result).segmentsLayer},
	{"municipalities", (*Result).municipalitiesLayer},
}

// checkLayers finds what is wrong without running the study.
func (s *Sweep) checkLayers() error {
	all := 0
	for i := range s.Layers {
		c := &s.Layers[i]
		if path, err := c.check(); err != nil {
			return s.mistake(append([]any{"layers", i}, path...), err, "")
		}
		if c.Largest != "" {
			c.Count = cmp.Or(c.Count, 1)
		}
		if all += len(c.Scenarios) + c.Count; all > mostLayered {
			return s.mistake([]any{"layers", i}, fmt.Errorf("layers of more than %d scenarios", mostLayered), "each is as large as the output of a run")
		}
	}
	return nil
}

// check says what is wrong, and at which keys.
func (c *LayerChoice) check() (path []any, err error) {
	switch {
	case (len(c.Scenarios) > 0) == (c.Largest != ""):
		return nil, errors.New("give scenarios: with their numbers, or largest: with a column")
	case c.Count < 0 || c.Count > mostLayered:
		return []any{"count"}, fmt.Errorf("count is %d; write 1 to %d", c.Count, mostLayered)
	case c.Count != 0 && c.Largest == "":
		return []any{"count"}, errors.New("count: goes with largest: alone")
	}
	for k, name := range c.Write {
		if !slices.ContainsFunc(scenarioLayers, func(l scenarioLayer) bool { return l.name == name }) {
			return []any{"write", k}, fmt.Errorf("%q is no layer of a scenario; write routes, segments or municipalities", name)
		}
	}
	return nil, nil
}

// checkLayers refuses numbers and columns that the scenarios do not have.
func (w *Sweeping) checkLayers() error {
	n := w.Scenarios()
	for i, c := range w.sweep.Layers {
		for k, number := range c.Scenarios {
			if number < 0 || number >= n {
				return w.sweep.mistake([]any{"layers", i, "scenarios", k}, fmt.Errorf("there is no scenario %d", number), fmt.Sprintf("they are numbered 0 to %d", n-1))
			}
		}
		if c.Largest != "" && w.resultColumn(c.Largest) < 0 {
			var names []string
			for _, column := range w.columns[w.designed:] {
				names = append(names, column.Name)
			}
			return w.sweep.mistake([]any{"layers", i, "largest"}, fmt.Errorf("%q is no column of the results", c.Largest), "they are "+strings.Join(names, ", "))
		}
	}
	return nil
}

// HasLayers reports whether layers of some scenarios are to be written: [Sweeping.Merge]
// makes them, and MergeSweep cannot.
func (w *Sweeping) HasLayers() bool { return len(w.sweep.Layers) > 0 }

// resultColumn finds a column of the results among all columns; -1 when there is none.
func (w *Sweeping) resultColumn(name string) int {
	i := slices.IndexFunc(w.columns, func(c export.Column) bool { return c.Name == name })
	if i < w.designed {
		return -1
	}
	return i
}
