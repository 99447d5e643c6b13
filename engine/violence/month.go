package violence

import (
	"fmt"
	"strconv"
)

// Month is a calendar month: 12 x year + month - 1.
type Month int

// MonthOf returns the month of a year, 1 to 12.
func MonthOf(year, month int) Month { return Month(12*year + month - 1) }

// ParseMonth reads YYYY-MM, YYYY-MM-DD or YYYY (January).
func ParseMonth(text string) (Month, error) {
	if len(text) != 4 && len(text) != 7 && len(text) != 10 {
		return 0, notAMonth(text)
	}
	year, err := strconv.Atoi(text[:4])
	if err != nil || year < 1000 {
		return 0, notAMonth(text)
	}
	if len(text) == 4 {
		return MonthOf(year, 1), nil
	}
	month, err := strconv.Atoi(text[5:7])
	if err != nil || text[4] != '-' || month < 1 || month > 12 {
		return 0, notAMonth(text)
	}
	return MonthOf(year, month), nil
}

func notAMonth(text string) error { return fmt.Errorf("%q is not a month; write 2010-01", text) }

// Year returns the calendar year of the month.
func (m Month) Year() int { return int(m) / 12 }

func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }

// Period is a range of months, both ends included.
type Period struct{ From, To Month }

// Months returns the number of months; 0 for an empty period.
func (p Period) Months() int { return max(0, int(p.To-p.From)+1) }

// Contains reports whether the month is within the period.
func (p Period) Contains(m Month) bool { return p.From <= m && m <= p.To }

func (p Period) String() string { return p.From.String() + ".." + p.To.String() }
