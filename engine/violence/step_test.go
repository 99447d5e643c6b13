package violence_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

// readTable reads a table of the columns code, date or year, and those of the series,
// which have the names of their columns.
func readTable(t *testing.T, text string, change func(*violence.Options)) *violence.Table {
	t.Helper()
	head, _, _ := strings.Cut(text, "\n")
	opts := violence.Options{FS: fstest.MapFS{"counts.csv": {Data: []byte(text)}}}
	for _, column := range strings.Split(head, ",") {
		switch column {
		case "code":
			opts.Code = column
		case "date":
			opts.Date = column
		case "year":
			opts.Year = column
		case "pop":
			opts.Population = column
		case "registered":
			opts.Registered = column
		case "per":
			opts.Factor = column
		default:
			opts.Series = append(opts.Series, violence.SeriesColumn{Name: column, Column: column})
		}
	}
	if change != nil {
		change(&opts)
	}
	table, err := violence.Read(context.Background(), "counts.csv", opts)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// cellsText writes a table as "code time counts; ..." for comparison.
func cellsText(table *violence.Table) string {
	var cells []string
	for c := range table.Cells() {
		when := c.From.String()
		if table.ByYear() {
			when = when[:4]
		}
		text := c.Code + " " + when
		for _, x := range c.Counts {
			text += fmt.Sprintf(" %.6g", x)
		}
		cells = append(cells, text)
	}
	return strings.Join(cells, "; ")
}

func changeText(c violence.Change) string {
	var years []string
	for _, y := range c.Years {
		years = append(years, fmt.Sprintf("%s %d: %.6g +%.6g moved %.6g = %.6g", y.Series, y.Year, y.Before, y.Added, y.Moved, y.After))
	}
	return strings.Join(years, "; ")
}

func adjusted(t *testing.T, table *violence.Table, steps ...violence.Step) (*violence.Table, []violence.Change) {
	t.Helper()
	out, changes, err := table.Adjust(steps...)
	if err != nil {
		t.Fatal(err)
	}
	return out, changes
}

// registrations: deaths of Juárez and Culiacán by month of death and month of
// registration. In 2009 Juárez has 10 of 12 on time in December, Culiacán none of 3.
const registrations = `code,date,registered,n
08037,2009-11,2009-12,8
08037,2009-12,2009-12,10
08037,2009-12,2010-02,2
25006,2009-12,2010-01,3
08037,2010-11,2010-11,4
08037,2010-12,2010-12,20
25006,2010-12,2010-12,6
08037,,2010-03,5
25006,9999,2009-07,1
`

func TestSteps(t *testing.T) {
	const before = "08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4; 08037 2010-12 20; 25006 2009-12 3; 25006 2010-12 6"
	tests := []struct {
		name, text string
		step       violence.Step
		cells      string
		change     string
	}{
		{"undated deaths go to the month of registration", registrations, violence.Undated{},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-03 5; 08037 2010-11 4; 08037 2010-12 20; 25006 2009-07 1; 25006 2009-12 3; 25006 2010-12 6",
			"n 2009: 23 +1 moved 0 = 24; n 2010: 30 +5 moved 0 = 35"},
		// 23 of 2009 of which 5 late: 23/18
		{"late, one national factor", registrations, violence.Late{Year: 2010},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 5.11111; 08037 2010-12 25.5556; 25006 2009-12 3; 25006 2010-12 7.66667",
			"n 2010: 30 +8.33333 moved 0 = 38.3333"},
		// Juárez: 20 of which 2 late: 20/18. Culiacán: all late, no ratio.
		{"late by municipality, as the map", registrations, violence.Late{Year: 2010, By: violence.Municipality},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4.44444; 08037 2010-12 22.2222; 25006 2009-12 3; 25006 2010-12 6",
			"n 2010: 30 +2.66667 moved 0 = 32.6667"},
		// December of Juárez: 12/10, November 8/8
		{"late by municipality and month", registrations, violence.Late{Year: 2010, By: violence.Municipality, Months: true},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4; 08037 2010-12 24; 25006 2009-12 3; 25006 2010-12 6",
			"n 2010: 30 +4 moved 0 = 34"},
		// below 4 deaths, or with none on time: the state, and then the nation, 23/18
		{"late by municipality, small ones as the nation", registrations, violence.Late{Year: 2010, By: violence.Municipality, Min: 4},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4.44444; 08037 2010-12 22.2222; 25006 2009-12 3; 25006 2010-12 7.66667",
			"n 2010: 30 +4.33333 moved 0 = 34.3333"},
		// Nowhere 1,000 deaths: the nation after all, and of the whole year
		{"late by municipality, all too small", registrations, violence.Late{Year: 2010, By: violence.Municipality, Min: 1000},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 5.11111; 08037 2010-12 25.5556; 25006 2009-12 3; 25006 2010-12 7.66667",
			"n 2010: 30 +8.33333 moved 0 = 38.3333"},
		{"late by month, all too small", registrations, violence.Late{Year: 2010, By: violence.Municipality, Months: true, Min: 1000},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 5.11111; 08037 2010-12 25.5556; 25006 2009-12 3; 25006 2010-12 7.66667",
			"n 2010: 30 +8.33333 moved 0 = 38.3333"},
		// December of the nation: 15/10. November is small everywhere: the year of Juárez, 20/18.
		{"late by month, small ones as larger units", registrations, violence.Late{Year: 2010, By: violence.Municipality, Months: true, Min: 13},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4.44444; 08037 2010-12 30; 25006 2009-12 3; 25006 2010-12 9",
			"n 2010: 30 +13.4444 moved 0 = 43.4444"},
		// Enough is as many as asked for: Juárez has 20 in the year, 20/18
		{"late, just enough", registrations, violence.Late{Year: 2010, By: violence.Municipality, Min: 20},
			"08037 2009-11 8; 08037 2009-12 12; 08037 2010-11 4.44444; 08037 2010-12 22.2222; 25006 2009-12 3; 25006 2010-12 7.66667",
			"n 2010: 30 +4.33333 moved 0 = 34.3333"},
		{"late by a share", registrations, violence.Late{Year: 2009, Share: 0.2},
			"08037 2009-11 10; 08037 2009-12 15; 08037 2010-11 4; 08037 2010-12 20; 25006 2009-12 3.75; 25006 2010-12 6",
			"n 2009: 23 +5.75 moved 0 = 28.75"},
		{"late by the table's factors, an empty one is 1", "code,date,n,per\n08037,2009-12,7,2\n08037,2010-01,4,1.5\n08037,2010-02,4,\n",
			violence.Late{Factor: true, Year: 2010}, "08037 2009-12 7; 08037 2010-01 6; 08037 2010-02 4", "n 2010: 8 +2 moved 0 = 10"},
		{"codes of other frames", "code,date,n,d\n14008,2010-01,5,1\n14125,2010-01,2,\n14125,2010-02,3,\n23010,2010-01,4,4\n", violence.MexicoFrame(),
			"14008 2010-01 7 1; 14008 2010-02 3 NaN; 23004 2010-01 4 4", "n 2010: 14 +0 moved 9 = 14; d 2010: 5 +0 moved 4 = 5"},
		{"codes that change places", "code,year,n\n08001,2010,5\n08002,2010,2\n", violence.Recode{Codes: map[string]string{"08001": "08002", "08002": "08001"}},
			"08001 2010 2; 08002 2010 5", "n 2010: 7 +0 moved 3 = 7"},
		// d covers 2 months of 2010: times 6
		{"a part of a year", "code,date,n,d\n08037,2009-12,3,\n08037,2010-01,1,2\n08037,2010-02,2,3\n", violence.Annualise{},
			"08037 2009 36 NaN; 08037 2010 18 30", "n 2009: 3 +33 moved 0 = 36; n 2010: 3 +15 moved 0 = 18; d 2010: 5 +25 moved 0 = 30"},
		{"whole years stay", "code,year,n\n08037,2009,3\n08037,2010,4\n", violence.Annualise{}, "08037 2009 3; 08037 2010 4", ""},
		// Sinaloa, 2008: 30 homicides and 10 accidents by firearm are known: 3/4 of 8 and of 4 unknown.
		// Nobody is known in Durango: the nation has 30/40 too. In 2009 nothing is known anywhere.
		{"firearm deaths of unknown intent", "code,year,n,shot,accident,unknown\n25006,2008,50,25,5,8\n25012,2008,9,5,5,4\n10005,2008,2,,,2\n25006,2009,7,,,3\n",
			violence.Intent{Unknown: "unknown", Known: []string{"shot", "accident"}, By: violence.State},
			"10005 2008 3.5 NaN NaN 0.5; 25006 2008 56 25 5 2; 25006 2009 7 NaN NaN 3; 25012 2008 12 5 5 1",
			"n 2008: 61 +10.5 moved 0 = 71.5; unknown 2008: 14 +-10.5 moved 0 = 3.5"},
		// by municipality: 25/30 of 8, 5/10 of 4
		{"by municipality", "code,year,n,shot,accident,unknown\n25006,2008,50,25,5,8\n25012,2008,9,5,5,4\n",
			violence.Intent{Unknown: "unknown", Known: []string{"shot", "accident"}, Into: "n", By: violence.Municipality},
			"25006 2008 56.6667 25 5 1.33333; 25012 2008 11 5 5 2", "n 2008: 59 +8.66667 moved 0 = 67.6667; unknown 2008: 12 +-8.66667 moved 0 = 3.33333"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := readTable(t, tt.text, nil)
			was := cellsText(table)
			if tt.text == registrations && was != before {
				t.Fatalf("read as %s", was)
			}
			after, changes := adjusted(t, table, tt.step)
			if got := cellsText(after); got != tt.cells {
				t.Errorf("cells %s\nwant  %s", got, tt.cells)
			}
			if got := changeText(changes[0]); got != tt.change || changes[0].Name != tt.step.Name() {
				t.Errorf("%s: %s\nwant %s", changes[0].Name, got, tt.change)
			}
			if got := cellsText(table); got != was {
				t.Errorf("the table itself changed: %s", got)
			}
		})
	}
}

