package violence_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
)

// upperTail is P(X >= hits), X binomial with n = hits + misses and 1/2, in whole numbers.
func upperTail(hits, misses int64) float64 {
	n := hits + misses
	sum := new(big.Int)
	for k := hits; k <= n; k++ {
		sum.Add(sum, new(big.Int).Binomial(n, k))
	}
	p, _ := new(big.Rat).SetFrac(sum, new(big.Int).Lsh(big.NewInt(1), uint(n))).Float64()
	return p
}

func excessText(list []violence.Excess) string {
	var texts []string
	for _, e := range list {
		texts = append(texts, fmt.Sprintf("%s %v..%v %g of %g", e.Group.ID, e.From, e.To, e.Part, e.Total))
	}
	return strings.Join(texts, "; ")
}

// A month that neither source covers divides the time: no run goes over it.
func TestDiscrepanciesStopWhereNothingIsCovered(t *testing.T) {
	table := readTable(t, "code,date,a,b\n25006,2008-01,1,2\n25006,2008-02,,\n25006,2008-03,1,2\n", nil)
	groups := (&violence.Gazetteer{}).Groups(violence.State, table.Codes())
	d, err := table.Discrepancies(groups, violence.Contrast{Total: "a", Part: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Compared != 2 || d.Windows != 2 {
		t.Errorf("%d months compared in %d stretches, want 2 in 2", d.Compared, d.Windows)
	}
}

func TestDiscrepancies(t *testing.T) {
	//            01  02  03  04  05  06  07
	// Sinaloa a   9  10  10  10   9   9   -     b exceeds by 5, 6 with a month of -1 between, then -9
	//         b   2  15   9  16   0   -   7
	// Durango a   3   3   3   3   3   3   3
	//         b   0   3   4   0   0   3   3
	var text strings.Builder
	text.WriteString("code,date,a,b\n")
	for _, row := range []struct{ code, a, b string }{{"25006", "9 10 10 10 9 9 -", "2 15 9 16 0 - 7"}, {"10005", "3 3 3 3 3 3 3", "0 3 4 0 0 - 3"}} {
		a, b := strings.Fields(row.a), strings.Fields(row.b)
		for i := range a {
			fmt.Fprintf(&text, "%s,2008-%02d,%s,%s\n", row.code, i+1, strings.Trim(a[i], "-"), strings.Trim(b[i], "-"))
		}
	}
	table := readTable(t, text.String(), nil)
	gazetteer := &violence.Gazetteer{}
	groups := gazetteer.Groups(violence.State, table.Codes())
	d, err := table.Discrepancies(groups, violence.Contrast{Total: "a", Part: "b"})
	if err != nil {
		t.Fatal(err)
	}
	// June has no b anywhere. In July a is not covered in Sinaloa, so 5 months of
	// one stretch there; Durango has 5 and 1.
	if d.Compared != 11 || d.Windows != 15+15+1 {
		t.Errorf("%d compared, %d stretches", d.Compared, d.Windows)
	}
	if got, want := excessText(d.Cells), "25 2008-04..2008-04 16 of 10; 25 2008-02..2008-02 15 of 10; 10 2008-03..2008-03 4 of 3"; got != want {
		t.Errorf("cells %s\nwant  %s", got, want)
	}
	if got, want := excessText(d.Runs), "25 2008-02..2008-04 40 of 30; 10 2008-03..2008-03 4 of 3"; got != want {
		t.Errorf("runs %s\nwant %s", got, want)
	}
	for _, e := range slices.Concat(d.Cells, d.Runs) {
		if want := upperTail(int64(e.Part), int64(e.Total)); math.Abs(e.P-want) > 1e-12 {
			t.Errorf("%v: p is %v, want %v", e, e.P, want)
		}
	}
	if p := d.Runs[0]; p.PAdjusted != min(1, p.P*31) || p.Excess() != 10 {
		t.Errorf("%+v", p)
	}
	if _, err := table.Discrepancies(groups, violence.Contrast{Total: "a", Part: "a"}); err == nil {
		t.Error("a series was compared with itself")
	}
	if _, err := table.Discrepancies(groups, violence.Contrast{Total: "a", Part: "c"}); err == nil || err.Error() != `there is no violence series "c"` {
		t.Errorf("error %v", err)
	}
}

// slowRuns is the definition: the contiguous stretch with the largest sum, then the
// same on its left and on its right, as long as the sum is above 0.
func slowRuns(scores []float64, from int) (runs [][2]int) {
	best, a, b := 0.0, 0, 0
	for i := range scores {
		sum := 0.0
		for j := i; j < len(scores); j++ {
			if sum += scores[j]; sum > best {
				best, a, b = sum, i, j+1
			}
		}
	}
	if best == 0 {
		return nil
	}
	runs = append(slowRuns(scores[:a], from), [2]int{from + a, from + b})
	return append(runs, slowRuns(scores[b:], from+b)...)
}

// Scores have fractions, so that no two stretches have the same sum.
func TestRunsAreTheLargestSums(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		n := 1 + random.IntN(40)
		scores := make([]float64, n)
		var text strings.Builder
		text.WriteString("code,date,a,b\n")
		for i := range scores {
			a, b := 10*random.Float64(), 10*random.Float64()
			scores[i] = b - a
			fmt.Fprintf(&text, "25006,%d-%02d,%v,%v\n", 2000+i/12, i%12+1, a, b)
		}
		table := readTable(t, text.String(), nil)
		d, err := table.Discrepancies([]violence.Group{{ID: "25", Codes: []string{"25006"}}}, violence.Contrast{Total: "a", Part: "b"})
		if err != nil {
			t.Fatal(err)
		}
		var got [][2]int
		for _, e := range d.Runs {
			got = append(got, [2]int{int(e.From - violence.MonthOf(2000, 1)), int(e.To-violence.MonthOf(2000, 1)) + 1})
		}
		slices.SortFunc(got, func(a, b [2]int) int { return a[0] - b[0] })
		if want := slowRuns(scores, 0); !slices.Equal(got, want) {
			t.Fatalf("seed %d: runs %v, want %v", seed, got, want)
		}
	}
}

// When both sources count the same events, with independent errors, a run is
// marked in few tables only. Bonferroni is strict, so in fewer than 1 of 20.
func TestRunsByChanceAreRare(t *testing.T) {
	const seed, tables = 5, 200
	random := rand.New(rand.NewPCG(seed, 0))
	poisson := func(mean float64) (n int) {
		limit, product := math.Exp(-mean), random.Float64()
		for n = 0; product > limit; n++ {
			product *= random.Float64()
		}
		return n
	}
	marked := 0
	for range tables {
		var text strings.Builder
		text.WriteString("code,date,a,b\n")
		for i := range 36 {
			mean := 5 + 10*random.Float64()
			fmt.Fprintf(&text, "25006,%d-%02d,%d,%d\n", 2007+i/12, i%12+1, poisson(mean), poisson(mean))
		}
		d, err := readTable(t, text.String(), nil).Discrepancies([]violence.Group{{Codes: []string{"25006"}}}, violence.Contrast{Total: "a", Part: "b"})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Runs) > 0 && d.Runs[0].PAdjusted < 0.05 {
			marked++
		}
	}
	if marked > tables/20 {
		t.Errorf("seed %d: %d of %d tables have a run that is marked", seed, marked, tables)
	}
}
