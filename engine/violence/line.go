package violence

import (
	"fmt"
	"math"
	"slices"
)

// Line is the course of some series in one group, in time order.
type Line struct {
	Group   Group
	Series  []string
	AreaKM2 float64 // of the group; NaN when some part is unknown
	Points  []Point
}

// Point is one month or year.
type Point struct {
	From   Month
	Months int // of the calendar: 1, 12, or what the period cuts from a year
	// Population is the mean of the months, NaN unknown. Places without
	// inhabitants, such as municipality 999, add nothing to it.
	Population float64
	Values     []Value // per series
}

// Value is one series in one month or year.
type Value struct {
	Count  float64 // as counted, NaN where the series does not cover the time
	Months int     // that the series covers; the rate is annualised over them
	// Per 100,000 a year, with its exact Poisson interval; NaN unknown.
	RatePer100k, Low, High float64
	PerKM2                 float64 // a year
}

// Lines says what lines to draw.
type Lines struct {
	Series     []string   // empty is all
	Period     Period     // zero is the whole table
	ByYear     bool       // add months up to calendar years
	Confidence Confidence // of the intervals; 0 is 0.95
	Places     *Gazetteer

	countsOnly bool // no rates
}

// Line adds the series up over a group. Inhabitants come from the table, and from
// Places where that has none. Unknown counts add nothing. It takes time in
// proportion to the municipalities times the steps.
func (t *Table) Line(group Group, opts Lines) (*Line, error) {
	if opts.Period == (Period{}) {
		opts.Period = t.Span()
	}
	if opts.Confidence == 0 {
		opts.Confidence = 0.95
	}
	if len(opts.Series) == 0 {
		opts.Series = t.SeriesNames()
	}
	from, to, err := t.window(opts.Period)
	if err != nil {
		return nil, err
	}
	l := &Line{Group: group, Series: opts.Series, AreaKM2: opts.area(group.Codes)}
	d := drawing{table: t, line: l, opts: opts, chosen: make([]*series, len(opts.Series))}
	for i, name := range opts.Series {
		if d.chosen[i], err = t.find(name); err != nil {
			return nil, err
		}
	}
	for start := from; start < to; {
		end := start + 1
		for opts.ByYear && end < to && t.stepMonth(end).Year() == t.stepMonth(start).Year() {
			end++
		}
		l.Points = append(l.Points, d.point([2]int{start, end}))
		start = end
	}
	return l, nil
}

// drawing is a line under way.
type drawing struct {
	table  *Table
	line   *Line
	opts   Lines
	chosen []*series
}

func (d drawing) point(steps [2]int) Point {
	t, l, opts := d.table, d.line, d.opts
	p := Point{From: t.stepMonth(steps[0]), Months: (steps[1] - steps[0]) * t.stepMonths,
		Population: math.NaN(), Values: make([]Value, len(d.chosen))}
	if !opts.countsOnly {
		p.Population = t.inhabitants(l.Group.Codes, steps, opts.Places)
	}
	for i, s := range d.chosen {
		v := Value{Count: math.NaN()}
		for step := steps[0]; step < steps[1]; step++ {
			if x := t.sum(s, l.Group.Codes, step); !math.IsNaN(x) {
				v.Count = addKnown(v.Count, x)
				v.Months += s.months[step]
			}
		}
		if opts.countsOnly {
			p.Values[i] = v
			continue
		}
		years := float64(v.Months) / monthsOfYear
		v.RatePer100k, v.Low, v.High = math.NaN(), math.NaN(), math.NaN()
		if v.Months > 0 && p.Population > 0 {
			scale := perRate / (p.Population * years)
			low, high := PoissonInterval(v.Count, opts.Confidence)
			v.RatePer100k, v.Low, v.High = v.Count*scale, low*scale, high*scale
		}
		v.PerKM2 = v.Count / years / l.AreaKM2
		p.Values[i] = v
	}
	return p
}

// sum adds the known counts of a step up; NaN when none is known.
func (t *Table) sum(s *series, codes []string, step int) float64 {
	sum := math.NaN()
	if s.months[step] == 0 {
		return sum
	}
	for _, code := range codes {
		row, ok := t.index[code]
		if ok && t.present[row*t.steps+step] {
			sum = addKnown(sum, s.values[row*t.steps+step])
		} else if t.absentZero {
			sum = addKnown(sum, 0)
		}
	}
	return sum
}

// inhabitants is the mean over steps of the sum over municipalities.
func (t *Table) inhabitants(codes []string, steps [2]int, places *Gazetteer) float64 {
	total, known := 0.0, 0.0
	for step := steps[0]; step < steps[1]; step++ {
		sum := math.NaN()
		for _, code := range codes {
			people := math.NaN()
			if row, ok := t.index[code]; ok {
				people = t.population[row*t.steps+step]
			}
			if math.IsNaN(people) && places != nil {
				if p, ok := places.places[code]; ok {
					people = p.Population
				}
			}
			sum = addKnown(sum, people)
		}
		if !math.IsNaN(sum) {
			total += sum
			known++
		}
	}
	return total / known
}

func (opts Lines) area(codes []string) float64 {
	sum := 0.0
	for _, code := range codes {
		if opts.Places == nil {
			return math.NaN()
		}
		if stateOf(code)+unknownMunicipality != code {
			p, ok := opts.Places.places[code]
			if !ok {
				return math.NaN()
			}
			sum += p.AreaKM2
		}
	}
	if sum == 0 {
		return math.NaN()
	}
	return sum
}

// Shift compares the months before an event with those after it.
type Shift struct {
	Before, After             Exposed // events and person-years
	MonthsBefore, MonthsAfter int     // that have data, of those asked for
	Ratio
}

// Shift compares the rate of a series in the months before an event with that in
// the months after it; the month of the event is in neither. The line must be by
// month. It says that something changed, not why: a trend, or a return to the
// usual after a peak, shows in the same way.
func (l *Line) Shift(series string, event Month, months int) (Shift, error) {
	k := slices.Index(l.Series, series)
	if k < 0 {
		return Shift{}, fmt.Errorf("there is no series %q in the line", series)
	}
	var s Shift
	for _, p := range l.Points {
		if p.Months != 1 {
			return Shift{}, fmt.Errorf("before and after an event are compared by month; the line is by year")
		}
		v := p.Values[k]
		if v.Months == 0 || p.From == event {
			continue
		}
		side, n := &s.Before, &s.MonthsBefore
		if p.From > event {
			side, n = &s.After, &s.MonthsAfter
		}
		if distance := int(p.From - event); -months <= distance && distance <= months {
			side.Count += v.Count
			side.Time += p.Population / monthsOfYear
			*n++
		}
	}
	if !(s.Before.Time > 0 && s.After.Time > 0) {
		return s, fmt.Errorf("%s has no data on both sides of %v", series, event)
	}
	s.Ratio = RateRatio(s.After, s.Before, 0.95)
	return s, nil
}
