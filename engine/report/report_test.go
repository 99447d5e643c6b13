package report_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/report"
)

// everything has each block, with texts that would break a careless page.
func everything() report.Document {
	return report.Document{Title: `A & B <script>alert("1")</script>`, Subtitle: "subtitle", Sections: []report.Section{{
		ID: "all", Title: "Everything",
		Blocks: []report.Block{
			report.Text("5 < 6 & \"quoted\" \xff"), report.Note("a note"),
			report.Table{Caption: "A table", Columns: []report.Column{{Name: "name"}, {Name: "count", Numeric: true}}, Rows: [][]string{{"Culiacán</td>", "1,084"}, {"", ""}}},
			report.Bars{Title: "Ports", Description: "Shares of two ports.", Unit: " %", Series: []string{"shortest", "equilibrium"},
				Bars: []report.Bar{{Label: "Brownsville", Values: []float64{69.5, 31}}, {Label: "Nogales", Values: []float64{3, 0}}}},
			report.Lines{Title: "By month", Description: "Two series.", Unit: "homicides", Steps: []string{"2007", "", "2008"},
				Lines: []report.Line{{Name: "all", Values: []float64{1, math.NaN(), 5}}, {Name: "drug war", Values: []float64{0, 2, 4}}},
				Marks: []report.Mark{{Step: 1, Label: "an event <b>"}}},
			report.Steps{Title: "Along the way", Description: "Rates.", Unit: "rate", LengthUnit: "km", Cap: 130,
				Steps: []report.Step{{Length: 100, Value: 30, Name: "Badiraguato"}, {Length: 50, Value: math.NaN()}, {Length: 10, Value: 2000, Name: "General Treviño"}}},
			report.Map{Title: "Map", Description: "A road.", Base: []report.Path{{Line: orb.LineString{{-107, 24}, {-99, 26}}}},
				Flow: []report.Path{{Line: orb.LineString{{-107, 24}, {-103, 25}}, Width: 3}}, Spots: []report.Spot{{At: orb.Point{-107, 24}}},
				Classes: []string{"poppy"}, Ports: []report.Spot{{At: orb.Point{-99, 26}, Name: "Roma & co"}}},
		},
	}}}
}

func write(t *testing.T, d report.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The page is well-formed but for its meta elements, so that an XML parser can
// look for what was not escaped or not closed.
func TestPageIsWellFormed(t *testing.T) {
	for name, d := range map[string]report.Document{"everything": everything(), "empty": {}} {
		page := regexp.MustCompile(`<(meta [^>]*)>`).ReplaceAllString(write(t, d), "<$1/>")
		page = strings.Replace(page, "<!DOCTYPE html>", "", 1)
		parser := xml.NewDecoder(strings.NewReader(page))
		for {
			token, err := parser.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "script" {
				t.Errorf("%s: a text became a script", name)
			}
		}
	}
}

// Nothing is fetched, and every picture has its text.
func TestPageStandsAlone(t *testing.T) {
	page := write(t, everything())
	for _, word := range []string{"http", "src=", "url(", "@import", "NaN", "Inf"} {
		if strings.Contains(page, word) {
			t.Errorf("the page has %q", word)
		}
	}
	const pictures = 4 // bars, lines, steps, map
	if n := strings.Count(page, `<svg role="img"`); n != pictures || strings.Count(page, "</desc>") != n {
		t.Errorf("%d pictures, %d descriptions, want %d", n, strings.Count(page, "</desc>"), pictures)
	}
}

// A gap in a series lifts the pen, and a value above the cap is drawn at it.
func TestPathsAndCaps(t *testing.T) {
	page := write(t, everything())
	line := regexp.MustCompile(`class="line c0" d="([^"]*)"`).FindStringSubmatch(page)
	if !strings.HasPrefix(line[1], "M52 ") || strings.Count(line[1], "M") != 2 || strings.Contains(line[1], "L") {
		t.Errorf("the gap does not break %s", line[1])
	}
	heights := regexp.MustCompile(`<rect class="s0" x="\S+" y="\S+" width="\S+" height="(\S+)"><title>General Treviño: 2000`).FindStringSubmatch(page)
	if heights == nil || heights[1] != "164.7" { // 130 of an axis to 150 that is 190 units high
		t.Errorf("the capped step is %v high", heights)
	}
	if !strings.Contains(page, `<rect class="unknown"`) || !strings.Contains(page, "<title>: unknown</title>") {
		t.Error("the stretch without a value is not grey")
	}
}

// The bars of a histogram are as high as their counts, and marks stand at their values.
func TestHistogram(t *testing.T) {
	var out strings.Builder
	d := report.Document{Title: "t", Sections: []report.Section{{ID: "h", Title: "h", Blocks: []report.Block{report.Histogram{
		Title: "values", Unit: "km", From: 10, To: 20, Counts: []int{0, 5, 10, 1},
		Marks: []report.Quantile{{Value: 10, Label: "left"}, {Value: 10.1, Label: "hidden"}, {Value: 20, Label: "right"}}}}}}}
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	var heights, marks []string
	for _, m := range regexp.MustCompile(`<rect class="s0" [^>]* height="([0-9.]+)"`).FindAllStringSubmatch(out.String(), -1) {
		heights = append(heights, m[1])
	}
	for _, m := range regexp.MustCompile(`class="mark" d="M([0-9.]+) `).FindAllStringSubmatch(out.String(), -1) {
		marks = append(marks, m[1])
	}
	// 190 units for 10; the plot lies between 52 and 710 units.
	if strings.Join(heights, " ") != "0 95 190 19" || len(marks) != 3 || marks[0] != "52" || marks[2] != "710" {
		t.Errorf("heights %v, marks at %v", heights, marks)
	}
	if strings.Contains(out.String(), "hidden") || !strings.Contains(out.String(), "right") {
		t.Error("labels overlap, or are lost")
	}
}