// An unknown count must not become 0, and what was undated is counted once.
func TestUndatedOnce(t *testing.T) {
	table := readTable(t, registrations, nil)
	years, err := table.UndatedByYear("n")
	if err != nil || !reflect.DeepEqual(years, map[int]float64{2009: 1, 2010: 5}) {
		t.Errorf("undated %v, %v", years, err)
	}
	once, changes := adjusted(t, table, violence.Undated{}, violence.Undated{})
	if changes[1].Added() != 0 || changes[0].Added() != 6 || changes[0].Moved() != 0 {
		t.Errorf("%+v", changes)
	}
	for i, want := range []string{"2 rows without a date, 6 deaths of the series n", "the table has no deaths without a date"} {
		if got := changes[i].Notes; len(got) != 1 || got[0] != want {
			t.Errorf("notes %q, want %q", got, want)
		}
	}
	if years, _ := once.UndatedByYear("n"); len(years) > 0 {
		t.Errorf("still undated %v", years)
	}
}

// The account of a chain ends with what the last table holds.
func TestChainAddsUp(t *testing.T) {
	table := readTable(t, registrations, nil)
	after, changes := adjusted(t, table, violence.Undated{}, violence.Late{Year: 2010, By: violence.State}, violence.Annualise{})
	sums := func(x *violence.Table) (sum float64) {
		for c := range x.Cells() {
			if !math.IsNaN(c.Counts[0]) {
				sum += c.Counts[0]
			}
		}
		return sum
	}
	want := sums(table)
	for _, c := range changes {
		want += c.Added()
	}
	if got := sums(after); !near(got, want) || got == sums(table) {
		t.Errorf("the counts sum to %v, by the accounts to %v", got, want)
	}
}

