package feature

import (
	"fmt"
	"time"
)

// Month is a calendar month: 12 x year + month - 1.
type Month int

// MonthOf returns the month of a year, 1 to 12.
func MonthOf(year, month int) Month { return Month(12*year + month - 1) }

// Years that a table may hold. A table takes memory for every month between its
// first and its last, so 9999 for "unknown" would take gigabytes.
const (
	firstYear = 1800
	lastYear  = 2200
)

// ParseMonth reads YYYY-MM, YYYY-MM-DD or YYYY (January), from 1800 to 2200.
func ParseMonth(text string) (Month, error) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006", "Jan-2006"} {
		if len(text) != len(layout) {
			continue
		}
		day, err := time.Parse(layout, text)
		if err == nil && firstYear <= day.Year() && day.Year() <= lastYear {
			return MonthOf(day.Year(), int(day.Month())), nil
		}
	}
	return 0, fmt.Errorf("%q is not a month; write 2010-01", text)
}

// Year returns the calendar year of the month.
func (m Month) Year() int { return int(m) / 12 }

// String writes YYYY-MM.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }
