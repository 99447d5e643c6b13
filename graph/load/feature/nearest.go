package feature

import (
	"strings"
	"unicode/utf8"
)

// columnsHint lists the columns that exist, the closest to name first.
func columnsHint(name string, columns []string) string {
	var hint string
	if near := nearest(name, columns); near != "" {
		hint = "did you mean " + quote(near) + "? "
	}
	if len(columns) == 0 {
		return "the file has no columns"
	}
	const most = 20
	shown := columns
	if len(shown) > most {
		shown = shown[:most]
	}
	hint += "the columns are " + strings.Join(shown, ", ")
	if len(shown) < len(columns) {
		hint += ", ..."
	}
	return hint
}

// nearest returns the candidate that a typing mistake turns into name, or "".
// Ties go to the first candidate.
func nearest(name string, candidates []string) string {
	best, bestCost := "", 1+max(1, utf8.RuneCountInString(name)/3)
	for _, c := range candidates {
		if c == "" || len(c) > 200 || len(name) > 200 {
			continue
		}
		if cost := editDistance(strings.ToLower(name), strings.ToLower(c)); cost < bestCost {
			best, bestCost = c, cost
		}
	}
	return best
}

// editDistance is the Levenshtein distance in runes, in O(len a * len b).
func editDistance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(rb)]
}
