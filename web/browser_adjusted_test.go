package web_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// Aldama has 108 deaths of 2010 as recorded, and 135 once the fifth that the study says is
// registered later is added: the choice turns circles, figures and tables, the chart has both.
func TestAdjustedAndRecorded(t *testing.T) {
	s := valleyServer(t)
	b := openOn(t, s, "#sel=m:01001&layers=", laptop)
	const root = "corredor.map.querySourceFeatures('places').find((f) => f.properties.name === 'Aldama').properties.root ** 2"
	if got, circle := b.text(".figures .big"), js[float64](b, root); got != "135" || circle < 134.9 || circle > 135.1 {
		t.Errorf("adjusted, the card has %s and the circle %v, want 135", got, circle)
	}
	if got := js[int](b, "document.querySelectorAll('.keys .dash').length"); got != 2 {
		t.Errorf("the chart has %d lines, want adjusted and recorded", got)
	}
	b.press("input[name=adjusted]")
	b.idle()
	if got, circle := b.text(".figures .big"), js[float64](b, root); got != "108" || circle < 107.9 || circle > 108.1 {
		t.Errorf("as recorded, the card has %s and the circle %v, want 108", got, circle)
	}
	if got := b.text(".figures dt"); got != "All homicides, as recorded" {
		t.Errorf("the figure is called %q", got)
	}
	if got := b.text(".yearly tbody tr:last-child"); !strings.Contains(got, "108") {
		t.Errorf("the table of years has %q", got)
	}
	if got := b.hash(); !strings.Contains(got, "adjusted=0") {
		t.Errorf("address %s", got)
	}
	b.press("#footer button:last-child")
	if got := b.text("#about"); !strings.Contains(got, "that share is registered later: 40.5 added, 0.0 moved") {
		t.Errorf("about does not tell the adjustment: %s", got)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:8080/api/v1/series?region=01001&from=2010-01", nil))
	var answer struct {
		Series map[string]struct{ Total struct{ Events float64 } }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if a, r := answer.Series["homicides"].Total.Events, answer.Series["homicides_recorded"].Total.Events; a != 135 || r != 108 {
		t.Errorf("the server has %v adjusted and %v recorded", a, r)
	}
}

// A study without adjustments has no such choice.
func TestNothingAdjusted(t *testing.T) {
	b := openSmall(t, "#adjusted=0")
	if js[bool](b, "!!document.querySelector('input[name=adjusted]') || !corredor.store.get('adjusted')") {
		t.Error("there is a choice of nothing")
	}
}
