package mexico_test

import (
	"archive/zip"
	"compress/bzip2"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/internal/outside"
)

// each calls visit with every record of a CSV file; column gives a field by name.
func each(t *testing.T, src io.Reader, visit func(column func(string) string)) {
	t.Helper()
	r := csv.NewReader(src)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	index := map[string]int{}
	for i, name := range header {
		index[name] = i
	}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		visit(func(name string) string { return rec[index[name]] })
	}
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(outside.ReferenceData(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSeatsAgreeWithGazetteer(t *testing.T) {
	seats := map[string]orb.Point{}
	each(t, open(t, "gazetteer/df_mxmunicipio_2015.csv"), func(column func(string) string) {
		seats[column("region")] = orb.Point{number(t, column("long")), number(t, column("lat"))}
	})
	for _, m := range table(t, "municipalities.csv") {
		if d := km(seats[m["cvegeo"]], point(t, m)); d > 5 {
			t.Errorf("%s %s: the seat lies %.1f km from the gazetteer's", m["cvegeo"], m["name"], d)
		}
	}
}

func TestHomicidesAreSumsOfTheMonths(t *testing.T) {
	want := map[string]*[2]float64{} // "cvegeo year" -> total, drug_war
	sum := [2]float64{}
	each(t, bzip2.NewReader(open(t, "homicides/homicides-dwrh-month-municipality.csv.bz2")), func(column func(string) string) {
		id := column("id")
		key := strings.Repeat("0", 5-len(id)) + id + " " + column("date")[:4]
		for i, name := range []string{"V1", "Total"} {
			if text := column(name); text != "" && text != "NA" && text != "0" {
				if want[key] == nil {
					want[key] = &[2]float64{}
				}
				want[key][i] += number(t, text)
				sum[i] += number(t, text)
			}
		}
	})
	if sum != [2]float64{97644, 47400} { // the whole file, counted once by hand
		t.Errorf("the source sums to %v", sum)
	}
	got := byKey(t, table(t, "homicides.csv"), "cvegeo", "year")
	for key, w := range want {
		g := got[key]
		if g == nil || value(t, g["total"]) != w[0] || value(t, g["drug_war"]) != w[1] {
			t.Errorf("%s: %v, want %v", key, g, *w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

func value(t *testing.T, text string) float64 {
	t.Helper()
	if text == "" {
		return 0
	}
	return number(t, text)
}

func TestTrucksAgreeWithBTS(t *testing.T) {
	z, err := zip.OpenReader(outside.ReferenceData(t, "ports/Border_Crossing_Entry_Data.csv.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := map[string]float64{}
	each(t, f, func(column func(string) string) {
		if column("Border") != "US-Mexico Border" {
			return
		}
		port := column("Port Code")
		want[port] += 0 // a port without trucks is a port too
		if column("Measure") == "Trucks" && strings.Contains(column("Date"), "/2010 ") {
			want[port] += number(t, column("Value"))
		}
	})
	ports := byKey(t, table(t, "ports.csv"), "port")
	for port, trucks := range want {
		if port == "2410" || port == "2582" { // Boquillas and Cross Border Xpress: see ports.csv
			continue
		}
		if p := ports[port]; p == nil || number(t, p["trucks_2010"]) != trucks {
			t.Errorf("port %s: %v, want %v trucks", port, p, trucks)
		}
	}
}
