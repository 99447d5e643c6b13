package corredor_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestReadmeHasTheGeneratedRatios holds the last column of the README's table of
// routers against the table that benchmarks/routers writes.
func TestReadmeHasTheGeneratedRatios(t *testing.T) {
	generated := map[string]float64{}
	for name, cells := range tableRows(t, "benchmarks/routers.md") {
		if ratio, err := strconv.ParseFloat(cells[len(cells)-1], 64); err == nil {
			generated[name] = ratio
		}
	}
	found := 0
	for name, cells := range tableRows(t, "README.md") {
		want, ok := generated[name]
		last := cells[len(cells)-1]
		if !ok || last == "" {
			continue
		}
		found++
		_, fraction, _ := strings.Cut(last, ".")
		got, err := strconv.ParseFloat(last, 64)
		// Both are rounded: the generated ratio to two decimals, the README's to its own.
		rounding := (math.Pow10(-len(fraction)) + 0.01) / 2
		if err != nil || math.Abs(got-want) > rounding+1e-9 {
			t.Errorf("%s: the README says %s, benchmarks/routers.md %v", name, last, want)
		}
	}
	const fewest = 8 // the README joins the two rows of customization
	if found < fewest {
		t.Errorf("only %d rows are in both", found)
	}
}

// tableRows are the rows of Markdown tables, by their first cell.
func tableRows(t *testing.T, path string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		inside, ok := strings.CutPrefix(strings.TrimSpace(line), "| ")
		if !ok {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(inside, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows[cells[0]] = cells[1:]
	}
	return rows
}
