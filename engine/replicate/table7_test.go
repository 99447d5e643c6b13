package replicate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
)

func openPanel(t testing.TB) *replicate.Panel {
	t.Helper()
	p, err := openArchive(t).Panel(context.Background(), replicate.PanelOptions{
		Homicides: replicate.HomicideFile{Path: data(t, "homicides", "homicides-dwrh-month-municipality.csv.bz2")},
		Producers: data(t, "eradication", "eradication_by_municipality.csv"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTable7OnPublicHomicides(t *testing.T) {
	p := openPanel(t)
	if n := len(p.Homicides); n != 75628 || len(p.Municipalities) != 2044 || p.Months != 37 {
		t.Errorf("%d rows of %d municipalities in %d months, want 75628, 2044, 37", n, len(p.Municipalities), p.Months)
	}
	if p.Producers != 139 || p.Absent != 24 || p.CloseElections != 76 {
		t.Errorf("left out are %d producers (%d absent) and %d close elections; want 139 (24), 76", p.Producers, p.Absent, p.CloseElections)
	}
	table, err := p.Table7(context.Background(), replicate.Table7Options{Variants: []replicate.Variant{replicate.WithoutNeighbors, replicate.Leads, replicate.Shuffled}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]replicate.Estimate{}
	for _, e := range table {
		found[strings.Join([]string{e.Flows, e.Outcome, e.Regressor, e.Variant}, " ")] = e
	}
	// As computed here first, and by an independent program for the first row: docs/replication.md.
	for name, want := range map[string][2]float64{
		"shortest any dummy ":    {0.0135336193, 0.0047019159},
		"shortest gt1 dummy ":    {0.0070570242, 0.0028262785},
		"shortest rate dummy ":   {1.0691675586, 1.0590890412},
		"congestion any dummy ":  {0.0169246554, 0.0047118571},
		"congestion gt1 dummy ":  {0.0118109343, 0.0039956648},
		"congestion rate dummy ": {1.7598261787, 0.6924163583},
		"shortest any many ":     {0.0082517556, 0.0074631120},
	} {
		if e := found[name]; math.Abs(e.Estimate-want[0]) > 1e-8 || math.Abs(e.SE-want[1]) > 1e-8 || e.Observations != 75628 {
			t.Errorf("%s: %.10f (%.10f), want %v, of %d rows", name, e.Estimate, e.SE, want, e.Observations)
		}
	}
	if e := found["shortest any dummy no-neighbors"]; e.Municipalities != 1772 {
		t.Errorf("without neighbors there are %d municipalities, want 1772", e.Municipalities)
	}
	if e := found["congestion any lead lead"]; math.Abs(e.T) > 2 {
		t.Errorf("the route as it will be matters: t is %v", e.T)
	}
	if e := found["shortest any dummy shuffled"]; e.Estimate == found["shortest any dummy "].Estimate {
		t.Error("shuffled routes have the estimate of the predicted ones")
	}
}

func TestPanelCSV(t *testing.T) {
	p, err := openSmall(t).Panel(context.Background(), smallPanel(smallHomicides(), "04001\n"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	const first = "01001,01,2006-12,0,0,1,1000,1,1,1,0,1200" // one of 1000 in a month: 12 in a year
	if len(lines) != 4*12+2 || lines[1] != first {
		t.Errorf("%d lines, the second %q; want 50, %q", len(lines), lines[1], first)
	}
}

func TestEstimateJSON(t *testing.T) {
	b, err := json.Marshal(replicate.Estimate{Flows: "shortest"})
	const want = `{"flows":"shortest","outcome":"","regressor":"","estimate":0,"se":0,"t":0,"p":0,` +
		`"mean":0,"observations":0,"municipalities":0,"state_months":0}`
	if err != nil || string(b) != want {
		t.Errorf("the JSON is %s, %v", b, err)
	}
	b, err = json.Marshal(replicate.Estimate{Estimate: math.NaN(), SE: math.NaN(), T: math.Inf(1)})
	if err != nil || !strings.Contains(string(b), `"estimate":null,"se":null,"t":null,"p":0`) {
		t.Errorf("the JSON of what is unknown is %s, %v", b, err)
	}
}

func TestBadTable7(t *testing.T) {
	p, err := openSmall(t).Panel(context.Background(), smallPanel(smallHomicides(), "04001\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Table7(context.Background(), replicate.Table7Options{LeadMonths: 12})
	wantLine(t, err, "a lead of 12 months does not fit into 12 months")
	_, err = p.Table7(context.Background(), replicate.Table7Options{Variants: []replicate.Variant{"other"}})
	wantLine(t, err, `"other" is no variant`)
}
