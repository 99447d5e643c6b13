package engine_test

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// embedded is the embedded study as far as its routes.
var embedded = sync.OnceValues(func() (*engine.Result, error) {
	study, err := engine.Embedded()
	if err != nil {
		return nil, err
	}
	return engine.Ask(context.Background(), study, engine.Options{})
})

func askEmbedded(t *testing.T) *engine.Result {
	t.Helper()
	r, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Ask finds the routes and flows that Run does.
func TestAskAgreesWithRun(t *testing.T) {
	r := askEmbedded(t)
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	want, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, route := range want.Routes {
		if got := r.Routes[i]; got.Cost != route.Cost || got.Port != route.Port || !slices.Equal(got.Spans, route.Spans) {
			t.Errorf("route %d: %+v, want %+v", i, got, route)
		}
	}
	if !slices.EqualFunc(r.Municipalities, want.Municipalities, func(a, b engine.MunicipalityFlow) bool { return a.Share == b.Share }) {
		t.Error("other flows")
	}
}

// The best way of every method is the route of the study, at its cost; the others follow it
// to a port, and cost no less.
func TestAlternativesOfTheEmbeddedStudy(t *testing.T) {
	r := askEmbedded(t)
	theta := 0.02
	for _, method := range engine.Methods {
		for _, to := range []string{"", engine.AnyPort} {
			found, err := r.Alternatives(context.Background(), engine.AlternativeSpec{Method: method, To: to, Options: alternative.Options{Count: 3}, Theta: &theta})
			if err != nil {
				t.Fatal(err)
			}
			several := 0
			for i, set := range found.Sets {
				if len(set.Ways) == 0 || set.Ways[0].Cost != r.Routes[i].Cost || set.Origin != i {
					t.Fatalf("%s: origin %d has %d ways", method, i, len(set.Ways))
				}
				chosen := 0.0
				for k, w := range set.Ways {
					if w.Cost < set.Ways[0].Cost || to == "" && w.Port != r.Routes[i].Port || len(w.Spans) == 0 {
						t.Errorf("%s: origin %d, way %d costs %v and ends at port %d", method, i, k, w.Cost, w.Port)
					}
					chosen += w.Choice.Probability
				}
				if math.Abs(chosen-1) > 1e-12 {
					t.Errorf("%s: origin %d: probabilities add up to %v", method, i, chosen)
				}
				if len(set.Ways) > 1 {
					several++
				}
			}
			if several < 50 {
				t.Errorf("%s: only %d origins have alternatives", method, several)
			}
		}
	}
}

// Spreading choice moves flow, and neither makes nor loses any: every layer sends 1, and
// each origin's municipality has at least its share.
func TestChoiceKeepsFlow(t *testing.T) {
	r := askEmbedded(t)
	theta := 0.01
	found, err := r.Alternatives(context.Background(), engine.AlternativeSpec{Theta: &theta})
	if err != nil {
		t.Fatal(err)
	}
	best, spread := r.Choice(found)
	moved := 0.0
	for i, m := range r.Municipalities {
		if math.Abs(best[i]-m.Share) > 1e-9 {
			t.Errorf("municipality %d: flow %v, in the study %v", i, best[i], m.Share)
		}
		if spread[i] < 0 || spread[i] > 3+1e-9 {
			t.Errorf("municipality %d: flow %v", i, spread[i])
		}
		moved += math.Abs(spread[i] - best[i])
	}
	if moved < 1 {
		t.Errorf("choice moves only %v", moved)
	}
}

func TestPickOrigins(t *testing.T) {
	r := askEmbedded(t)
	for _, spec := range []engine.AlternativeSpec{{From: "08029"}, {From: "guadalupe y calvo"}, {From: "Guadalupe y Calvo", Crop: "poppy"}} {
		found, err := r.Alternatives(context.Background(), spec)
		if err != nil || len(found.Sets) != 1 || r.Origins[found.Sets[0].Origin].Code != "08029" {
			t.Errorf("%+v: %v, %v", spec, found, err)
		}
	}
	for _, spec := range []engine.AlternativeSpec{{From: "nowhere"}, {Crop: "coca"}, {To: "nowhere"}} {
		if _, err := r.Alternatives(context.Background(), spec); !errors.Is(err, engine.ErrNoSuch) {
			t.Errorf("%+v: error %v", spec, err)
		}
	}
	if _, err := r.Alternatives(context.Background(), engine.AlternativeSpec{Method: "best"}); err == nil {
		t.Error("no error for an unknown method")
	}
}

// The flows of the study lie within their bounds, and are the bounds where no route ties.
func TestTiesBoundTheStudy(t *testing.T) {
	r := askEmbedded(t)
	ties, err := r.Ties(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for what, list := range map[string][]engine.TieBounds{"segment": ties.Segments, "municipality": ties.Municipalities} {
		wide := 0
		for i, b := range list {
			if b.Routes < b.LowRoutes || b.Routes > b.HighRoutes || b.Share < b.LowShare-1e-9 || b.Share > b.HighShare+1e-9 {
				t.Errorf("%s %d: %+v", what, i, b)
			}
			if b.Wide() {
				wide++
			}
			if want := r.Segments; what == "segment" && b.Routes != want[i].Routes {
				t.Errorf("segment %d: %d routes, in the study %d", i, b.Routes, want[i].Routes)
			}
			if what == "municipality" && b.Routes != r.Municipalities[i].Routes {
				t.Errorf("municipality %d: %d routes, in the study %d", i, b.Routes, r.Municipalities[i].Routes)
			}
		}
		if what == "segment" && wide == 0 {
			t.Error("no segment depends on the choice, though some routes tie")
		}
	}
	one, tied := big.NewInt(1), 0
	for i, o := range ties.Origins {
		if o.Routes.Cmp(one) < 0 || o.AllSegments > o.SomeSegments || o.Routes.Cmp(one) == 0 && o.AllMunicipalities != o.SomeMunicipalities {
			t.Errorf("origin %d: %+v", i, o)
		}
		if o.Routes.Cmp(one) > 0 {
			tied++
		}
		for k := range r.Violence {
			rate := r.Exposures[k][i].MeanRatePer100k
			if !math.IsNaN(rate) && (o.RateLow[k] > rate || rate > o.RateHigh[k]) {
				t.Errorf("origin %d: rate %v, bounds %v and %v", i, rate, o.RateLow[k], o.RateHigh[k])
			}
		}
	}
	if tied != ties.Tied {
		t.Errorf("%d tied, counted %d", tied, ties.Tied)
	}
}

// Two ways of one cost lead from A to the east: over C, half of that in 01002, and over F
// and G, north of both municipalities. The rates are 60 and 180 per 100,000, for two of the months.
func TestTiesByHand(t *testing.T) {
	const d, same = tenthDegreeKM, 20
	r := runSmall(t, smallFiles("places.csv", "E,0.1,-0.1\n", "E,0.1,-0.1\nF,0.14,1.5\nG,0.3,1.5\n", "links.csv", "B,E,M3,state,20\n", "B,E,M3,state,20\nB,F,M4,state,10\nF,G,M4,state,5\nG,D,M4,state,5\n",
		"links.csv", "B,C,M1,federal,\nC,D,M2,federal,\n", "B,C,M1,federal,10\nC,D,M2,federal,10\n", "ports.csv", "south,South,sea,0.1,-0.1\n", "",
		"ports.csv", "0.3,0.01", "0.3,0"), engine.Options{})
	ties, err := r.Ties(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	near(t, "cost", r.Routes[0].Cost/1000, d+same, 1e-6)
	o := ties.Origins[0]
	if o.Routes.String() != "2" || o.SomeSegments != 6 || o.AllSegments != 1 || o.SomeMunicipalities != 2 || o.AllMunicipalities != 1 || ties.Tied != 1 {
		t.Errorf("%+v", o)
	}
	chosen := ties.Municipalities[1].Routes // by the rule of the lowest arc, or not
	if got := ties.Municipalities[1]; got != (engine.TieBounds{Routes: chosen, LowRoutes: 0, HighRoutes: 1, Share: float64(chosen), LowShare: 0, HighShare: 1}) {
		t.Errorf("01002: %+v", got)
	}
	// By F there is 60 alone; by C d and 5 km of 60, then 5 and 5 km of 180.
	near(t, "low", o.RateLow[0], 60, 1e-9)
	near(t, "high", o.RateHigh[0], ((d+5)*60+10*180)/(d+15), 1e-3)
}
