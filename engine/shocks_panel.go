package engine

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// shockPanel is municipalities by month: a row for each month of the first
// municipality, then of the second. It is balanced; what is unknown is NaN.
type shockPanel struct {
	result     *Result
	months     int
	events     [][]float64 // per series, per row
	population []float64
	origin     []bool // per municipality: some origin is in it
	shocked    []bool // per municipality: some shock is to it
}

// newPanel reads the counts of every month.
func (r *run) newPanel() (*shockPanel, error) {
	s := r.Shocks
	p := &shockPanel{result: &r.Result, months: s.Months.Count(), events: make([][]float64, len(r.Study.Violence.Series)),
		origin: make([]bool, len(r.Regions.Regions)), shocked: make([]bool, len(r.Regions.Regions))}
	for _, o := range r.Origins {
		if i, ok := r.Regions.Index(o.Code); ok {
			p.origin[i] = true
		}
	}
	for _, place := range s.Places {
		p.shocked[place] = true
	}
	rows := len(r.Regions.Regions) * p.months
	p.population = make([]float64, rows)
	for i := range p.population {
		p.population[i] = math.NaN()
	}
	if r.ViolenceTable == nil {
		return p, nil
	}
	places := r.places()
	for k, series := range r.Study.Violence.Series {
		p.events[k] = make([]float64, rows)
		for month := range p.months {
			events, population, err := r.ViolenceTable.InMonth(series.Name, s.Months.From+feature.Month(month), places)
			if err != nil {
				return nil, err
			}
			for i := range places {
				p.events[k][i*p.months+month] = events[i]
				p.population[i*p.months+month] = population[i]
			}
		}
	}
	return p, nil
}

// ratePer100k is the annual rate; NaN where nobody lives.
func (p *shockPanel) ratePer100k(series, row int) float64 {
	const monthsAYear, per = 12, 100_000
	if !(p.population[row] > 0) {
		return math.NaN()
	}
	return p.events[series][row] * monthsAYear * per / p.population[row]
}

// any is 1 where there was a homicide, 0 where there was none.
func (p *shockPanel) any(series, row int) float64 {
	switch x := p.events[series][row]; {
	case math.IsNaN(x):
		return x
	case x > 0:
		return 1
	}
	return 0
}

// periodOf returns the number of the period of each month of a run.
func (s *Shocks) periodOf(run ShockRun) []int {
	of := make([]int, s.Months.Count())
	for k, p := range run.Periods {
		for m := p.From; m <= p.To; m++ {
			of[m-s.Months.From] = k
		}
	}
	return of
}

// decimalsPanel is more than a rate supports, so that regressions elsewhere agree.
const decimalsPanel = 9

// panelLayer returns the panel with the flows of the table's own multipliers.
func (s *Shocks) panelLayer() export.Layer {
	p, r, run := s.panel, s.panel.result, s.Runs[0]
	periods := s.periodOf(run)
	sh := &sheet{Layer: export.Layer{Name: "panel"}}
	place := func(row int) int { return row / p.months }
	period := func(row int) int { return periods[row%p.months] }
	sh.column(text("code", "municipality (CVEGEO)"), func(row int) any { return r.Regions.Regions[place(row)].Code })
	sh.column(text("state", "first two digits of the code"), func(row int) any { return r.Regions.Regions[place(row)].Code[:2] })
	sh.column(text("month", "YYYY-MM"), func(row int) any { return (s.Months.From + feature.Month(row%p.months)).String() })
	sh.column(integer("period", "", "number of the period in periods.csv, multiplier "+TableMultiplier), func(row int) any { return period(row) })
	sh.column(integer("origin", "", "1 when it is an origin; left out of robustness.csv"), func(row int) any { return oneIf(p.origin[place(row)]) })
	sh.column(integer("shocked", "", "1 when it is shocked in some month; left out of robustness.csv"), func(row int) any { return oneIf(p.shocked[place(row)]) })
	sh.column(integer("routes", "routes", "origins whose route crosses it in that month"), func(row int) any { return run.Periods[period(row)].Crossed[place(row)] })
	sh.column(share("flow", "sum of the shares of those origins; each layer sends 1"), func(row int) any { return run.Periods[period(row)].Share[place(row)] })
	if len(p.events) > 0 {
		sh.column(export.Column{Name: "population", Kind: export.Real, Decimals: decimalsPanel, Unit: "persons", Meaning: "inhabitants"}, func(row int) any { return p.population[row] })
	}
	for k, series := range r.Study.Violence.Series {
		sh.column(export.Column{Name: series.Name, Kind: export.Real, Unit: "events in the month", Meaning: "as in the table of counts"}, func(row int) any { return p.events[k][row] })
		sh.column(export.Column{Name: series.Name + "_any", Kind: export.Real, Meaning: "1 when there was one or more"}, func(row int) any { return p.any(k, row) })
		sh.column(export.Column{Name: series.Name + "_rate", Kind: export.Real, Decimals: decimalsPanel, Unit: "per 100,000 a year", Meaning: "annualised"}, func(row int) any { return p.ratePer100k(k, row) })
	}
	return sh.layer(len(p.population), nil, nil)
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// notePanel counts what the panel does not know.
func (r *run) notePanel(p *shockPanel) {
	if r.ViolenceTable == nil {
		return
	}
	if r.ViolenceTable.ByYear() {
		r.warn(Warning{Stage: "shocks", Message: "the homicides are by year, so the panel has none by month, and there is no regression", Count: 1})
		return
	}
	var empty tally
	for row, x := range p.population {
		if x == 0 {
			empty.add(fmt.Sprintf("%s in %v", r.Regions.Regions[row/p.months].Code, r.Shocks.Months.From+feature.Month(row%p.months)))
		}
	}
	r.warnTally("shocks", "municipalities and months with a population of 0, so without a rate", empty)
	for k, series := range r.Study.Violence.Series {
		var unknown tally
		for row, x := range p.events[k] {
			if math.IsNaN(x) {
				unknown.add(fmt.Sprintf("%s in %v", r.Regions.Regions[row/p.months].Code, r.Shocks.Months.From+feature.Month(row%p.months)))
			}
		}
		r.warnTally("shocks", "rows of the panel without a count of "+series.Name+", left out of regressions", unknown)
	}
}
