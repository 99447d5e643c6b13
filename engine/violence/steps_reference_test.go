package violence_test

import (
	"compress/bzip2"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/internal/outside"
)

const panelFile = "homicides/homicides-dwrh-month-municipality.csv.bz2"

// panelRow is a row of the monthly file, read without this project.
type panelRow struct {
	id, month               string
	homicides, drugWar, per float64 // 0 where empty
}

// panelRows reads the monthly file once for all tests.
func panelRows(t *testing.T) []panelRow {
	t.Helper()
	path := outside.ReferenceData(t, panelFile)
	rows, err := readOnce(path)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var readOnce = func() func(path string) ([]panelRow, error) {
	var once sync.Once
	var rows []panelRow
	var err error
	return func(path string) ([]panelRow, error) {
		once.Do(func() { rows, err = readPanelRows(path) })
		return rows, err
	}
}()

func readPanelRows(path string) (rows []panelRow, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader := csv.NewReader(bzip2.NewReader(file))
	reader.ReuseRecord = true
	head, err := reader.Read()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range head {
		column[name] = i
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := panelRow{id: strings.Clone(record[column["id"]]), month: strings.Clone(record[column["date"]][:7])}
		for name, to := range map[string]*float64{"V1": &row.homicides, "Total": &row.drugWar, "per": &row.per} {
			if text := record[column[name]]; text != "" {
				if *to, err = strconv.ParseFloat(text, 64); err != nil {
					return nil, err
				}
			}
		}
		rows = append(rows, row)
	}
}

// readPanel reads the monthly file with the project, once for all tests: a table
// never changes.
func readPanel(t testing.TB) *violence.Table {
	t.Helper()
	path := outside.ReferenceData(t, panelFile)
	panelOnce.Do(func() { panel, panelErr = readPanelTable(path) })
	if panelErr != nil {
		t.Fatal(panelErr)
	}
	return panel
}

var (
	panelOnce sync.Once
	panel     *violence.Table
	panelErr  error
)

func readPanelTable(path string) (*violence.Table, error) {
	layout, err := violence.GuessLayout(path, nil)
	if err != nil {
		return nil, err
	}
	return violence.Read(context.Background(), path, layout.Options)
}

// allSums adds every series up by year, over all municipalities.
func allSums(table *violence.Table) map[string]map[int]float64 {
	sums := map[string]map[int]float64{}
	names := table.SeriesNames()
	for _, name := range names {
		sums[name] = map[int]float64{}
	}
	for c := range table.Cells() {
		for k, x := range c.Counts {
			if !math.IsNaN(x) {
				sums[names[k]][c.From.Year()] += x
			}
		}
	}
	return sums
}

func yearSums(table *violence.Table, series string) map[int]float64 { return allSums(table)[series] }

// The totals of the file by year and source, as its own rows sum to, before and
// after each adjustment.
func TestTotalsBeforeAndAfter(t *testing.T) {
	table := readPanel(t)
	homicides, drugWar, factored := map[int]float64{}, map[int]float64{}, map[int]float64{}
	for _, r := range panelRows(t) {
		year, err := strconv.Atoi(r.month[:4])
		if err != nil {
			t.Fatal(err)
		}
		homicides[year] += r.homicides
		drugWar[year] += r.drugWar
		factored[year] += r.homicides * r.per
	}
	if homicides[2010] != 25_091 || drugWar[2010] != 15_258 || math.Round(factored[2010]) != 25_663 {
		t.Fatalf("the file itself sums to %v, %v, %v", homicides[2010], drugWar[2010], factored[2010])
	}
	wanted := []struct {
		step               violence.Step
		homicides, drugWar func(year int) float64
	}{
		{nil, func(y int) float64 { return homicides[y] }, func(y int) float64 { return drugWar[y] }},
		{violence.MexicoFrame(), func(y int) float64 { return homicides[y] }, func(y int) float64 { return drugWar[y] }},
		{violence.Undated{}, func(y int) float64 { return homicides[y] }, func(y int) float64 { return drugWar[y] }},
		{violence.Late{Factor: true}, func(y int) float64 { return factored[y] }, func(y int) float64 { return drugWar[y] }},
		{violence.Annualise{}, func(y int) float64 { return factored[y] }, func(y int) float64 {
			switch y { // one month of 2006, nine of 2011
			case 2006:
				return 12 * drugWar[y]
			case 2011:
				return drugWar[y] / 9 * 12
			}
			return drugWar[y]
		}},
	}
	for _, want := range wanted {
		name := "as read"
		before := allSums(table)
		if want.step != nil {
			name = want.step.Name()
			var changes []violence.Change
			table, changes = adjusted(t, table, want.step)
			after := allSums(table)
			for _, y := range changes[0].Years { // the account is what was really done
				if y.Before != before[y.Series][y.Year] || y.After != after[y.Series][y.Year] || y.After != y.Before+y.Added {
					t.Errorf("%s: account %+v", name, y)
				}
				delete(before[y.Series], y.Year)
			}
			for series, years := range before { // and what is in no account did not change
				for year, sum := range years {
					if got := after[series][year]; math.Abs(got-sum) > 1e-12*sum {
						t.Errorf("%s: %s of %d went from %v to %v without account", name, series, year, sum, got)
					}
				}
			}
		}
		exact := name != "late" && name != "annualise" // whole numbers have no rounding
		sums := allSums(table)
		for year := 2004; year <= 2011; year++ {
			for series, sum := range map[string]float64{"homicides": want.homicides(year), "drug_war": want.drugWar(year)} {
				got := sums[series][year]
				if got != sum && (exact || math.Abs(got-sum) > 1e-12*sum) {
					t.Errorf("%s: %s of %d sum to %v, want %v", name, series, year, got, sum)
				}
			}
		}
	}
}

// The factors of the file are those of late registration by municipality and month:
// 2009's homicides over those of them registered in 2009. In every municipality and
// month that has one, the late ones come out whole; they are 534 of the 671.
// With registrations made up of them, the step Late computes the file's factors.
func TestFactorsAreLateRegistration(t *testing.T) {
	count := map[string]float64{}
	factors := map[string]float64{}
	sum := 0.0
	for _, r := range panelRows(t) {
		key := r.id + " " + r.month
		count[key] = r.homicides
		if r.per != 1 {
			factors[key] = r.per
		}
		if r.month[:4] == "2010" {
			sum += r.homicides * r.per
		}
	}
	var text strings.Builder
	text.WriteString("code,date,registered,n\n")
	late := 0.0
	for key, n := range count {
		id, month, _ := strings.Cut(key, " ")
		switch month[:4] {
		case "2009":
			lag := 0.0
			if per := factors[id+" 2010-"+month[5:]]; per > 0 {
				lag = n * (1 - 1/per)
			}
			if math.Abs(lag-math.Round(lag)) > 1e-9 {
				t.Errorf("%s: %v were late", key, lag)
			}
			lag = math.Round(lag)
			late += lag
			fmt.Fprintf(&text, "%s,%s,%s,%v\n%s,%s,2010-06,%v\n", id, month, month, n-lag, id, month, lag)
		case "2010":
			fmt.Fprintf(&text, "%s,%s,%s,%v\n", id, month, month, n)
		}
	}
	if len(factors) != 260 || late != 534 {
		t.Errorf("%d factors make %v late, want 260 and 534", len(factors), late)
	}
	after, changes := adjusted(t, readTable(t, text.String(), nil), violence.Late{By: violence.Municipality, Months: true})
	if got := yearSums(after, "n")[2010]; math.Abs(got-sum) > 1e-8 || math.Round(got) != 25_663 {
		t.Errorf("2010 becomes %v, by the file's factors %v; %s", got, sum, changes[0].What)
	}
}

// Sinaloa, as the file has it and as published: D. Valle-Jones, "How a Mexican state
// ended up with more drug war homicides than total homicides", 2012, has 426 drug-war
// homicides of 2007. The file by kind has them too: 12 are of no known municipality.
func TestSinaloa(t *testing.T) {
	ctx := context.Background()
	table := readPanel(t)
	g := &violence.Gazetteer{}
	states := g.Groups(violence.State, table.Codes())
	sinaloa := states[slices.IndexFunc(states, func(s violence.Group) bool { return s.ID == "25" })]
	line, err := table.Line(sinaloa, violence.Lines{ByYear: true})
	if err != nil {
		t.Fatal(err)
	}
	byYear := func(line *violence.Line, series int) map[int]float64 {
		out := map[int]float64{}
		for _, p := range line.Points {
			out[p.From.Year()] = p.Values[series].Count
		}
		return out
	}
	homicides, drugWar := byYear(line, 0), byYear(line, 1)
	if homicides[2007] != 388 || drugWar[2007] != 414 || homicides[2008] != 871 || drugWar[2008] != 1084 || drugWar[2006] != 3 || !math.IsNaN(drugWar[2005]) {
		t.Errorf("Sinaloa: %v and %v", homicides, drugWar)
	}

	path := outside.ReferenceData(t, "homicides/drug-homicides.csv.bz2")
	layout, err := violence.GuessLayout(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := violence.Read(ctx, path, layout.Options)
	if err != nil {
		t.Fatal(err)
	}
	published := map[int]float64{2007: 426, 2008: 1084, 2009: 1059, 2010: 1815}
	here := violence.Group{ID: "25", Codes: append(slices.Clone(sinaloa.Codes), "25999")}
	if line, err = kinds.Line(here, violence.Lines{Series: []string{"drug_war"}, ByYear: true}); err != nil {
		t.Fatal(err)
	}
	for year, want := range published {
		if got := byYear(line, 0)[year]; got != want {
			t.Errorf("drug-war homicides of %d: %v, published %v", year, got, want)
		}
	}
	if line, err = kinds.Line(violence.Group{Codes: []string{"25999"}}, violence.Lines{Series: []string{"drug_war"}, ByYear: true}); err != nil || byYear(line, 0)[2007] != 12 {
		t.Errorf("without a municipality: %v, %v", line, err)
	}
}

// The report finds Sinaloa in 2007 and 2008 by itself, and beside it Tamaulipas in
// 2010; no other state passes the test for runs.
func TestDiscrepancyFindsSinaloa(t *testing.T) {
	table := readPanel(t)
	g := &violence.Gazetteer{}
	for _, tt := range []struct {
		name         string
		table        *violence.Table
		level        violence.Level
		significant  string
		looks, cells int
	}{
		// 49 months from 2006-12 to 2010-12 of 32 states: 49 x 50 / 2 stretches each
		{"by month and state", table, violence.State, "25 2007-06..2008-12 1390 of 1067; 28 2010-02..2010-12 1205 of 929", 32 * 1225, 32 * 49},
		// 4 whole years; December 2006 is no year
		{"by year and state", table.Yearly(), violence.State, "28 2010-01..2010-12 1209 of 954; 25 2007-01..2008-12 1498 of 1259", 32 * 10, 32 * 4},
		{"by month and municipality", table, violence.Municipality,
			"25006 2007-03..2008-12 812 of 491; 28014 2009-08..2010-12 46 of 0; 12055 2010-05..2010-05 55 of 4", 2454 * 1225, 2454 * 49},
		{"the nation", table, violence.National, "", 1225, 49},
	} {
		d, err := tt.table.Discrepancies(g.Groups(tt.level, tt.table.Codes()), violence.Contrast{Total: "homicides", Part: "drug_war"})
		if err != nil {
			t.Fatal(err)
		}
		end := slices.IndexFunc(d.Runs, func(e violence.Excess) bool { return e.PAdjusted >= 0.05 })
		if end < 0 {
			end = len(d.Runs)
		}
		if got := excessText(d.Runs[:end]); got != tt.significant || d.Windows != tt.looks || d.Compared != tt.cells {
			t.Errorf("%s: %s of %d stretches and %d cells\nwant %s", tt.name, got, d.Windows, d.Compared, tt.significant)
		}
	}
}

// INEGI's own totals: the file prints the nation's deaths by year of registration,
// and ReadCross would warn if the municipalities and the deaths abroad did not sum
// to each of them. What the file of 1990-2008 does not know of 2008 yet, the monthly
// file does: 14,199. Late registration as of 2007 foresees it to 0.2 %.
func TestCrossTableOfINEGI(t *testing.T) {
	path := outside.ReferenceData(t, "homicides/homicide-mun-1990-2008.csv.bz2")
	table, err := violence.ReadCross(context.Background(), path, violence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 row with a single value, a note below the table: left out",
		"1192 deaths in another country are left out",
		"413 deaths before 1990, the first year of registration, are left out",
	}
	if !slices.Equal(table.Warnings, want) {
		t.Errorf("warnings %q\nwant %q", table.Warnings, want)
	}
	dated, changes := adjusted(t, table, violence.Undated{})
	sums := yearSums(dated, "homicides")
	// 2006 of the monthly file is 10,414: 10,400 dated and 14 undated
	if yearSums(table, "homicides")[2006] != 10_400 || sums[2006] != 10_414 || sums[2008] != 13_630 {
		t.Errorf("homicides by year %v; %s", sums, changeText(changes[0]))
	}
	for by, want := range map[violence.Level]float64{violence.National: 14_101, violence.State: 14_185, violence.Municipality: 14_183} {
		after, _ := adjusted(t, dated, violence.Late{By: by, Min: 20})
		if got := yearSums(after, "homicides")[2008]; math.Round(got) != want {
			t.Errorf("by %v, 2008 becomes %v, want %v", by, got, want)
		}
	}
	// It also serves as the registry of another table.
	_, changes = adjusted(t, readPanel(t), violence.Late{From: table, By: violence.State, Min: 20})
	if added := changes[0].Added() / 25_091; added < 0.02 || added > 0.05 {
		t.Errorf("2010 grows by %v: %s", added, changes[0].What)
	}
}