func TestStepErrors(t *testing.T) {
	table := readTable(t, "code,date,n,d\n08037,2010-01,5,1\n", nil)
	tests := []struct {
		step violence.Step
		want string
	}{
		{violence.Late{}, `the adjustment late: the series "n" covers no year in full; say which year`},
		{violence.Late{Year: 2010}, "the adjustment late: nothing says when deaths were registered; give a share, a column of factors, or a table with the year of registration"},
		{violence.Late{Year: 2010, Factor: true}, "the adjustment late: the table has no column of factors"},
		{violence.Late{Year: 2010, Share: 1}, "the adjustment late: the share registered late is 1; write a part of 1, such as 0.03"},
		{violence.Late{Year: 2010, Share: math.NaN()}, "the adjustment late: the share registered late is NaN; write a part of 1, such as 0.03"},
		{violence.Late{Year: 2010, Series: "x"}, `the adjustment late: there is no violence series "x"`},
		{violence.Intent{Unknown: "d", Known: []string{"n"}}, "the adjustment intent: the series of known intent are homicides first, and at least one other, such as accidents"},
		{violence.Intent{Unknown: "x", Known: []string{"n", "d"}}, `the adjustment intent: there is no violence series "x"`},
		{violence.Intent{Unknown: "d", Known: []string{"n", "x"}}, `the adjustment intent: there is no violence series "x"`},
		{violence.Intent{By: violence.Area}, "the adjustment intent: unknown intent goes by national, state or municipality"},
		{violence.Metro{}, "the adjustment metro: there are no metropolitan areas"},
	}
	for _, tt := range tests {
		if _, _, err := table.Adjust(tt.step); err == nil || err.Error() != tt.want {
			t.Errorf("%+v: error %v\nwant %s", tt.step, err, tt.want)
		}
	}
	late := readTable(t, registrations, nil)
	for _, tt := range []struct {
		step violence.Late
		want string
	}{
		{violence.Late{By: violence.Area}, "the adjustment late: late registration goes by national, state or municipality"},
		{violence.Late{Reference: 1999}, "the adjustment late: the table has no deaths of 1999 to learn late registration from"},
		{violence.Late{Months: true, From: late.Yearly()}, "the adjustment late: a factor for each month needs a table by month of those that were registered"},
	} {
		tt.step.Year = 2010
		if _, _, err := late.Adjust(tt.step); err == nil || err.Error() != tt.want {
			t.Errorf("%+v: error %v\nwant %s", tt.step, err, tt.want)
		}
	}
}

