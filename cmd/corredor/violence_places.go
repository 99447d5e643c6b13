package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
)

// find sorts the chosen municipalities into groups.
func (n *countFlags) find(c *cobra.Command, x *counted) error {
	fsys, path := engine.Locate(n.places)
	var err error
	if x.gazetteer, err = violence.ReadGazetteer(c.Context(), path, fsys); err != nil {
		return err
	}
	fsys, path = engine.Locate(n.areas)
	if x.gazetteer.Areas, err = violence.ReadAreas(c.Context(), path, fsys); err != nil {
		return err
	}
	if n.level == "" {
		return nil
	}
	if x.level, err = violence.ParseLevel(n.level); err != nil {
		return usageError{err}
	}
	codes := x.table.Codes()
	if x.table.AbsentIsZero() { // those without a row are places too
		codes = append(codes, x.gazetteer.Codes()...)
		slices.Sort(codes)
		codes = slices.Compact(codes)
	}
	x.codes = codes
	picked, err := n.pick(x)
	switch {
	case err != nil:
		return usageError{err}
	case picked == nil:
		x.groups = x.gazetteer.Groups(x.level, codes)
	case c.Flags().Changed("by-place") && x.level != violence.National:
		x.groups = x.gazetteer.Groups(x.level, together(picked).Codes)
	default:
		x.groups = []violence.Group{together(picked)}
	}
	return nil
}

// pick returns what the flags name, nil when they name nothing.
func (n *countFlags) pick(x *counted) (picked []violence.Group, err error) {
	for _, by := range []struct {
		level violence.Level
		names []string
	}{{violence.Municipality, n.municipalities}, {violence.State, n.states}, {violence.Area, n.metros}} {
		groups, err := x.gazetteer.Select(by.names, by.level, x.codes)
		if err != nil {
			return nil, err
		}
		picked = append(picked, groups...)
	}
	return picked, nil
}

// together is one group of several.
func together(groups []violence.Group) violence.Group {
	if len(groups) == 1 {
		return groups[0]
	}
	all := violence.Group{ID: "selection"}
	var names []string
	for _, g := range groups {
		all.Codes = append(all.Codes, g.Codes...)
		names = append(names, g.Name)
	}
	slices.Sort(all.Codes)
	all.Codes, all.Name = slices.Compact(all.Codes), strings.Join(names, " + ")
	return all
}

// parsePeriod reads 2007..2008, 2006-12..2010-12 or 2008; "" is the whole.
func parsePeriod(text string, whole violence.Period) (violence.Period, error) {
	if text == "" {
		return whole, nil
	}
	from, to, both := strings.Cut(text, "..")
	if !both {
		to = from
	}
	p, err := engine.PeriodSpec{From: from, To: to}.Period()
	if err == nil && p.Months() == 0 {
		err = fmt.Errorf("the period %v is empty", p)
	}
	return p, err
}
