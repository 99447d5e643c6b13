package cost_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/graph/cost"
)

// crossings is a table of three ports; the last has no count of lanes.
func crossings(extras ...cost.Values) *cost.Rows {
	return cost.TableRows(cost.Table{What: "port", Columns: []string{"kind", "lanes", "night", "toll"},
		Values: [][]string{{"land", "land", "sea"}, {"17", "2.5", ""}, {"yes", "no", ""}, {"1", "", "0"}}}, extras...)
}

func TestEvaluate(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		text string
		want [3]float64
	}{
		{"lanes", [3]float64{17, 2.5, nan}},
		{"2 * (lanes ?? 1)", [3]float64{34, 5, 2}},
		{`kind == "land" ? lanes : 40`, [3]float64{17, 2.5, 40}},
		{"night ? 24 : 16", [3]float64{24, 16, 16}},
		{"toll", [3]float64{1, nan, 0}},
		{"-3", [3]float64{-3, -3, -3}},
		{"extra", [3]float64{1, nan, 3}},
	} {
		got, err := crossings(cost.Values{Name: "extra", PerSegment: []float64{1, nan, 3}}).Evaluate(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		for i, want := range test.want {
			if got[i] != want && !(math.IsNaN(got[i]) && math.IsNaN(want)) {
				t.Errorf("%s: row %d is %v, want %v", test.text, i, got[i], want)
			}
		}
	}
}

func TestBadValues(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"lane", "at character 1: unknown name lane; the names are kind, lanes, night, toll"},
		{"length_km", "unknown name length_km"}, // a table has no lengths
		{"x", "unknown name x"},
		{"kind", "formula"},
		{"1 / ((lanes ?? 0) - 17)", `port 0 (kind="land", lanes="17", night="yes", toll="1"): the value is +Inf`},
	} {
		if _, err := crossings().Evaluate(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want it to say %q", test.text, err, test.want)
		}
	}
}

func ExampleRows_Flow() {
	f, err := crossings().Flow("(night ? 0 : 2) + (x / (lanes ?? 1)) ^ 2")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.At(0, 34), f.At(1, 0), f.At(2, 3))
	// Output: 4 2 11
}

func TestFlowOverSegments(t *testing.T) {
	f, err := cost.SegmentRows(roads(t), cost.Values{Name: "cost", PerSegment: []float64{1, 2, 3}}).Flow("cost + length_km * x / lanes")
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range []float64{1 + 1*5.0/2, 2 + 2*5.0/4, 3 + 3*5.0/1} {
		if got := f.At(row, 5); got != want {
			t.Errorf("segment %d costs %v, want %v", row, got, want)
		}
		if err := f.Check(row, 100); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckOfFlows(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"10 - x", "the price falls from 10 at x = 0 to"},
		{"max(10 - x, x)", "the price falls from 10"},
		{"x < 60 ? x : 60", ""},
		{"x > 60 ? 1 : 2", "falls from 2 at x = 56.25 to 1 at x = 62.5"},
		{"x - 1", "at x = 0: the price is -1"},
		{"100 / (100 - x)", "at x = 100: the price is +Inf"},
		{"0 * x / x", "at x = 0: the price is NaN"},
		{"x / lanes", ""},
		{"7", ""},
	} {
		f, err := crossings().Flow(test.text)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Check(0, 100)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want it to say %q", test.text, err, test.want)
		}
	}
}

func TestMissingValueOfAFlow(t *testing.T) {
	f, err := crossings().Flow("x / lanes")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(2, 100); err == nil || !strings.Contains(err.Error(), "port 2") || !strings.Contains(err.Error(), "a value is missing") {
		t.Errorf("error is %v", err)
	}
	if f.Err() != nil {
		t.Errorf("error %v before any price was asked for", f.Err())
	}
	if price := f.At(2, 1); !math.IsNaN(price) || f.Err() == nil {
		t.Errorf("price %v, error %v", price, f.Err())
	}
}

// TestFlowOnManyGoroutines is for the race detector, and that rows do not mix.
func TestFlowOnManyGoroutines(t *testing.T) {
	f, err := crossings().Flow("x * (lanes ?? 1)")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for row, lanes := range []float64{17, 2.5, 1} {
		wait.Go(func() {
			for i := range 2000 {
				if got := f.At(row, float64(i)); got != float64(i)*lanes {
					t.Errorf("row %d at %d: %v", row, i, got)
				}
			}
		})
	}
	wait.Wait()
}

func BenchmarkFlowFormula(b *testing.B) {
	f, err := crossings().Flow("2 * (1 + 0.15 * (x / (lanes ?? 1)) ^ 4)")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.At(1, 3)
	}
}
