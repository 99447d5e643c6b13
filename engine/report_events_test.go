package engine_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// The report marks the events on the way of a route, all of a month at one mark,
// and none elsewhere or outside the table; the manifest has their file.
func TestReportMarksEvents(t *testing.T) {
	const events = "date,places,text_en,text_es,source\n" +
		"2010-04-20,01001,two,dos,x\n" +
		"2010-04-01,01,one,uno,x\n" +
		"2010-02-01,02,another state,otro estado,x\n" +
		"2009-12-31,01001,too early,antes,x\n" +
		"2010-08-01,01001,too late,después,x\n" +
		"2010-07-05,,the nation,la nación,x\n"
	files := smallFiles(
		"study.yaml", "violence:\n", "violence:\n  events: events.csv\n",
		"events.csv", "", events)
	r := runSmall(t, files, engine.Options{})
	if !slices.ContainsFunc(r.Inputs, func(in engine.Input) bool { return in.File == "events.csv" }) {
		t.Errorf("the inputs lack the events: %v", r.Inputs)
	}
	var page bytes.Buffer
	if err := r.WriteReport(&page); err != nil {
		t.Fatal(err)
	}
	want := "<ol class=\"marks\">\n<li>2010-04-01 one; 2010-04-20 two</li>\n<li>2010-07-05 the nation</li>\n</ol>"
	if !strings.Contains(page.String(), want) {
		_, list, _ := strings.Cut(page.String(), "<ol class=\"marks\">")
		t.Errorf("marks are %.200s", list)
	}
}
