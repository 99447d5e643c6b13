package violence

import (
	"cmp"
	"fmt"
	"slices"
)

// Contrast names two series of which the second is part of the first: drug-war
// homicides among all homicides.
type Contrast struct {
	Total, Part string
	Period      Period // zero is the whole table
	ByYear      bool   // add months up to calendar years
}

// Discrepancy is where the part exceeds its total.
type Discrepancy struct {
	Contrast Contrast
	Compared int // groups x steps that both series cover
	Windows  int // stretches of time, over all groups, that could have been a run
	// Cells are the single months or years with part > total, Runs the stretches
	// of them, both by their p value, then by the excess, then by place.
	Cells, Runs []Excess
}

// Excess is a stretch of time in which the part exceeds its total.
type Excess struct {
	Group       Group
	From, To    Month // both included
	Total, Part float64
	// P is the chance of a part as large or larger if every event of the total
	// were also in the part and the sources differed by chance alone. PAdjusted
	// allows for all that was looked at.
	P, PAdjusted float64
}

// Excess is Part - Total: at least so many are missing from the total.
func (e Excess) Excess() float64 { return e.Part - e.Total }

// Discrepancies looks for places and times where the part exceeds its total.
//
// A part cannot exceed its total, but two sources may date or place an event
// differently, so a small excess in a small place is no news. The null hypothesis
// is the one least favourable to finding anything: that both sources count the
// same events, with independent errors. Given their sum, the part is then binomial
// with probability 1/2, and P is its upper tail, exact. Runs are the maximal
// stretches with the largest sums of part - total, after W. L. Ruzzo and M. Tompa,
// "A linear time algorithm for finding all maximal scoring subsequences", ISMB
// 1999; a month or two without excess does not break them. As they were searched
// for, P is multiplied by the number of stretches that could have been one
// (Bonferroni), which is strict.
//
// Only steps that both series cover for the same number of months are compared.
func (t *Table) Discrepancies(groups []Group, c Contrast) (*Discrepancy, error) {
	if c.Total == c.Part {
		return nil, fmt.Errorf("the series %q cannot be compared with itself", c.Part)
	}
	d := &Discrepancy{Contrast: c}
	for _, group := range groups {
		line, err := t.Line(group, Lines{Series: []string{c.Total, c.Part}, Period: c.Period, ByYear: c.ByYear, countsOnly: true})
		if err != nil {
			return nil, err
		}
		for _, part := range comparable(line.Points) {
			d.Compared += len(part)
			d.Windows += len(part) * (len(part) + 1) / 2
			for i, p := range part {
				if p.Values[1].Count > p.Values[0].Count {
					d.Cells = append(d.Cells, excess(group, part[i:i+1]))
				}
			}
			for _, run := range maximalRuns(part) {
				d.Runs = append(d.Runs, excess(group, part[run[0]:run[1]]))
			}
		}
	}
	adjust(d.Cells, d.Compared)
	adjust(d.Runs, d.Windows)
	return d, nil
}

// comparable cuts a line into the stretches that both series cover alike.
func comparable(points []Point) [][]Point {
	var stretches [][]Point
	start := -1
	for i, p := range points {
		same := p.Values[0].Months > 0 && p.Values[0].Months == p.Values[1].Months
		if same && start < 0 {
			start = i
		}
		if !same && start >= 0 {
			stretches = append(stretches, points[start:i])
			start = -1
		}
	}
	if start >= 0 {
		stretches = append(stretches, points[start:])
	}
	return stretches
}

func excess(group Group, points []Point) Excess {
	last := points[len(points)-1]
	e := Excess{Group: group, From: points[0].From, To: last.From + Month(last.Months) - 1}
	for _, p := range points {
		e.Total += p.Values[0].Count
		e.Part += p.Values[1].Count
	}
	e.P = binomialTail(e.Part, e.Total, 0.5)
	return e
}

func adjust(list []Excess, looks int) {
	for i := range list {
		list[i].PAdjusted = min(1, list[i].P*float64(looks))
	}
	slices.SortStableFunc(list, func(a, b Excess) int {
		return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(b.Excess(), a.Excess()), cmp.Compare(a.Group.ID, b.Group.ID), cmp.Compare(a.From, b.From))
	})
}

// maximalRuns returns the maximal scoring stretches, [from, to) by index, where
// the score of a point is part - total. Ruzzo and Tompa's list of candidates: each
// holds the sum before it and the sum up to its end.
func maximalRuns(points []Point) [][2]int {
	type candidate struct {
		from, to    int
		left, right float64
	}
	var list []candidate
	sum := 0.0
	for i, p := range points {
		score := p.Values[1].Count - p.Values[0].Count
		before := sum
		sum += score
		if !(score > 0) {
			continue
		}
		next := candidate{i, i + 1, before, sum}
		for {
			j := len(list) - 1
			for j >= 0 && list[j].left >= next.left {
				j--
			}
			if j < 0 || list[j].right >= next.right {
				list = append(list, next)
				break
			}
			next.from, next.left = list[j].from, list[j].left
			list = list[:j]
		}
	}
	runs := make([][2]int, len(list))
	for i, c := range list {
		runs[i] = [2]int{c.from, c.to}
	}
	return runs
}
