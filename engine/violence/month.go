package violence

import "github.com/corredor-geo/corredor/graph/load/feature"

// Month is a calendar month: 12 x year + month - 1.
type Month = feature.Month

// MonthOf returns the month of a year, 1 to 12.
func MonthOf(year, month int) Month { return feature.MonthOf(year, month) }

// ParseMonth reads YYYY-MM, YYYY-MM-DD, YYYY (January) or Jan-2006, from 1800 to 2200.
func ParseMonth(text string) (Month, error) { return feature.ParseMonth(text) }

// Period is a range of months, both ends included.
type Period struct{ From, To Month }

// Months returns the number of months; 0 for an empty period.
func (p Period) Months() int { return max(0, int(p.To-p.From)+1) }

// Contains reports whether the month is within the period.
func (p Period) Contains(m Month) bool { return p.From <= m && m <= p.To }

func (p Period) String() string { return p.From.String() + ".." + p.To.String() }
