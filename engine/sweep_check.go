package engine

import (
	"errors"
	"fmt"
	"regexp"
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
	return s.checkLayers()
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
