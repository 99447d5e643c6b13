package engine

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

func checkDraw(each bool, draw int, p Pool) error {
	switch {
	case p.Among != "" && p.Among != amongUsed && p.Among != amongAll:
		return fmt.Errorf("among is %q; write used, all, or only: with a list", p.Among)
	case p.Among != "" && len(p.Only) > 0:
		return errors.New("give among: or only:, not both")
	case each == (draw != 0):
		return errors.New("give each: true, for one after the other, or draw: N, for some at random")
	case draw < 0 || draw > mostDrawn:
		return fmt.Errorf("draw is %d; write 1 to %d", draw, mostDrawn)
	}
	return nil
}

// Pools by name.
const (
	amongUsed = "used"
	amongAll  = "all"
)

func (c *Choice) check() error {
	if len(c.Multipliers) == 0 {
		c.Multipliers = []string{"inf"}
	}
	for _, text := range c.Multipliers {
		if _, err := scenario.ParseMultiplier(text); err != nil {
			return fmt.Errorf("the multiplier %q: %w", text, err)
		}
	}
	return checkDraw(c.Each, c.Draw, c.Pool)
}

func (c *PortChoice) check() error {
	if len(c.Fees) == 0 {
		c.Fees = []string{"inf"}
	}
	for _, text := range c.Fees {
		if _, err := parseFee(text); err != nil {
			return err
		}
	}
	return checkDraw(c.Each, c.Draw, c.Pool)
}

func (c *ShockChoice) check(study *Study) error {
	if study.Shocks.Table == "" {
		return errors.New("the study has no shocks: with a table")
	}
	if len(c.Months) == 0 {
		return errors.New("months: is missing; list the months whose shocks are taken, such as [2010-05]")
	}
	within, err := study.shockMonths()
	if err != nil {
		return err
	}
	for _, text := range c.Months {
		m, err := feature.ParseMonth(text)
		if err != nil {
			return fmt.Errorf("the month %q: %w", text, err)
		}
		if m < within.From || m > within.To {
			return fmt.Errorf("the month %s is not within %v, the months of the study's shocks", text, within)
		}
	}
	return checkDraw(true, 0, c.Pool)
}

func (c *PriceChoice) check(study *Study) error {
	if c.Formula == "" {
		c.Formula = study.Metric.Formula
	}
	switch {
	case c.Formula == "":
		return errors.New("formula: is missing, and the study has none")
	case len(c.Parameters) == 0:
		return errors.New("parameters: is missing; the formula is the same in all scenarios")
	}
	for name, p := range c.Parameters {
		if err := p.check(); err != nil {
			return fmt.Errorf("the parameter %s: %w", name, err)
		}
		if !columnName.MatchString(name) {
			return fmt.Errorf("%q is no name of a parameter; use lower-case letters, digits and _", name)
		}
		if slices.ContainsFunc(study.Metric.Surfaces, func(surface Surface) bool { return surface.Name == name }) {
			return fmt.Errorf("%q is a surface of the study; give the parameter another name", name)
		}
	}
	return nil
}

func (p Parameter) check() error {
	finite := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
	switch {
	case len(p.Values) > 0 && (p.From != 0 || p.To != 0 || p.Log):
		return errors.New("give values: or from: and to:, not both")
	case len(p.Values) > 0 && !slices.ContainsFunc(p.Values, func(x float64) bool { return !finite(x) }):
		return nil
	case !finite(p.From) || !finite(p.To) || !(p.From < p.To):
		return errors.New("give values: [...], or from: and to:, the larger")
	case p.Log && p.From <= 0:
		return errors.New("with log: both ends are above 0")
	}
	return nil
}

func checkVintages(names []string, study *Study) error {
	for i, name := range names {
		known := name == ownRoads || slices.ContainsFunc(study.Vintages, func(v Vintage) bool { return v.Name == name })
		if !known {
			return fmt.Errorf("the study has no vintage %q; write study for its own roads", name)
		}
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("%q stands twice", name)
		}
	}
	if len(names) == 0 {
		return errors.New("roads: lists nothing")
	}
	return nil
}

// ownRoads stands for the roads of the study among vintages.
const ownRoads = "study"
