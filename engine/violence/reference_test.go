package violence_test

import (
	"compress/bzip2"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// sumOf2010 adds up two columns over the rows of 2010, without this project.
func sumOf2010(t *testing.T, path string, columns ...string) map[string]float64 {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := csv.NewReader(bzip2.NewReader(file))
	rows.ReuseRecord = true
	head, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	head = slices.Clone(head)
	sums := map[string]float64{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return sums
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(row[slices.Index(head, "date")], "2010") {
			continue
		}
		for _, name := range columns {
			text := row[slices.Index(head, name)]
			if text == "" {
				continue
			}
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			sums[name] += x
		}
	}
}

func TestNationalTotals(t *testing.T) {
	path := graphtest.ReferenceData(t, "homicides/homicides-dwrh-month-municipality.csv.bz2")
	table, err := violence.Read(context.Background(), path, violence.Options{
		Code: "id", Date: "date", Population: "Population",
		Series: []violence.SeriesColumn{{"V1", "V1"}, {"Total", "Total"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const municipalities = 2454 // as the description of the data has it
	if got := len(table.Codes()); got != municipalities {
		t.Errorf("%d municipalities, want %d", got, municipalities)
	}
	places := make([]violence.Place, 0, municipalities)
	for _, code := range table.Codes() {
		places = append(places, violence.Place{Code: code})
	}
	naive := sumOf2010(t, path, "V1", "Total")
	for _, series := range table.SeriesNames() {
		m, err := table.Measure(series, period(t, "2010-01..2010-12"), places)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, x := range m.Events {
			sum += x
		}
		if sum != naive[series] || sum == 0 || m.Months != 12 || len(m.Unmatched) != 0 {
			t.Errorf("%s: %v in %d months, naively %v", series, sum, m.Months, naive[series])
		}
	}
	// V1 ends in 2010-12, Total begins in 2006-12 and ends in 2011-09.
	for series, want := range map[string]int{"V1": 84, "Total": 58} {
		m, err := table.Measure(series, period(t, "2004-01..2011-09"), places)
		if err != nil || m.Months != want {
			t.Errorf("%s covers %d months, want %d; %v", series, m.Months, want, err)
		}
	}
}
