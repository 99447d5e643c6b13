package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/scenario"
)

func read(text string, change func(*scenario.Options)) (*scenario.Table, error) {
	opts := scenario.Options{FS: fstest.MapFS{"shocks.csv": {Data: []byte(text)}},
		Code: "code", From: "from", To: "to", Multiplier: "times"}
	if change != nil {
		change(&opts)
	}
	return scenario.Read(context.Background(), "shocks.csv", opts)
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, rows string
		change     func(*scenario.Options)
		want       string
		warnings   []string
	}{
		{"plain", "08029,2009-04,2009-06,inf\n", nil, "[08029 2009-04..2009-06 inf]", nil},
		{"open end", "08029,2009-04,,1.5\n", nil, "[08029 2009-04.. 1.5]", nil},
		{"years and days", "08029,2009,2010,2\n25006,2009-04-17,2009-05-01,2\n", nil,
			"[08029 2009-01..2010-12 2 25006 2009-04..2009-05 2]", nil},
		{"sorted", "25006,2009-04,,2\n08029,2010-01,,closed\n08029,2009-01,2009-02,.inf\n", nil,
			"[08029 2009-01..2009-02 inf 08029 2010-01.. inf 25006 2009-04.. 2]", nil},
		{"no column of ends or multipliers", "08029,2009-04,x,x\n", func(o *scenario.Options) { o.To, o.Multiplier = "", "" },
			"[08029 2009-04.. inf]", nil},
		{"recoded and completed", "8029,2009-04,,2\n", func(o *scenario.Options) { o.Recode = map[string]string{"08029": "08030"} },
			"[08030 2009-04.. 2]", []string{"1 municipality codes without their leading zero were completed"}},
		{"twice", "08029,2009-04,,2\n08029,2009-04,,2\n", nil, "[08029 2009-04.. 2]", []string{"1 rows that stand twice were taken once"}},
		{"overlapping", "08029,2009-04,2009-12,2\n08029,2009-06,2009-07,3\n08029,2009-12,,4\n08029,2011-01,,1\n25006,2009-04,,2\n", nil, "",
			[]string{"3 rows overlap another of the same place; the largest multiplier holds"}},
		{"one after the other", "08029,2009-04,2009-05,2\n08029,2009-06,2009-07,3\n", nil, "", nil},
	}
	for _, test := range tests {
		table, err := read("code,from,to,times\n"+test.rows, test.change)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := fmt.Sprint(table.Shocks); test.want != "" && got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if fmt.Sprint(table.Warnings) != fmt.Sprint(test.warnings) {
			t.Errorf("%s: warnings %q, want %q", test.name, table.Warnings, test.warnings)
		}
		if len(table.Files) != 1 {
			t.Errorf("%s: %d files", test.name, len(table.Files))
		}
	}
}

func TestReadErrors(t *testing.T) {
	const head = "code,from,to,times\n08029,2009-04,,2\n"
	const want = " (a multiplier is a number from 0.001 to 1000, or inf to remove the roads)"
	tests := map[string]struct{ text, message string }{
		"code":              {head + "Juárez,2009-04,,2\n", `shocks.csv:3: column "code": not a municipality code: "Juárez"`},
		"no code":           {head + ",2009-04,,2\n", `shocks.csv:3: column "code": the value is missing`},
		"month":             {head + "08029,April,,2\n", `shocks.csv:3: column "from": "April" is not a month; write 2010-01`},
		"no month":          {head + "08029,,,2\n", `shocks.csv:3: column "from": "" is not a month`},
		"last month":        {head + "08029,2009-04,2009-13,2\n", `shocks.csv:3: column "to": "2009-13" is not a month`},
		"backwards":         {head + "08029,2009-04,2009-03,2\n", `shocks.csv:3: column "to": the shock to 08029 ends in 2009-03, before it begins in 2009-04`},
		"multiplier":        {head + "08029,2009-04,,much\n", `shocks.csv:3: column "times": "much" is no multiplier` + want},
		"no multiplier":     {head + "08029,2009-04,,\n", `shocks.csv:3: column "times": "" is no multiplier` + want},
		"zero":              {head + "08029,2009-04,,0\n", `shocks.csv:3: column "times": "0" is no multiplier` + want},
		"negative":          {head + "08029,2009-04,,-2\n", `"-2" is no multiplier`},
		"beyond exact sums": {head + "08029,2009-04,,1e9\n", `"1e9" is no multiplier`},
		"not a number":      {head + "08029,2009-04,,NaN\n", `"NaN" is no multiplier`},
		"no column":         {"code,to,times\n", `shocks.csv: column "from": no such column`},
		"no rows":           {"code,from,to,times\n", "shocks.csv: the table has no rows (write a municipality and its first month a row)"},
		"empty":             {"", "shocks.csv: "},
		"values":            {head + "08029,2009-04,,2,\"\"\n", "shocks.csv:3: 5 values, but the header has 4 columns"},
	}
	for name, test := range tests {
		_, err := read(test.text, nil)
		if err == nil || !strings.Contains(err.Error(), test.message) || !strings.HasPrefix(err.Error(), "shocks.csv") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v\nwant %s", name, err, test.message)
		}
	}
	if _, err := scenario.Read(context.Background(), "none.csv", scenario.Options{FS: fstest.MapFS{}}); err == nil {
		t.Error("no error for a missing file")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := scenario.Read(ctx, "s.csv", scenario.Options{FS: fstest.MapFS{"s.csv": {Data: []byte(head)}}, Code: "code", From: "from"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
