package engine

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Limits of a sweep.
const (
	mostRepeats = 10_000_000
	mostDrawn   = 1000
)

// columnName is a name that a column of any format can have.
var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// check finds what is wrong without running the study.
func (s *Sweep) check() error {
	if s.Repeat < 1 || s.Repeat > mostRepeats {
		return s.mistake([]any{"repeat"}, fmt.Errorf("repeat is %d", s.Repeat), fmt.Sprintf("write 1 to %d", mostRepeats))
	}
	if s.Seed < 0 {
		return s.mistake([]any{"seed"}, fmt.Errorf("the seed is %d", s.Seed), "write 0 or more")
	}
	if len(s.Vary) == 0 {
		return s.mistake([]any{"vary"}, errors.New("nothing varies"), "list under vary: what to close or re-price; see examples/sweep.yaml")
	}
	for i := range s.Vary {
		if err := s.checkVariation(i); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sweep) checkVariation(i int) error {
	v := &s.Vary[i]
	at := func(keys ...any) []any { return append([]any{"vary", i}, keys...) }
	kinds := v.kinds()
	if len(kinds) != 1 {
		return s.mistake(at(), fmt.Errorf("an entry of vary has %d of municipalities, segments, ports, shocks, prices, origins, roads", len(kinds)), "give each an entry of its own")
	}
	if v.Name == "" {
		v.Name = kinds[0]
	}
	if !columnName.MatchString(v.Name) {
		return s.mistake(at("name"), fmt.Errorf("%q cannot begin the name of a column", v.Name), "use lower-case letters, digits and _")
	}
	for _, other := range s.Vary[:i] {
		if other.Name == v.Name {
			return s.mistake(at(), fmt.Errorf("%q varies twice", v.Name), "give name: to one of them")
		}
	}
	if err := v.check(s.study); err != nil {
		return s.mistake(at(kinds[0]), err, "")
	}
	return s.checkTogether(i)
}

// kinds are the keys that a variation has, of which one is right.
func (v *Variation) kinds() []string {
	var kinds []string
	for _, k := range []struct {
		key   string
		given bool
	}{
		{"municipalities", v.Municipalities != nil}, {"segments", v.Segments != nil}, {"ports", v.Ports != nil},
		{"shocks", v.Shocks != nil}, {"prices", v.Prices != nil}, {"origins", v.Origins != ""}, {"roads", v.Roads != nil},
	} {
		if k.given {
			kinds = append(kinds, k.key)
		}
	}
	return kinds
}

func (v *Variation) check(study *Study) error {
	switch {
	case v.Municipalities != nil:
		return v.Municipalities.check()
	case v.Segments != nil:
		return v.Segments.check()
	case v.Ports != nil:
		return v.Ports.check()
	case v.Shocks != nil:
		return v.Shocks.check(study)
	case v.Prices != nil:
		return v.Prices.check(study)
	case v.Roads != nil:
		return checkVintages(v.Roads, study)
	case v.Origins != "bootstrap":
		return fmt.Errorf("origins is %q; write bootstrap, which draws them anew", v.Origins)
	}
	return nil
}

// checkTogether refuses variations that do not go with others.
func (s *Sweep) checkTogether(i int) error {
	for k, other := range s.Vary[:i] {
		v := s.Vary[i]
		if v.Roads != nil && other.Segments != nil || v.Segments != nil && other.Roads != nil {
			return s.mistake([]any{"vary", i}, errors.New("segments and roads do not vary together: other roads have other segments"), "close municipalities")
		}
		if v.Prices != nil && other.Prices != nil || v.Roads != nil && other.Roads != nil || v.Origins != "" && other.Origins != "" {
			return s.mistake([]any{"vary", i}, fmt.Errorf("%s vary twice, also in entry %d", v.kinds()[0], k+1), "")
		}
	}
	return nil
}

func checkDraw(each bool, draw int, p Pool) error {
	switch {
	case p.Among != "" && p.Among != amongUsed && p.Among != amongAll:
		return fmt.Errorf("among is %q; write used, all, or list some under only:", p.Among)
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
	case len(study.Metric.Surfaces) > 0:
		return errors.New("prices do not vary with a study whose formula has surfaces")
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
		return errors.New("give values: [...], or from: and a larger to:")
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
		return errors.New("roads: is empty")
	}
	return nil
}

// ownRoads stands for the roads of the study among vintages.
const ownRoads = "study"