// A death without a date needs a month of registration in a table by month.
func TestRegisteredErrors(t *testing.T) {
	opts := violence.Options{Code: "code", Date: "date", Registered: "registered", Series: []violence.SeriesColumn{{Name: "n", Column: "n"}}}
	for row, want := range map[string]string{
		"08037,,2010,1":             `counts.csv:2: column "registered": a death without a date was registered in 2010; a table by month needs the month`,
		"08037,,,1":                 `counts.csv:2: column "registered": "" is not a month; write 2010-01`,
		"08037,2010-13,2010-12,1":   `counts.csv:2: column "date": "2010-13" is not a month; write 2010-01`,
		"08037,2010-11,soon,1":      `counts.csv:2: column "registered": "soon" is not a month; write 2010-01`,
		"08037,someday,2010-11-1,1": `counts.csv:2: column "date": "someday" is not a month; write 2010-01`,
	} {
		opts.FS = fstest.MapFS{"counts.csv": {Data: []byte("code,date,registered,n\n" + row + "\n")}}
		_, err := violence.Read(context.Background(), "counts.csv", opts)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v\nwant %s", row, err, want)
		}
	}
}

// A row for each year of registration repeats the inhabitants, who are counted once.
func TestRegistrationsRepeatInhabitants(t *testing.T) {
	table := readTable(t, "code,date,registered,n,pop\n08037,2009-12,2009-12,3,1200\n08037,2009-12,2010-01,2,1200\n", nil)
	for c := range table.Cells() {
		if c.Population != 1200 || c.Counts[0] != 5 {
			t.Errorf("%+v", c)
		}
	}
	if len(table.Warnings) > 0 {
		t.Errorf("warnings %q", table.Warnings)
	}
}

