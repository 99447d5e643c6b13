package replicate_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// In period 6 of the small archive 2-4 is closed: from 2 the way is 11 km by it, and 31
// by 1 and 3. At twice its 10 km it is still taken, at four times no more.
func TestFiniteMultipliers(t *testing.T) {
	a := openSmall(t)
	o := originsOf(t, a, "node\n2\n")
	for _, test := range []struct{ times, km float64 }{{1, 11}, {2, 11}, {2.9, 11}, {4, 31}, {math.Inf(1), 31}} {
		f, err := a.WithMultiplier(test.times).Shortest(o, 6)
		if err != nil || f.TotalKM != test.km {
			t.Errorf("times %v: the path is %v km, want %v; %v", test.times, f.TotalKM, test.km, err)
		}
	}
	if f, err := a.Shortest(o, 6); err != nil || f.TotalKM != 31 {
		t.Errorf("the archive itself has changed: %v km, %v", f.TotalKM, err)
	}
}

func TestGivenFlowsOfThePanel(t *testing.T) {
	a := openSmall(t)
	p, err := a.Panel(context.Background(), smallPanel(smallHomicides(), "04001\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := originsOf(t, a, "node\n2\n")
	for _, test := range []struct {
		times float64
		name  string
		after float64 // flow of 01001 and 02001, by 1 and 3, from period 6 on
	}{{2.5, "2.5", 0}, {4, "4", 1}, {math.Inf(1), "inf", 1}} {
		given, err := a.Given(context.Background(), p, replicate.Question{Origins: o, Multiplier: test.times})
		if err != nil {
			t.Fatal(err)
		}
		var want []float64
		for month := range p.Months {
			x := 0.0
			if p.Periods[month] >= 6 {
				x = test.after
			}
			want = append(want, x)
		}
		if given.Multiplier != test.name || !slices.Equal(given.Flow[:p.Months], want) || len(given.Flow) != len(p.Homicides) {
			t.Errorf("%s: the flow of %s is %v, want %v", given.Multiplier, p.Municipalities[0], given.Flow[:p.Months], want)
		}
	}
	given, err := a.Given(context.Background(), p, replicate.Question{Origins: o, Multiplier: 4})
	if err != nil {
		t.Fatal(err)
	}
	var csv strings.Builder
	if err := p.WriteCSV(&csv, given); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(csv.String(), "\n"); !strings.HasSuffix(lines[0], ",rate,flow_shortest_x4") || !strings.HasSuffix(lines[1], ",0") || !strings.HasSuffix(lines[12], ",1") {
		t.Errorf("the panel begins %q", lines[:13])
	}
	_, err = a.Given(context.Background(), p, replicate.Question{Origins: o, Multiplier: -1})
	wantLine(t, err, "the multiplier is -1")
}

// TestMultiplierOfOne leaves nothing closed, so that every period is the first, by
// either model; a thousand is as good as closed for whoever has another way.
func TestMultiplierOfOne(t *testing.T) {
	a := openArchive(t)
	o := eradication(t, a)
	once, often := a.WithMultiplier(1), a.WithMultiplier(1000)
	for _, period := range []int{6, 11} {
		first, err := a.Shortest(o, 0)
		if err != nil {
			t.Fatal(err)
		}
		same, err := once.Shortest(o, period)
		if err != nil || !slices.Equal(same.Municipalities, first.Municipalities) || same.TotalKM != first.TotalKM {
			t.Errorf("period %d: %v km, the first has %v; %v", period, same.TotalKM, first.TotalKM, err)
		}
		closed, err := a.Shortest(o, period)
		if err != nil {
			t.Fatal(err)
		}
		dear, err := often.Shortest(o, period)
		if err != nil {
			t.Fatal(err)
		}
		if len(dear.CutOff) != 0 {
			t.Errorf("period %d: %d are cut off by dear roads", period, len(dear.CutOff))
		}
		for i, km := range closed.Lengths {
			if !math.IsNaN(km) && math.Abs(dear.Lengths[i]-km) > 1e-9 {
				t.Errorf("period %d: origin %d has %v km on dear roads, %v without them", period, i, dear.Lengths[i], km)
			}
		}
	}
	published := replicate.Congestion{Params: replicate.PublishedParams}
	first, err := a.Congested(context.Background(), o, 0, published)
	if err != nil {
		t.Fatal(err)
	}
	same, err := once.Congested(context.Background(), o, 11, published)
	if err != nil || same.Objective != first.Objective || !slices.Equal(same.Municipalities, first.Municipalities) {
		t.Errorf("objective %v, in the first period %v; %v", same.Objective, first.Objective, err)
	}
}
