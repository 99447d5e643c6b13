package violence_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

const gazetteerText = `cvegeo,name,state,area_km2,population
25006,Culiacán,Sinaloa,6000,800000
25018,Navolato,Sinaloa,2000,200000
08037,Juárez,Chihuahua,3500,1300000
19031,Juárez,Nuevo León,250,
`

func gazetteer(t *testing.T) *violence.Gazetteer {
	t.Helper()
	fsys := fstest.MapFS{"g.csv": {Data: []byte(gazetteerText)}, "metro.csv": {Data: []byte("area,name,cvegeo\nculiacan,Culiacán-Navolato,25006\nculiacan,Culiacán-Navolato,25018\n")}}
	g, err := violence.ReadGazetteer(context.Background(), "g.csv", fsys)
	if err != nil {
		t.Fatal(err)
	}
	if g.Areas, err = violence.ReadAreas(context.Background(), "metro.csv", fsys); err != nil {
		t.Fatal(err)
	}
	return g
}

func groupText(groups []violence.Group) string {
	var texts []string
	for _, g := range groups {
		texts = append(texts, g.ID+"="+g.Name+": "+strings.Join(g.Codes, " "))
	}
	return strings.Join(texts, "; ")
}

func TestGroups(t *testing.T) {
	g := gazetteer(t)
	codes := []string{"25018", "08037", "25006", "25999"}
	for level, want := range map[violence.Level]string{
		violence.National:     "=nation: 08037 25006 25018 25999",
		violence.State:        "08=Chihuahua: 08037; 25=Sinaloa: 25006 25018 25999",
		violence.Area:         "08037=Juárez, Chihuahua: 08037; 25999=unknown municipality, Sinaloa: 25999; culiacan=Culiacán-Navolato: 25006 25018",
		violence.Municipality: "08037=Juárez, Chihuahua: 08037; 25006=Culiacán, Sinaloa: 25006; 25018=Navolato, Sinaloa: 25018; 25999=unknown municipality, Sinaloa: 25999",
	} {
		if got := groupText(g.Groups(level, codes)); got != want {
			t.Errorf("%v: %s\nwant %s", level, got, want)
		}
		if back, err := violence.ParseLevel(level.String()); back != level || err != nil {
			t.Errorf("%v is read as %v, %v", level, back, err)
		}
	}
	if _, err := violence.ParseLevel("town"); err == nil {
		t.Error("a town is a level")
	}
}

func TestSelect(t *testing.T) {
	g := gazetteer(t)
	for _, tt := range []struct {
		level      violence.Level
		name, want string
	}{
		{violence.Municipality, "culiacan", "25006"}, {violence.Municipality, "25018", "25018"}, {violence.Municipality, "8037", "08037"}, {violence.State, "8", "08"}, {violence.State, "", `error no state "" in the table`}, {violence.Municipality, "JUÁREZ, chihuahua", "08037"},
		{violence.State, "25", "25"}, {violence.State, "Nuevo Leon", "19"}, {violence.Area, "culiacan-navolato", "culiacan"}, {violence.Area, "culiacan", "culiacan"},
		{violence.Area, "Juárez, Nuevo León", "19031"},
		{violence.Municipality, "juarez", `error "juarez" is the name of several: 08037 Juárez, Chihuahua; 19031 Juárez, Nuevo León; give the code`},
		{violence.State, "Sonora", `error no state "Sonora" in the table`},
	} {
		groups, err := g.Select([]string{tt.name}, tt.level, g.Codes())
		got := ""
		if err != nil {
			got = "error " + err.Error()
		} else if len(groups) == 1 {
			got = groups[0].ID
		}
		if got != tt.want {
			t.Errorf("%v %s: %s, want %s", tt.level, tt.name, got, tt.want)
		}
	}
	if groups, err := g.Select(nil, violence.State, g.Codes()); groups != nil || err != nil {
		t.Errorf("nothing picks %v, %v", groups, err)
	}
}