// A row without a municipality counts in its state.
func TestStateOfUnknownMunicipality(t *testing.T) {
	change := func(o *violence.Options) {
		o.State = "state"
		o.Series = []violence.SeriesColumn{{Name: "n", Column: "n"}}
	}
	table := readTable(t, "code,state,year,n\nNA,25,2007,12\n25006,25,2007,249\n,8,2007,3\n", change)
	if got, want := cellsText(table), "08999 2007 3; 25006 2007 249; 25999 2007 12"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if want := []string{"2 rows without a municipality count in their state only, as municipality 999"}; !reflect.DeepEqual(table.Warnings, want) {
		t.Errorf("warnings %q", table.Warnings)
	}
	opts := violence.Options{Code: "code", Year: "year", State: "state", Series: []violence.SeriesColumn{{Name: "n", Column: "n"}},
		FS: fstest.MapFS{"counts.csv": {Data: []byte("code,state,year,n\nNA,Sinaloa,2007,12\n")}}}
	_, err := violence.Read(context.Background(), "counts.csv", opts)
	if want := `counts.csv:2: column "state": neither a municipality nor a state: "Sinaloa"`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestMetroPoolsRates(t *testing.T) {
	fsys := fstest.MapFS{"metro.csv": {Data: []byte("area,name,cvegeo\nculiacan,Culiacán,25006\nculiacan,Culiacán,25018\n")}}
	areas, err := violence.ReadAreas(context.Background(), "metro.csv", fsys)
	if err != nil {
		t.Fatal(err)
	}
	table := readTable(t, "code,year,n,pop\n25006,2010,80,100000\n25018,2010,40,\n25012,2010,10,50000\n", nil)
	after, changes := adjusted(t, table, violence.Metro{Areas: areas})
	places := []violence.Place{{Code: "25006", AreaKM2: 10}, {Code: "25012", AreaKM2: 10}, {Code: "25018", AreaKM2: 10, Population: 20_000}}
	m, err := after.Measure("n", period(t, "2010-01..2010-12"), places)
	if err != nil {
		t.Fatal(err)
	}
	checkNumbers(t, "events", m.Events, []float64{80, 10, 40})
	checkNumbers(t, "rate", m.RatePer100k, []float64{100, 20, 100}) // 120 of 120,000; 10 of 50,000
	checkNumbers(t, "rate events", m.RateEvents, []float64{120, 10, 120})
	checkNumbers(t, "person-years", m.PersonYears, []float64{120_000, 50_000, 120_000})
	checkNumbers(t, "density", m.PerKM2, []float64{8, 1, 4}) // stays that of the municipality
	if !reflect.DeepEqual(m.Areas, []string{"culiacan", "", "culiacan"}) || changes[0].Added() != 0 || len(changes[0].Years) > 0 ||
		changes[0].What != "2 municipalities have the rate of their metropolitan area, of which there are 1" {
		t.Errorf("%q, %+v", m.Areas, changes)
	}
	// Two units, the area and Mazatlán: m = 130/170,000.
	shrunk := m.Shrunk(violence.National, places)
	want := shrink([]float64{120, 10}, []float64{120_000, 50_000})
	checkNumbers(t, "shrunken", shrunk, []float64{want[0] * 1e5, want[1] * 1e5, want[0] * 1e5})
}

func TestReadAreasErrors(t *testing.T) {
	for text, want := range map[string]string{
		"area,name,cvegeo\na,A,25006\nb,B,25006\n":      `metro.csv:3: column "cvegeo": municipality 25006 is in the area a already`,
		"area,name,cvegeo\n,A,25006\n":                  `metro.csv:2: column "area": "" cannot name an area; write a word such as culiacan`,
		"area,name,cvegeo\n25006,A,25006\n":             `metro.csv:2: column "area": "25006" cannot name an area; write a word such as culiacan`,
		"area,name,cvegeo\nculiacan,A,Culiacán\n":       `metro.csv:2: column "cvegeo": not a municipality code: "Culiacán"`,
		"area,name,municipality\nculiacan,A,Culiacán\n": `metro.csv: column "cvegeo": no such column`,
	} {
		_, err := violence.ReadAreas(context.Background(), "metro.csv", fstest.MapFS{"metro.csv": {Data: []byte(text)}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v\nwant %s", text, err, want)
		}
	}
}

// Another table teaches what is late from its last year but one, 2009 here: 23/18.
func TestLateFromAnotherTable(t *testing.T) {
	from := readTable(t, registrations, nil)
	table := readTable(t, "code,date,n\n25006,2012-01,18\n25006,2012-12,36\n", nil)
	for _, from := range []*violence.Table{from, from.Yearly()} {
		after, _ := adjusted(t, table, violence.Late{Year: 2012, From: from})
		if got, want := cellsText(after), "25006 2012-01 23; 25006 2012-12 46"; got != want {
			t.Errorf("by year %v: %s, want %s", from.ByYear(), got, want)
		}
	}
}

// Deaths that nothing tells the intent of stay, are counted in the account, and hold up no other year.
func TestIntentThatStaysUnknown(t *testing.T) {
	table := readTable(t, "code,year,n,shot,accident,unknown\n25006,2008,1,,,3\n25006,2009,1,3,1,4\n25012,2008,1,,,2\n", nil)
	after, changes := adjusted(t, table, violence.Intent{Unknown: "unknown", Known: []string{"shot", "accident"}})
	if got, want := cellsText(after), "25006 2008 1 NaN NaN 3; 25006 2009 4 3 1 1; 25012 2008 1 NaN NaN 2"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if want := []string{"5 deaths stay unknown: the year has no firearm death of known intent"}; !reflect.DeepEqual(changes[0].Notes, want) {
		t.Errorf("notes %q, want %q", changes[0].Notes, want)
	}
}

// Accounts come by series in the order of the table, and then by year.
func TestAccountInOrder(t *testing.T) {
	text, want := "code,date,c,a,b\n", []string{}
	for year := 2005; year <= 2010; year++ {
		text += fmt.Sprintf("25006,%d-01,1,1,1\n", year)
	}
	for _, series := range []string{"c", "a", "b"} {
		for year := 2005; year <= 2010; year++ {
			want = append(want, fmt.Sprintf("%s %d: 1 +11 moved 0 = 12", series, year))
		}
	}
	_, changes := adjusted(t, readTable(t, text, nil), violence.Annualise{})
	if got := changeText(changes[0]); got != strings.Join(want, "; ") {
		t.Errorf("%s\nwant %s", got, strings.Join(want, "; "))
	}
}

// The account of late registration says what its factors rest on.
func TestLateSays(t *testing.T) {
	const begin = "n of 2010 multiplied by all / registered in the year, as for 2009: 5 of 23 were late; by "
	for _, tt := range []struct {
		step violence.Late
		want string
	}{
		{violence.Late{}, "national"},
		{violence.Late{Min: 5}, "national"},
		{violence.Late{By: violence.State}, "state"},
		{violence.Late{By: violence.State, Min: 5}, "state, or the next larger unit below 5 deaths"},
		{violence.Late{By: violence.Municipality, Months: true, Min: 5}, "municipality and month, or the next larger unit below 5 deaths"},
	} {
		tt.step.Year = 2010
		if _, changes := adjusted(t, readTable(t, registrations, nil), tt.step); changes[0].What != begin+tt.want {
			t.Errorf("%q\nwant %q", changes[0].What, begin+tt.want)
		}
	}
}

// Months add up by municipality and year, and inhabitants are the mean of their months.
func TestYearlyOfSeveral(t *testing.T) {
	table := readTable(t, "code,date,n,pop\n08037,2008-11,1,100\n08037,2008-12,2,300\n08037,2010-01,4,\n10005,2009-06,8,70\n25006,2010-02,16,50\n25006,2010-01,32,60\n", nil).Yearly()
	if got, want := cellsText(table), "08037 2008 3; 08037 2010 4; 10005 2009 8; 25006 2010 48"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	var people []float64
	for c := range table.Cells() {
		people = append(people, c.Population)
	}
	checkNumbers(t, "inhabitants", people, []float64{200, nan, 70, 55})
}
