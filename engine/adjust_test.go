package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/internal/outside"
)

// adjustedStudy counts 10 deaths in 01001 and 6 in 01002, of which a tenth more is
// registered later, and makes one metropolitan area of both.
func adjustedStudy(t *testing.T) *engine.Result {
	t.Helper()
	return runSmall(t, smallFiles("study.yaml", "  period:", `  adjust:
    - {name: late, year: 2010, share: 0.2}
    - {name: metro, table: metro.csv}
  intervals: 0.9
  shrink: state
  per_road_km: true
  period:`, "metro.csv", "", "area,name,cvegeo\nab,Aldama-Bravo,01001\nab,Aldama-Bravo,01002\n"), engine.Options{})
}

func TestStudyAdjusts(t *testing.T) {
	r := adjustedStudy(t)
	m := r.Violence[0]
	near(t, "events of 01001", m.Events[0], 12.5, 1e-12) // 10 / 0.8
	near(t, "events of 01002", m.Events[1], 7.5, 1e-12)
	// 20 deaths in 120,000 people over two known months, for both
	near(t, "rate of 01001", m.RatePer100k[0], 20.*6/120_000*1e5, 1e-9)
	near(t, "rate of 01002", m.RatePer100k[1], m.RatePer100k[0], 0)
	near(t, "rate on the way", r.Exposures[0][0].MeanRatePer100k, m.RatePer100k[0], 1e-9)
	low, high := violence.PoissonInterval(20, 0.9)
	near(t, "low", r.Rates[0].Low[1], low*6/120_000*1e5, 1e-9)
	near(t, "high", r.Rates[0].High[1], high*6/120_000*1e5, 1e-9)
	near(t, "shrunken", r.Rates[0].Shrunk[0], m.RatePer100k[0], 1e-9) // one area alone
	near(t, "per road km", r.Rates[0].PerRoadKM[0], 12.5*6/(1.5*tenthDegreeKM+20), 1e-6)

	if len(r.Adjustments) != 2 || r.Adjustments[0].Added() != 4 || r.Adjustments[1].Added() != 0 {
		t.Errorf("adjustments %+v", r.Adjustments)
	}
}

// What the adjustments moved stands in the manifest, what was asked for in the
// municipalities and their dictionary.
func TestAdjustmentsAreWritten(t *testing.T) {
	dir := t.TempDir()
	if err := adjustedStudy(t).Write(dir); err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Adjustments []violence.Change }
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	want := []violence.YearChange{{Series: "homicides", Year: 2010, Before: 16, After: 20, Added: 4}}
	if len(manifest.Adjustments) != 2 || manifest.Adjustments[0].Name != "late" || !reflect.DeepEqual(manifest.Adjustments[0].Years, want) ||
		!strings.Contains(manifest.Adjustments[0].What, "1/(1-0.2)") || manifest.Adjustments[1].Name != "metro" {
		t.Errorf("manifest has %+v", manifest.Adjustments)
	}
	if !bytes.Contains(text, []byte(`"file": "metro.csv"`)) {
		t.Error("the table of areas is not among the inputs")
	}
	for file, want := range map[string]string{
		"municipalities.csv": "homicides_per_km2,homicides_rate_low,homicides_rate_high,homicides_rate_shrunk,homicides_per_road_km,",
		"columns.csv":        `homicides_rate_low,real,"per 100,000 a year","lower limit of the rate, exact Poisson interval, confidence 0.9"`,
	} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || !bytes.Contains(text, []byte(want)) {
			t.Errorf("%s lacks %s: %v", file, want, err)
		}
	}
}

// Without the keys nothing is added, and the list of adjustments is there and empty.
func TestStudyWithoutAdjustments(t *testing.T) {
	dir := t.TempDir()
	r := runSmall(t, smallFiles(), engine.Options{})
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil || !bytes.Contains(text, []byte(`"adjustments": []`)) {
		t.Errorf("manifest: %v", err)
	}
	if r.Rates[0].Low != nil || r.Rates[0].Shrunk != nil || r.Rates[0].PerRoadKM != nil {
		t.Errorf("rates %+v", r.Rates)
	}
	text, err = os.ReadFile(filepath.Join(dir, "municipalities.csv"))
	if err != nil || bytes.Contains(text, []byte("rate_low")) {
		t.Errorf("municipalities.csv: %v", err)
	}
}

