package panel

import (
	"fmt"
	"math"
	"strings"
)

// Problems are what is wrong with the rows of a panel, a line each.
type Problems []string

// Error joins the lines.
func (p Problems) Error() string { return strings.Join(p, "\n") }

const mostProblems = 20 // that are listed; the rest are counted

// check looks at rows sorted by municipality and month.
func check(rows []Observation, opts PanelOptions) Problems {
	if len(rows) == 0 {
		return Problems{"the panel has no rows"}
	}
	var problems Problems
	note := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for i, row := range rows {
		checkRow(row, note)
		if i > 0 && rows[i-1].Code == row.Code && rows[i-1].Month == row.Month {
			note("municipality %s: two rows for %s; add them up or drop one", row.Code, monthText(row.Month))
		}
	}
	if !opts.AllowGaps {
		gaps(rows, note)
	}
	if more := len(problems) - mostProblems; more > 0 {
		problems = append(problems[:mostProblems:mostProblems], fmt.Sprintf("and %d more lines like these", more))
	}
	return problems
}

func checkRow(row Observation, note func(string, ...any)) {
	if len(row.Code) != 5 || strings.Trim(row.Code, "0123456789") != "" {
		note("municipality %q: a code is five digits, with the leading zero", row.Code)
	}
	if row.Events < 0 || math.IsInf(row.Events, 0) {
		note("municipality %s, %s: a count of %g", row.Code, monthText(row.Month), row.Events)
	}
	if row.Population < 0 || math.IsInf(row.Population, 0) {
		note("municipality %s, %s: a population of %g", row.Code, monthText(row.Month), row.Population)
	}
}

// gaps finds the months that a municipality lacks between the first and the
// last of the panel.
func gaps(rows []Observation, note func(string, ...any)) {
	first, last := rows[0].Month, rows[0].Month
	for _, row := range rows {
		first, last = min(first, row.Month), max(last, row.Month)
	}
	for begin := 0; begin < len(rows); {
		end := begin
		expected, lacking, example := first, 0, 0
		lack := func(until int) {
			if until > expected && lacking == 0 {
				example = expected
			}
			lacking += max(0, until-expected)
		}
		for ; end < len(rows) && rows[end].Code == rows[begin].Code; end++ {
			lack(rows[end].Month)
			expected = max(expected, rows[end].Month+1)
		}
		lack(last + 1)
		if lacking > 0 {
			note("municipality %s: %d of the months %s to %s are missing, the first of them %s", rows[begin].Code,
				lacking, monthText(first), monthText(last), monthText(example))
		}
		begin = end
	}
}

func monthText(month int) string { return fmt.Sprintf("%04d-%02d", month/12, month%12+1) }

// warn lists what is doubtful: rows without a rate, state-months that a single
// municipality is alone in, months that are missing.
func (p *Panel) warn() {
	warn := func(count int, what string) {
		if count > 0 {
			p.Warnings = append(p.Warnings, fmt.Sprintf("%d %s", count, what))
		}
	}
	unknown, empty, without := 0, 0, 0
	months := map[int32]bool{}
	size := map[int32]int{}
	for i := range p.Unit {
		months[p.Month[i]] = true
		size[p.StateMonth[i]]++
		if math.IsNaN(p.Events[i]) {
			unknown++
		}
		if math.IsNaN(p.Population[i]) {
			without++
		} else if p.Population[i] == 0 {
			empty++
		}
	}
	alone := 0
	for _, n := range size {
		if n == 1 {
			alone++
		}
	}
	warn(unknown, "rows without a count")
	warn(without, "rows without a population, so without a rate")
	warn(empty, "rows with a population of 0, so without a rate and of no weight")
	warn(alone, "state-months with a single municipality: their effect explains that row fully")
	warn(len(p.Codes)*len(months)-p.Len(), "pairs of municipality and month are missing")
}
