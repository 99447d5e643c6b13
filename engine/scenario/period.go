package scenario

import (
	"cmp"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Period is a range of months in which the same shocks hold.
type Period struct {
	Months
	Factors []Factor // ascending by kind and code; none where nothing is shocked
}

// Factor is what some roads cost, times their usual weight, or the price of a port;
// +Inf when they are closed. Of roads it is never 1, of ports never 0.
type Factor struct {
	Code       string
	Multiplier float64
	Kind       Kind
}

// Of returns the factors of one kind.
func (p Period) Of(kind Kind) (list []Factor) {
	for _, f := range p.Factors {
		if f.Kind == kind {
			list = append(list, f)
		}
	}
	return list
}

// idle reports whether a factor changes nothing.
func (f Factor) idle() bool {
	if f.Kind == Port {
		return f.Multiplier == 0
	}
	return f.Multiplier == 1
}

// Split cuts a range of months into the longest periods with the same multipliers,
// ascending and without a gap. Where shocks to one thing overlap the largest multiplier
// holds; a multiplier of 1, or a price of 0, is no shock. Shocks outside the range have no effect.
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
			held = append(held, Factor{s.Code, s.Multiplier, s.Kind})
		}
	}
	slices.SortFunc(held, func(a, b Factor) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code), cmp.Compare(b.Multiplier, a.Multiplier))
	})
	held = slices.CompactFunc(held, func(a, b Factor) bool { return a.Kind == b.Kind && a.Code == b.Code }) // keeps the first, the largest
	return slices.DeleteFunc(held, Factor.idle)
}
