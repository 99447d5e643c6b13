package violence_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

func TestGuessLayout(t *testing.T) {
	for header, want := range map[string]string{
		// the files of the reference data, and the embedded table
		`"date","CVE_ENT","CVE_MUN","id","V1","Total","MunName","Long","Lat","Population","per"`: "code id, date date, population Population, state CVE_ENT, factor per, series homicides=V1 drug_war=Total",
		`"id","StateCode","MunCode","Date","Executions","Aggressions","Shootouts","Total"`:       "code id, date Date, state StateCode, series drug_war=Total executions=Executions aggressions=Aggressions shootouts=Shootouts",
		"cvegeo,year,total,drug_war":       "code cvegeo, year year, series homicides=total drug_war=drug_war",
		"code,year,date,registered,deaths": "code code, date date, registered registered, series homicides=deaths",
		"Mortalidad general":               "cross",
		"name,when,what":                   "error which column is the municipality?",
		"code,what":                        "error which column is the month, or the year?",
		"code,year,what":                   "error which columns count homicides?",
	} {
		fsys := fstest.MapFS{"h.csv": {Data: []byte(header + "\n")}}
		l, err := violence.GuessLayout("h.csv", fsys)
		if err != nil {
			t.Fatal(err)
		}
		if got := layoutText(l); got != want {
			t.Errorf("%s: %s\nwant %s", header, got, want)
		}
	}
	if _, err := violence.GuessLayout("none.csv", fstest.MapFS{}); err == nil {
		t.Error("a file that is not there has a layout")
	}
}

func layoutText(l violence.Layout) string {
	if err := l.Check(); err != nil {
		return "error " + err.Error()
	}
	if l.Cross {
		return "cross"
	}
	var parts []string
	for _, p := range [][2]string{{"code", l.Code}, {"date", l.Date}, {"year", l.Year}, {"population", l.Population}, {"state", l.State}, {"registered", l.Registered}, {"factor", l.Factor}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	series := "series"
	for _, s := range l.Series {
		series += fmt.Sprintf(" %s=%s", s.Name, s.Column)
	}
	return strings.Join(append(parts, series), ", ")
}