func TestReadGazetteerErrors(t *testing.T) {
	for text, want := range map[string]string{
		"name,state\nx,y\n":                    "g.csv: no column of municipality codes (call it cvegeo)",
		"cvegeo,area_km2\n25006,big\n":         `g.csv:2: column "area_km2": not a number: "big"`,
		"cvegeo,name,population\n25006,a,-1\n": `g.csv:2: column "population": the count is -1`,
	} {
		_, err := violence.ReadGazetteer(context.Background(), "g.csv", fstest.MapFS{"g.csv": {Data: []byte(text)}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

func TestPlaceNames(t *testing.T) {
	g := gazetteer(t)
	for code, want := range map[string]string{
		"25006": "Culiacán, Sinaloa", "25999": "unknown municipality, Sinaloa", "31999": "unknown municipality, 31",
		"25888": "25888", "999": "999", "": "",
	} {
		if got := g.Name(code); got != want {
			t.Errorf("%q is %q, want %q", code, got, want)
		}
	}
}

func TestReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fsys := fstest.MapFS{"g.csv": {Data: []byte(gazetteerText)}, "metro.csv": {Data: []byte("area,name,cvegeo\nculiacan,Culiacán,25006\n")},
		"events.csv": {Data: []byte("date,places,text_en,text_es,source\n2010-08-24,,a,b,c\n")}}
	_, gazetteer := violence.ReadGazetteer(ctx, "g.csv", fsys)
	_, areas := violence.ReadAreas(ctx, "metro.csv", fsys)
	_, _, events := violence.ReadEvents(ctx, "events.csv", fsys)
	for what, err := range map[string]error{"gazetteer": gazetteer, "areas": areas, "events": events} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", what, err)
		}
	}
}

func TestLine(t *testing.T) {
	// Culiacán's January 2010 is not known. d is kept from December 2009 on.
	table := readTable(t, "code,date,n,d,pop\n25006,2009-11,20,,1000\n25018,2009-11,4,,\n25006,2009-12,30,10,3000\n25018,2009-12,6,2,\n25006,2010-01,,5,1000\n25018,2010-01,1,1,\n", nil)
	group := violence.Group{ID: "culiacan", Codes: []string{"25006", "25018", "25999"}}
	g := gazetteer(t)
	type point struct {
		from              string
		months            int
		population        float64
		n, d, rate        float64
		nMonths, dMonths  int
		density, low, top float64
	}
	low36, high36 := violence.PoissonInterval(36, 0.95)
	tests := []struct {
		name   string
		opts   violence.Lines
		points []point
	}{
		// Navolato's inhabitants are the gazetteer's 200,000
		{"by month", violence.Lines{Places: g}, []point{
			{"2009-11", 1, 201_000, 24, nan, 24. * 12 / 201_000 * 1e5, 1, 0, 24. * 12 / 8000, nan, nan},
			{"2009-12", 1, 203_000, 36, 12, 36. * 12 / 203_000 * 1e5, 1, 1, 36. * 12 / 8000, low36 * 12 / 203_000 * 1e5, high36 * 12 / 203_000 * 1e5},
			{"2010-01", 1, 201_000, 1, 6, 1. * 12 / 201_000 * 1e5, 1, 1, 1. * 12 / 8000, nan, nan}}},
		{"by year, population the mean of the months", violence.Lines{Places: g, ByYear: true, Period: period(t, "2009-01..2009-12")}, []point{
			{"2009-11", 2, 202_000, 60, 12, 60. * 6 / 202_000 * 1e5, 2, 1, 60. * 6 / 8000, nan, nan}}},
		{"without a gazetteer", violence.Lines{Period: period(t, "2009-12..2009-12"), Confidence: 0.5}, []point{
			{"2009-12", 1, 3000, 36, 12, 36. * 12 / 3000 * 1e5, 1, 1, nan, nan, nan}}},
	}
	for _, tt := range tests {
		line, err := table.Line(group, tt.opts)
		if err != nil {
			t.Fatal(err)
		}
		if len(line.Points) != len(tt.points) || !reflect.DeepEqual(line.Series, []string{"n", "d"}) {
			t.Fatalf("%s: %+v", tt.name, line)
		}
		for i, want := range tt.points {
			p := line.Points[i]
			n, d := p.Values[0], p.Values[1]
			if p.From.String() != want.from || p.Months != want.months || n.Months != want.nMonths || d.Months != want.dMonths {
				t.Errorf("%s: %+v", tt.name, p)
			}
			checkNumbers(t, tt.name, []float64{p.Population, n.Count, d.Count, n.RatePer100k, n.PerKM2}, []float64{want.population, want.n, want.d, want.rate, want.density})
			if !math.IsNaN(want.low) {
				checkNumbers(t, tt.name, []float64{n.Low, n.High}, []float64{want.low, want.top})
			}
		}
	}
	alone, err := table.Line(violence.Group{Codes: []string{"25006"}}, violence.Lines{Series: []string{"n"}})
	if err != nil || !math.IsNaN(alone.Points[2].Values[0].Count) || alone.Points[2].Values[0].Months != 0 {
		t.Errorf("an unknown count is %+v, %v", alone.Points[2], err)
	}
	if _, err := table.Line(group, violence.Lines{Series: []string{"x"}}); err == nil || err.Error() != `there is no violence series "x"` {
		t.Errorf("error %v", err)
	}
}

// A municipality without a row has no events where the table says so.
func TestLineOfAbsent(t *testing.T) {
	const text = "code,year,n\n25006,2010,5\n"
	zero := readTable(t, text, func(o *violence.Options) { o.AbsentIsZero = true })
	for _, tt := range []struct {
		table *violence.Table
		want  float64
	}{{zero, 0}, {readTable(t, text, nil), nan}} {
		line, err := tt.table.Line(violence.Group{Codes: []string{"08037"}}, violence.Lines{})
		if err != nil {
			t.Fatal(err)
		}
		checkNumbers(t, "count", []float64{line.Points[0].Values[0].Count}, []float64{tt.want})
	}
}

// Where nobody lives there is no rate.
func TestLineOfNobody(t *testing.T) {
	line, err := readTable(t, "code,date,n,pop\n25006,2010-01,5,0\n", nil).Line(violence.Group{Codes: []string{"25006"}}, violence.Lines{})
	if err != nil {
		t.Fatal(err)
	}
	v := line.Points[0].Values[0]
	checkNumbers(t, "count, rate and limits", []float64{v.Count, v.RatePer100k, v.Low, v.High}, []float64{5, nan, nan, nan})
}

func TestShift(t *testing.T) {
	// 2 months of 5 before, the month of the event, 3 of 10, 20 and 30 after.
	table := readTable(t, "code,date,n,pop\n25006,2009-11,5,1200\n25006,2009-12,5,1200\n25006,2010-01,99,1200\n25006,2010-02,10,2400\n25006,2010-03,20,2400\n25006,2010-04,30,2400\n", nil)
	line, err := table.Line(violence.Group{Codes: []string{"25006"}}, violence.Lines{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := line.Shift("n", violence.MonthOf(2010, 1), 2)
	if err != nil {
		t.Fatal(err)
	}
	// 10 in 200 person-years, 30 in 400
	want := violence.RateRatio(violence.Exposed{Count: 30, Time: 400}, violence.Exposed{Count: 10, Time: 200}, 0.95)
	if s.Before != (violence.Exposed{Count: 10, Time: 200}) || s.After != (violence.Exposed{Count: 30, Time: 400}) || s.Ratio != want || s.MonthsBefore != 2 || s.MonthsAfter != 2 || !near(want.Ratio, 1.5) {
		t.Errorf("%+v", s)
	}
	for _, tt := range []struct {
		series string
		event  violence.Month
		want   string
	}{
		{"x", violence.MonthOf(2010, 1), `there is no series "x" in the line`},
		{"n", violence.MonthOf(2012, 1), "n has no data on both sides of 2012-01"},
	} {
		if _, err := line.Shift(tt.series, tt.event, 12); err == nil || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
	yearly, err := table.Line(violence.Group{Codes: []string{"25006"}}, violence.Lines{ByYear: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := yearly.Shift("n", violence.MonthOf(2010, 1), 2); err == nil || !strings.Contains(err.Error(), "by month") {
		t.Errorf("error %v", err)
	}
}

func TestReadEvents(t *testing.T) {
	const head = "date,places,text_en,text_es,source\n"
	read := func(text string) ([]violence.Event, error) {
		events, files, err := violence.ReadEvents(context.Background(), "e.csv", fstest.MapFS{"e.csv": {Data: []byte(head + text)}})
		if err == nil && len(files) != 1 {
			t.Errorf("files %v, want the table", files)
		}
		return events, err
	}
	events, err := read("2010-08-24,28035,found,hallados,CNDH\n2006-12-11,16 08037,begins,comienza,Presidencia\n2007-01-01,,new year,,\n")
	if err != nil || len(events) != 3 || events[0].Month() != violence.MonthOf(2006, 12) || events[2].TextES != "hallados" {
		t.Fatalf("%+v, %v", events, err)
	}
	for _, tt := range []struct {
		event int
		codes []string
		want  bool
	}{{0, []string{"16053"}, true}, {0, []string{"08037", "08001"}, true}, {0, []string{"08001"}, false}, {1, []string{"08001"}, true}, {2, []string{"28035"}, true}, {2, []string{"28001"}, false}} {
		if events[tt.event].In(tt.codes) != tt.want {
			t.Errorf("%q in %v: %v", events[tt.event].Text, tt.codes, !tt.want)
		}
	}
	for text, want := range map[string]string{
		"2010-08,28035,a,b,c\n":     `e.csv:2: column "date": "2010-08" is not a day; write 2010-08-24`,
		"2010-08-24,280351,a,b,c\n": `e.csv:2: column "places": "280351" is no place; write a municipality such as 08037 or a state such as 08`,
		"2010-08-24,Juárez,a,b,c\n": `e.csv:2: column "places": "Juárez" is no place; write a municipality such as 08037 or a state such as 08`,
		"2010-08-24,xx,a,b,c\n":     `e.csv:2: column "places": "xx" is no place; write a municipality such as 08037 or a state such as 08`,
		"2010-08-24,28035,,b,c\n":   `e.csv:2: column "text_en": the event has no text`,
	} {
		if _, err := read(text); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
