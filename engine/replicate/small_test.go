package replicate_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// originsOf reads origins that stand in a text.
func originsOf(t testing.TB, a *replicate.Archive, text string) replicate.Origins {
	t.Helper()
	files := fstest.MapFS{"o.txt": {Data: []byte(text)}}
	o, err := a.ReadOrigins(context.Background(), "o.txt", replicate.OriginOptions{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestShortestOnADiamond(t *testing.T) {
	a := openSmall(t)
	o := originsOf(t, a, "node\n1\n4\n")
	f, err := a.Shortest(o, 0)
	if err != nil {
		t.Fatal(err)
	}
	// 1 goes by 2, the lower arc; 4 is at the crossing.
	if want := []int{1, 1, 0, 2, 0}; !slices.Equal(f.Municipalities, want) {
		t.Errorf("counts are %v, want %v", f.Municipalities, want)
	}
	if want := []float64{1, 1, 0, 0, 0, 0, 2, 0}; !slices.Equal(f.Links, want) {
		t.Errorf("links are %v, want %v", f.Links, want)
	}
	if f.TotalKM != 22 {
		t.Errorf("the paths are %v km", f.TotalKM)
	}
	// The way by 3 is as short: 1002 can lose its path, 2001 gain it.
	x := f.Ties
	if x.Paths != 1 || !slices.Equal(x.Low, []int{1, 0, 0, 2, 0}) || !slices.Equal(x.High, []int{1, 1, 1, 2, 0}) || x.Municipalities != 2 || x.Most != 1 {
		t.Errorf("ties are %+v", x)
	}
	later, err := a.Shortest(o, 6)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{1, 0, 1, 2, 0}; !slices.Equal(later.Municipalities, want) || later.Ties.Paths != 0 {
		t.Errorf("after 2-4 is closed counts are %v, want %v; %d ties", later.Municipalities, want, later.Ties.Paths)
	}
}

func TestMunicipalitySendsFromItsBusiestNode(t *testing.T) {
	a := openSmall(t)
	// 01001 has two links at 1; 02001 two at 4; 01002 one each at 2 and 4, of the
	// same length, so the lower; 02002 the sink apart, 4 and 5 alike.
	o := originsOf(t, a, "cvegeo\n01001\n2001\n01002\n02002\n1001\n")
	for i, want := range []int{1, 4, 2, 4} {
		if int(o.Nodes[i])+1 != want {
			t.Errorf("%s sends from node %d, want %d", o.Codes[i], o.Nodes[i]+1, want)
		}
	}
	if o.Twice != 1 {
		t.Errorf("%d stand twice, want 1", o.Twice)
	}
}

func TestCentralityOfADiamond(t *testing.T) {
	a := openSmall(t)
	c, err := a.Centrality(context.Background(), originsOf(t, a, "node\n1\n5\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	// 1 is 21 km away and 5 one. Without 01001 node 1 has no road; without 02001
	// it goes by 2; without 02002 nothing crosses.
	inf := math.Inf(1)
	if want := []float64{inf, 22, 22, inf, 22}; c.BaselineKM != 22 || !slices.Equal(c.TotalKM, want) {
		t.Errorf("totals are %v over %v, want %v over 22", c.TotalKM, c.BaselineKM, want)
	}
	if want := []float64{0, 0, 0, 0, 0}; !slices.Equal(c.DetourKM, want) || !slices.Equal(c.CutOff, []int{1, 0, 0, 2, 0}) {
		t.Errorf("detours are %v, cut off %v", c.DetourKM, c.CutOff)
	}
	late, err := a.Centrality(context.Background(), originsOf(t, a, "node\n2\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	// 2 is 11 km away by 2-4, and 31 by 1 and 3.
	if late.DetourKM[1] != 20 {
		t.Errorf("without 01002 the detour is %v, want 20", late.DetourKM[1])
	}
}

// TestEquilibriumOfTwoCrossings is solved by hand: n origins at 4 split so that
// 1 + a (x/2) = 30 + 1 + b (n-x)/2, with delta 1.
func TestEquilibriumOfTwoCrossings(t *testing.T) {
	a := openSmall(t)
	o := originsOf(t, a, "node\n4\n")
	const n = 40
	for len(o.Nodes) < n {
		o.Nodes, o.Codes = append(o.Nodes, o.Nodes[0]), append(o.Codes, "")
	}
	const truck, port = 5, 3
	e, err := a.Congested(context.Background(), o, 0, replicate.Congestion{Params: replicate.Params{Delta10: 10, PhiTruck: truck, PhiPort: port}})
	if err != nil {
		t.Fatal(err)
	}
	want := (30 + port*n/2.) / (truck/2. + port/2.) // lanes are 2, and 20 containers are 2 lanes
	if x := e.EquilibriumLinks[6]; math.Abs(x-want) > 1e-6 {
		t.Errorf("%v cross by truck, want %v", x, want)
	}
	if sum := e.EquilibriumLinks[6] + e.EquilibriumLinks[7]; math.Abs(sum-n) > 1e-9 {
		t.Errorf("%v cross, want %d", sum, n)
	}
	if x := e.EquilibriumMunicipalities[3]; math.Abs(x-n) > 1e-9 {
		t.Errorf("%v pass the border's municipality, want %d", x, n)
	}
	if e.Ties.Paths != n { // at an equilibrium either way costs the same
		t.Errorf("%d origins have a choice, want %d", e.Ties.Paths, n)
	}
	if e.LowerBound > e.Objective || e.Gap > 1e-10 {
		t.Errorf("objective %v, bound %v, gap %v", e.Objective, e.LowerBound, e.Gap)
	}
	if e.Apart.Units < 1 {
		t.Errorf("all or nothing is %+v from an equilibrium that uses both crossings", e.Apart)
	}
}

func TestSmallPanel(t *testing.T) {
	a := openSmall(t)
	p, err := a.Panel(context.Background(), smallPanel(smallHomicides(), "04001\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(p.Municipalities); got != 4 || p.CloseElections != 1 || p.Producers != 0 || p.Absent != 1 {
		t.Errorf("%d municipalities, %d close elections, %d and %d producers; want 4, 1, 0 and 1", got, p.CloseElections, p.Producers, p.Absent)
	}
	if p.First.String() != "2006-12" || p.Months != 12 {
		t.Errorf("the panel begins in %v and has %d months", p.First, p.Months)
	}
	if alone := p.Alone(); len(alone) != 0 {
		t.Errorf("%v are alone in their state, but there are two in each", alone)
	}
	without, err := a.Panel(context.Background(), smallPanel(smallHomicides(), "01002\n"))
	if err != nil || !slices.Equal(without.Alone(), []string{"01001"}) {
		t.Errorf("without 01002 there are alone %v; %v", without.Alone(), err)
	}
	if row := 1*12 + 6; p.Flows[replicate.ShortestPath][row] != 0 || p.Flows[replicate.ShortestPath][row-1] != 1 {
		t.Error("01002 loses its flow in period 6")
	}
}
