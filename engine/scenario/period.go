package scenario

import (
	"cmp"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Period is a range of months in which the same shocks hold.
type Period struct {
	Months
	Factors []Factor // ascending by code; none where nothing is shocked
}

// Factor is what the roads of a municipality cost, times their usual weight; +Inf
// when they are removed, never 1.
type Factor struct {
	Code       string
	Multiplier float64
}

// Split cuts a range of months into the longest periods with the same multipliers,
// ascending and without a gap. Where shocks to a municipality overlap the largest multiplier
// holds; a multiplier of 1 is no shock. Shocks outside the range have no effect.
// Time is O(periods x shocks); there are at most as many periods as months.
func Split(shocks []Shock, within Months) []Period {
	if within.Count() == 0 {
		return nil
	}
	starts := []feature.Month{within.From}
	for _, s := range shocks {
		for _, m := range []feature.Month{s.From, s.To + 1} {
			if within.From < m && m <= within.To {
				starts = append(starts, m)
			}
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	var periods []Period
	for i, from := range starts {
		p := Period{Months{from, within.To}, factors(shocks, from)}
		if i+1 < len(starts) {
			p.To = starts[i+1] - 1
		}
		if n := len(periods); n > 0 && slices.Equal(periods[n-1].Factors, p.Factors) {
			periods[n-1].To = p.To
			continue
		}
		periods = append(periods, p)
	}
	return periods
}

// factors are the multipliers that hold in a month.
func factors(shocks []Shock, at feature.Month) []Factor {
	var held []Factor
	for _, s := range shocks {
		if s.From <= at && at <= s.To {
			held = append(held, Factor{s.Code, s.Multiplier})
		}
	}
	slices.SortFunc(held, func(a, b Factor) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(b.Multiplier, a.Multiplier))
	})
	held = slices.CompactFunc(held, func(a, b Factor) bool { return a.Code == b.Code }) // keeps the first, the largest
	return slices.DeleteFunc(held, func(f Factor) bool { return f.Multiplier == 1 })
}
