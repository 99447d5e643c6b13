package violence

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// lateFactors are all / on time, by unit and month, with what stands in for a
// unit that has too few deaths.
type lateFactors struct {
	late      Late
	reference int
	counts    map[lateKey]lateCount
}

type lateKey struct {
	level Level
	unit  string
	month int // of the year from 1; 0 for the whole
}

type lateCount struct{ all, late float64 }

func (t *Table) lateFactors(s *series, reference int, l Late) (*lateFactors, error) {
	if l.By == Area {
		return nil, errors.New("late registration goes by national, state or municipality")
	}
	if l.Months && t.ByYear() {
		return nil, errors.New("a factor for each month needs a table by month of those that were registered")
	}
	f := &lateFactors{late: l, reference: reference, counts: map[lateKey]lateCount{}}
	for _, code := range t.Codes() {
		for step := range t.steps {
			month := t.stepMonth(step)
			at := t.index[code]*t.steps + step
			if month.Year() != reference || math.IsNaN(s.values[at]) {
				continue
			}
			for _, level := range []Level{National, State, Municipality} {
				for _, m := range []int{0, int(month)%monthsOfYear + 1} {
					key := lateKey{level, level.key(code), m}
					n := f.counts[key]
					f.counts[key] = lateCount{n.all + s.values[at], n.late + s.late[at]}
				}
			}
		}
	}
	if f.counts[lateKey{}].all == 0 {
		return nil, fmt.Errorf("the table has no deaths of %d to learn late registration from", reference)
	}
	return f, nil
}

// of returns the factor of a municipality in a month: that of the smallest unit
// with enough deaths and with some that were registered on time.
func (f *lateFactors) of(code string, month Month) float64 {
	months := []int{0}
	if f.late.Months {
		months = []int{int(month)%monthsOfYear + 1, 0}
	}
	for _, m := range months {
		for _, level := range []Level{Municipality, State, National} {
			if level > f.late.By {
				continue
			}
			n := f.counts[lateKey{level, level.key(code), m}]
			enough := n.all >= f.late.Min || level == National && m == 0 // there is nothing larger
			if n.all > n.late && enough {
				return n.all / (n.all - n.late)
			}
			if f.late.Min == 0 && level == f.late.By {
				return 1 // as the map does: no ratio, no correction
			}
		}
	}
	return 1
}

func (f *lateFactors) String() string {
	n := f.counts[lateKey{}]
	var b strings.Builder
	fmt.Fprintf(&b, "all / registered in the year, as for %d: %s of %s were late; by %v", f.reference, plain(n.late), plain(n.all), f.late.By)
	if f.late.Months {
		b.WriteString(" and month")
	}
	if f.late.Min > 0 && f.late.By != National {
		fmt.Fprintf(&b, ", or the next larger unit below %s deaths", plain(f.late.Min))
	}
	return b.String()
}