// A registry teaches how many are late: a tenth of 2009, so 10/9; what it leaves out
// is a warning of the study.
func TestStudyLearnsFromARegistry(t *testing.T) {
	registry := `"a"
"b"
""
"c"
"","","","","2009","2010"
" 01 001 ","Aldama","2009","Total","90","10"
" 01 001 ","Aldama","2010","Total","","8"
"=CONCATENAR( ,33) ","Extranjero","Total","Total","7",""
`
	r := runSmall(t, smallFiles("study.yaml", "  period:", "  adjust: [{name: late, year: 2010, registry: inegi.csv}]\n  period:", "inegi.csv", "", registry), engine.Options{})
	near(t, "events of 01001", r.Violence[0].Events[0], 10./0.9, 1e-12)
	found := false
	for _, w := range r.Warnings {
		found = found || w.Stage == "homicides" && w.Message == "registry: 7 deaths in another country are left out"
	}
	if !found {
		t.Errorf("warnings %+v", r.Warnings)
	}
}

// The codes of the municipalities replace those of the counts as a step of its own.
func TestRecodeIsAnAdjustment(t *testing.T) {
	r := runSmall(t, smallFiles("study.yaml", "regions: {", `regions: {recode: {"01003": "01002"}, `, "homicides.csv", "01002,2010-07", "01003,2010-07"), engine.Options{})
	if len(r.Adjustments) != 1 || r.Adjustments[0].Name != "recode" || len(r.Adjustments[0].Notes) != 1 || r.Adjustments[0].Notes[0] != "1 of 1 codes are in the table" {
		t.Errorf("%+v", r.Adjustments)
	}
	near(t, "events of 01002", r.Violence[0].Events[1], 6, 0)
}

func TestBadAdjustments(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"adjust: [{name: later}]", `unknown adjustment "later"; write one of recode, undated, intent, late, annualise, metro`},
		{"adjust: [{name: metro, share: 0.1}]", "the adjustment metro does not know share; its keys are: table"},
		{"adjust: [{name: annualise, year: 2010}]", "the adjustment annualise does not know year; it has no keys"},
		{"adjust: [{name: late, yaer: 2010}]", `unknown key "yaer"`},
		{"adjust: [{name: late, share: 1.5}]", "the share registered late is 1.5; write a part of 1, such as 0.03"},
		{"adjust: [{name: late, share: 0.1, factor: per}]", "late has several sources; keep one of share, factor and registry"},
		{"adjust: [{name: late}]", "late does not know when deaths were registered (give share:, factor: or registry:"},
		{"adjust: [{name: late, share: 0.1, by: metro}]", "late goes by national, state or municipality, not metro"},
		{"adjust: [{name: late, share: 0.1, by: town}]", `unknown level "town"`},
		{"adjust: [{name: late, share: 0.1, year: 20100}]", "late is for the year 20100"},
		{"adjust: [{name: late, share: 0.1, min: -1}]", "min is -1; write a number of deaths, 0 or more"},
		{"adjust: [{name: late, share: 0.1, series: total}]", `the adjustment late names the series "total", which the study has not (the series are: homicides)`},
		{"adjust: [{name: undated}]", "undated does not know when deaths were registered (give columns: registered:)"},
		{"adjust: [{name: intent, unknown: homicides}]", "intent needs unknown: a series, and known:"},
		{"adjust: [{name: intent, unknown: homicides, known: [homicides, x]}]", `names the series "x"`},
		{"adjust: [{name: recode, codes: {23010: 23}}]", "23010 to 23: a municipality code has five digits, in quotes"},
		{"intervals: 95", "the confidence of the intervals is 95 (write a part of 1, such as 0.95)"},
		{"shrink: metro", `shrink is "metro" (write national or state)`},
	} {
		_, err := engine.ReadStudyFS(smallFiles("study.yaml", "  period:", "  "+tt.line+"\n  period:"), "study.yaml")
		if err == nil || !strings.HasPrefix(err.Error(), "study.yaml:12: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v\nwant study.yaml:12: ... %s", tt.line, err, tt.want)
		}
	}
	// What only the data can tell.
	for _, tt := range []struct{ line, want string }{
		{"adjust: [{name: late, factor: per}]", `homicides.csv: column "per": no such column`},
		{"adjust: [{name: metro, table: none.csv}]", "none.csv: "},
		{"adjust: [{name: late, registry: homicides.csv}]", "homicides.csv"},
	} {
		err := runBad(smallFiles("study.yaml", "  period:", "  "+tt.line+"\n  period:"))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v\nwant %s", tt.line, err, tt.want)
		}
	}
}

