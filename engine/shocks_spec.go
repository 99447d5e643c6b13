package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/corredor-geo/corredor/engine/scenario"
)

// ShockSpec names a dated table of municipalities, segments, roads and ports that become
// dearer or are closed, and what to ask of it; see package scenario for the rules.
type ShockSpec struct {
	Table    string       `yaml:"table"`    // municipalities with the first and the last month of each shock
	Encoding string       `yaml:"encoding"` // of text [by the file]
	Columns  ShockColumns `yaml:"columns"`
	// Period is the months of the panel; the default is that of violence.
	Period PeriodSpec `yaml:"period"`
	// Multipliers are put in place of those of the table, one after the other.
	Multipliers []string `yaml:"multipliers"`
	// MinMeters of a segment within removed municipalities close it, in vital, sweeps and on the map
	// too, also without a table; default 100.
	MinMeters float64 `yaml:"min_meters"`
}

// ShockColumns maps the columns of a table of shocks.
type ShockColumns struct {
	Code       string `yaml:"code"`       // municipality, or what kind says
	Kind       string `yaml:"kind"`       // what the code is: municipality, segment, roads or port
	From       string `yaml:"from"`       // first month
	To         string `yaml:"to"`         // last month; empty is to the end
	Multiplier string `yaml:"multiplier"` // of the cost of its roads, 0.001 to 1000, or inf [inf]
}

const (
	mostMinMeters = 10_000
	mostMonths    = 600 // a panel has a row for each month of every municipality
)

func (s *Study) checkShocks() *problem {
	shocks := s.Shocks
	at := func(key string) []any { return []any{"shocks", key} }
	if !(shocks.MinMeters >= 0 && shocks.MinMeters <= mostMinMeters) {
		return &problem{at("min_meters"), fmt.Sprintf("min_meters is %g", shocks.MinMeters), fmt.Sprintf("write metres from 0 to %d", mostMinMeters)}
	}
	if shocks.Table == "" {
		if shocks.Columns == (ShockColumns{}) && len(shocks.Multipliers) == 0 && shocks.Period == (PeriodSpec{}) {
			return nil // no shocks; min_meters also holds for vital, sweeps and the map
		}
		return &problem{[]any{"shocks"}, "shocks: has no table:", "name a table of municipalities and months"}
	}
	if shocks.Columns.Code == "" || shocks.Columns.From == "" {
		return &problem{at("columns"), "shocks: lacks the column of the municipality, segment, roads or port, or of the first month", "give columns: {code: ..., from: ...}"}
	}
	if _, err := s.shockMonths(); err != nil {
		return &problem{at("period"), "shocks: has no months that can be used; " + err.Error(), "give period: {from: 2006-12, to: 2009-12}"}
	}
	var seen []float64
	for i, text := range shocks.Multipliers {
		x, err := scenario.ParseMultiplier(text)
		if err == nil && slices.Contains(seen, x) {
			err = errors.New("it stands twice")
		}
		seen = append(seen, x)
		if err != nil {
			return &problem{[]any{"shocks", "multipliers", i}, fmt.Sprintf("the multiplier %q: %v", text, err), ""}
		}
	}
	return nil
}

// shockMonths is the range of months that shocks are looked at in.
func (s *Study) shockMonths() (scenario.Months, error) {
	spec := s.Violence.Period
	if s.Shocks.Period != (PeriodSpec{}) {
		spec = s.Shocks.Period
	}
	p, err := spec.period()
	if n := p.Months(); err == nil && (n == 0 || n > mostMonths) {
		err = fmt.Errorf("the period %v has %d of them, not 1 to %d", p, n, mostMonths)
	}
	return scenario.Months{From: p.From, To: p.To}, err
}

// rule is what closes a segment, without the shocks.
func (s ShockSpec) rule() ShockSpec { return ShockSpec{MinMeters: s.MinMeters} }

func (s ShockSpec) minMeters() float64 { return cmp.Or(s.MinMeters, scenario.DefaultMinMeters) }
