package violence

import (
	"cmp"
	"errors"
	"fmt"
	"math"
)

// Intent shares out deaths by firearm whose intent is not known: as large a part
// of them were homicides as among the firearm deaths of known intent in the same
// area and year. They pass from the series Unknown to the series Into; what was
// not homicide stays unknown. The rise of such deaths beside homicides was shown
// for Ciudad Juárez and Sinaloa by Valle-Jones (2012), who used a classifier on
// single deaths; a proportion is what counts allow.
type Intent struct {
	Unknown string   // series of firearm deaths of unknown intent
	Known   []string // series of those of known intent, homicides first
	Into    string   // series of homicides; "" is the first of the table
	By      Level    // the area: National, State or Municipality
}

// Name is intent.
func (Intent) Name() string { return "intent" }

func (in Intent) apply(t *Table, c *Change) error {
	if in.By == Area {
		return errors.New("unknown intent goes by national, state or municipality")
	}
	if len(in.Known) < 2 {
		return errors.New("the series of known intent are homicides first, and at least one other, such as accidents")
	}
	into, err := t.find(cmp.Or(in.Into, t.series[0].name))
	if err != nil {
		return err
	}
	unknown, err := t.find(in.Unknown)
	if err != nil {
		return err
	}
	shares, err := in.shares(t)
	if err != nil {
		return err
	}
	c.What = fmt.Sprintf("firearm deaths of unknown intent (%s) counted as %s in the proportion of those known, by %v and year", unknown.name, into.name, in.By)
	left := 0.0
	for _, code := range t.Codes() {
		for step := range t.steps {
			at := t.index[code]*t.steps + step
			x := unknown.values[at]
			if math.IsNaN(x) || x == 0 {
				continue
			}
			share := shares.of(in.By, code, t.stepMonth(step).Year())
			if math.IsNaN(share) {
				left += x
				continue
			}
			into.values[at] = addKnown(into.values[at], float64(share*x))
			unknown.values[at] -= float64(share * x)
		}
	}
	if left > 0 {
		c.note("%s deaths stay unknown: the year has no firearm death of known intent", plain(left))
	}
	return nil
}

type intentKey struct {
	level Level
	unit  string
	year  int
}

// intentShares counts homicides and all firearm deaths of known intent.
type intentShares map[intentKey]struct{ homicides, all float64 }

func (in Intent) shares(t *Table) (intentShares, error) {
	counts := intentShares{}
	for k, name := range in.Known {
		s, err := t.find(name)
		if err != nil {
			return nil, err
		}
		for _, code := range t.Codes() {
			for step := range t.steps {
				x := s.values[t.index[code]*t.steps+step]
				if math.IsNaN(x) {
					continue
				}
				for _, level := range []Level{National, State, Municipality} {
					key := intentKey{level, level.key(code), t.stepMonth(step).Year()}
					n := counts[key]
					n.all += x
					if k == 0 {
						n.homicides += x
					}
					counts[key] = n
				}
			}
		}
	}
	return counts, nil
}

// of returns the share of homicides in the smallest area that has known deaths.
func (s intentShares) of(by Level, code string, year int) float64 {
	for _, level := range []Level{Municipality, State, National} {
		if n := s[intentKey{level, level.key(code), year}]; level <= by && n.all > 0 {
			return n.homicides / n.all
		}
	}
	return math.NaN()
}