func TestParseAdjustments(t *testing.T) {
	few := 0.0
	for text, want := range map[string][]engine.Adjustment{
		"":               nil,
		"undated":        {{Name: "undated"}},
		"undated,metro,": {{Name: "undated"}, {Name: "metro"}},
		"late:by=state:year=2010:share=0.03:months:min=0": {{Name: "late", By: "state", Year: 2010, Share: 0.03, Months: true, Min: &few}},
		"intent:unknown=u:known=h+a:into=n":               {{Name: "intent", Unknown: "u", Known: []string{"h", "a"}, Into: "n"}},
		"recode:codes=01003>01002+23010>23004":            {{Name: "recode", Codes: map[string]string{"01003": "01002", "23010": "23004"}}},
		"late:factor=per":                                 {{Name: "late", Factor: "per"}},
	} {
		got, err := engine.ParseAdjustments(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v\nwant %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"soon":                `unknown adjustment "soon"`,
		"late:by":             "unknown level",
		"late:year=many":      `the adjustment late: "many" is not a whole number`,
		"late:who=me":         `the adjustment late: unknown key "who" (the keys here are: name, series,`,
		"recode:codes=1>2":    "1 to 2: a municipality code has five digits",
		"late:share=0.1\n: x": "",
	} {
		if _, err := engine.ParseAdjustments(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %q, want %s", text, err, want)
		}
	}
}

// The reference study, with the factors of its own file: 25,091 homicides of 2010
// become 25,663, and every one of them stands in some municipality.
func TestReferenceStudyAdjusts(t *testing.T) {
	data := outside.ReferenceData(t, "")
	t.Setenv("CORREDOR_DATA", data)
	text, err := os.ReadFile(filepath.Join("..", "examples", "mexico-2010.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "study.yaml")
	adjust := "  adjust:\n    - {name: late, factor: per}\n    - {name: metro}\n  intervals: 0.95\n  shrink: national\n  period:"
	if err := os.WriteFile(file, bytes.Replace(text, []byte("  period:"), []byte(adjust), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	study, err := engine.ReadStudy(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, x := range r.Violence[0].Events {
		if !math.IsNaN(x) {
			sum += x
		}
	}
	near(t, "homicides", sum, 25_663.1504, 1e-3)
	var names []string
	for _, a := range r.Adjustments {
		names = append(names, fmt.Sprintf("%s %.1f", a.Name, a.Added()))
	}
	if got := strings.Join(names, ", "); got != "recode 0.0, late 572.2, metro 0.0" {
		t.Errorf("adjustments %s", got)
	}
	at := map[string]int{}
	for i, region := range r.Regions.Regions {
		at[region.Code] = i
	}
	culiacan, navolato := at["25006"], at["25018"]
	m := r.Violence[0]
	if m.RatePer100k[culiacan] != m.RatePer100k[navolato] || m.Events[culiacan] == m.Events[navolato] || m.Areas[culiacan] != "culiacan-navolato" {
		t.Errorf("Culiacán %v, Navolato %v", m.RatePer100k[culiacan], m.RatePer100k[navolato])
	}
}
