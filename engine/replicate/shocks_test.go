package replicate_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
)

// TestShocksMakeTheNetworks removes the municipalities of the dated close elections from the
// network of period 0, and wants the archive's later networks, link by link.
func TestShocksMakeTheNetworks(t *testing.T) {
	a := openArchive(t)
	shocks, undated, err := a.Shocks(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(shocks) != 79 || len(undated) != 4 || undated[0] != "07118" {
		t.Errorf("%d dated shocks, undated %v; want 79 and 4, from 07118", len(shocks), undated)
	}
	calendar, err := a.Calendar(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	roads := scenario.NewRoads(a.Graph, a.Metric(0), func(s graph.SegmentID) iter.Seq[scenario.Stretch] {
		return func(yield func(scenario.Stretch) bool) { // equal parts: the archive closes whatever touches
			places, length := a.Municipalities(s), a.Graph.LengthMeters(s)
			for i, place := range places {
				from, to := length*float64(i)/float64(len(places)), length*float64(i+1)/float64(len(places))
				if !yield(scenario.Stretch{Place: int(place), FromMeters: from, ToMeters: to}) {
					return
				}
			}
		}
	})
	roads.MinMeters = 0
	last := calendar.First + 36
	periods := scenario.Split(shocks, scenario.Months{From: calendar.First, To: last})
	if len(periods) != replicate.Periods {
		t.Fatalf("%d periods, want %d", len(periods), replicate.Periods)
	}
	for number, p := range periods {
		for m := p.From; m <= p.To; m++ {
			if calendar.Periods[m-calendar.First] != number {
				t.Errorf("%v is in period %d, the calendar has %d", m, number, calendar.Periods[m-calendar.First])
			}
		}
		times := map[int]float64{}
		for _, f := range p.Factors {
			place, _ := a.Index(f.Code)
			times[place] = f.Multiplier
		}
		want, got := a.Metric(number), roads.Under(times)
		different := 0
		for arc := range want {
			if want[arc] != got.Metric[arc] {
				different++
			}
		}
		if different > 0 || number > 0 && len(got.Closed) == 0 {
			t.Errorf("period %d: %d arcs differ, %d links are closed", number, different, len(got.Closed))
		}
	}
}

// The close election of the small archive, 03001, keeps its road to the end.
func TestShocksOfTheSmallArchive(t *testing.T) {
	shocks, undated, err := openSmall(t).Shocks(context.Background())
	if err != nil || len(shocks) != 0 || !slices.Equal(undated, []string{"03001"}) {
		t.Errorf("shocks %v, undated %v, %v", shocks, undated, err)
	}
	zero := 0
	a, err := replicate.Open(context.Background(), replicate.Options{FS: smallArchive(), AnySize: true, Period: &zero})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = a.Shocks(context.Background())
	wantLine(t, err, "period 1 was not read")
}
