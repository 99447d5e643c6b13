package replicate

import (
	"context"
	"math"

	"github.com/corredor-geo/corredor/engine/scenario"
)

// Shocks dates the archive's close elections: for each municipality of
// CloseElec.dta, the first month of the first period in which none of its roads is
// left, and from then on. They come in the order of the file. Undated are those without a
// road in the archive, or with roads to the end. Every period must have been read.
func (a *Archive) Shocks(ctx context.Context) (shocks []scenario.Shock, undated []string, err error) {
	calendar, err := a.calendar(ctx)
	if err != nil {
		return nil, nil, err
	}
	codes, err := a.closeElections(ctx)
	if err != nil {
		return nil, nil, err
	}
	for p := range Periods {
		if err := a.check(p); err != nil {
			return nil, nil, err
		}
	}
	for _, code := range codes {
		period, ok := a.closesIn(code)
		if !ok {
			undated = append(undated, code)
			continue
		}
		months := scenario.Months{From: calendar.monthOf(period), To: scenario.Open}
		shocks = append(shocks, scenario.Shock{Code: code, Months: months, Multiplier: math.Inf(1)})
	}
	return shocks, undated, nil
}

// closesIn returns the first period in which a municipality has no road left.
func (a *Archive) closesIn(code string) (period int, ok bool) {
	m, known := a.index[code]
	for period = range Periods {
		left := 0
		for _, s := range a.Links(m) {
			if a.open[period][s] {
				left++
			}
		}
		if known && left == 0 {
			return period, true
		}
	}
	return 0, false
}
