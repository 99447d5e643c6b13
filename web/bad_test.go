package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// ring is a polygon of n corners on a circle.
func ring(n int) string {
	var corners []string
	for i := range n {
		corners = append(corners, fmt.Sprintf("%g,%g", -100+float64(i%7)/1000, 20+float64(i)/1000))
	}
	return strings.Join(corners, ",")
}

// Every bad request gets its status and one line of JSON, and the server
// answers the next.
func TestBadRequests(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"unknown path", "GET", "/api/v1/nothing", "", 404, "no such path"},
		{"unknown version", "GET", "/api/v2/regions", "", 404, "no such path"},
		{"wrong method", "DELETE", "/api/v1/regions", "", 405, "GET, HEAD"},
		{"post where one reads", "POST", "/api/v1/study", "{}", 405, "GET, HEAD"},
		{"unknown parameter", "GET", "/api/v1/series?regoin=25006", "", 400, "regoin"},
		{"parameter of a path without any", "GET", "/api/v1/flows?x=1", "", 400, "no parameter"},
		{"address that is no query", "GET", "/api/v1/series?region=1;2", "", 400, "question mark"},
		{"bad escape", "GET", "/api/v1/series?region=%zz", "", 400, "question mark"},
		{"unknown format", "GET", "/api/v1/regions?format=xml", "", 400, "json, csv"},

		{"unknown municipality", "GET", "/api/v1/series?region=99999", "", 404, "99999"},
		{"script for a municipality", "GET", "/api/v1/series?region=%3Cscript%3E", "", 404, "no municipality"},
		{"empty municipality", "GET", "/api/v1/series?region=", "", 404, "no municipality"},
		{"too many municipalities", "GET", "/api/v1/series?region=" + strings.Repeat("25006,", 3001) + "25006", "", 400, "3000"},
		{"unknown state", "GET", "/api/v1/series?state=Atlantis", "", 404, "Atlantis"},
		{"unknown metro", "GET", "/api/v1/series?metro=x", "", 404, "metro"},
		{"two selections", "GET", "/api/v1/series?state=25&region=25006", "", 400, "one of"},
		{"month that is none", "GET", "/api/v1/series?from=2010-13", "", 400, "2010-13"},
		{"period backwards", "GET", "/api/v1/series?from=2010-01&to=2009-12", "", 400, "empty"},
		{"period before the counts", "GET", "/api/v1/series?from=1990-01&to=1990-12", "", 404, "2004-01"},
		{"part of a step", "GET", "/api/v1/series?from=2010-03", "", 400, "12 months"},

		{"polygon of NaN", "GET", "/api/v1/series?polygon=NaN,20,-100,20,-100,30", "", 400, "degrees"},
		{"polygon of infinity", "GET", "/api/v1/series?polygon=Inf,20,-100,20,-100,30", "", 400, "degrees"},
		{"polygon at 1e9", "GET", "/api/v1/series?polygon=1e9,20,-100,20,-100,30", "", 400, "degrees"},
		{"polygon of words", "GET", "/api/v1/series?polygon=a,b,c,d,e,f", "", 400, "lon,lat"},
		{"polygon of odd numbers", "GET", "/api/v1/series?polygon=1,2,3", "", 400, "lon,lat"},
		{"polygon of two corners", "GET", "/api/v1/series?polygon=-100,20,-99,20", "", 400, "three corners"},
		{"polygon that crosses itself", "GET", "/api/v1/series?polygon=-100,20,-90,30,-90,20,-100,30", "", 400, "crosses itself"},
		{"polygon with too many corners", "GET", "/api/v1/series?polygon=" + ring(1200), "", 400, "1000"},

		{"body that is no JSON", "POST", "/api/v1/series", "{", 400, "not what this path takes"},
		{"body with an unknown key", "POST", "/api/v1/series", `{"ring":[]}`, 400, "ring"},
		{"body with two values", "POST", "/api/v1/series", `{"polygon":[[1,2],[3,4],[3,5]]}{}`, 400, "more than one"},
		{"body with a number for a list", "POST", "/api/v1/series", `{"polygon":7}`, 400, "not what this path takes"},
		{"body without corners", "POST", "/api/v1/series", `{}`, 400, "three corners"},
		{"body too large", "POST", "/api/v1/series", `{"polygon":[` + strings.Repeat("[1,2],", 60000) + `[1,2]]}`, 413, "bytes"},

		{"route from nowhere", "GET", "/api/v1/route", "", 400, "from"},
		{"route from words", "GET", "/api/v1/route?from=here", "", 400, "here"},
		{"route from NaN", "GET", "/api/v1/route?from=NaN,NaN", "", 400, "from"},
		{"route from the sea", "GET", "/api/v1/route?from=-140,10", "", 404, "no road near"},
		{"route to an unknown port", "GET", "/api/v1/route?from=25006&to=9999", "", 400, "9999"},
		{"too many alternatives", "GET", "/api/v1/route?from=25006&alternatives=50", "", 400, "0 to 5"},

		{"what if nowhere", "POST", "/api/v1/whatif", `{"regions":["99999"]}`, 404, "99999"},
		{"what if no segment", "POST", "/api/v1/whatif", `{"segments":[99999999]}`, 404, "99999999"},
		{"what if a segment below zero", "POST", "/api/v1/whatif", `{"segments":[-1]}`, 404, "-1"},
		{"what if everywhere", "POST", "/api/v1/whatif", `{"regions":["` + strings.Repeat(`25006","`, 600) + `25006"]}`, 400, "500"},
		{"what if factor below zero", "POST", "/api/v1/whatif", `{"regions":["25006"],"factor":-1}`, 400, "factor"},
		{"what if factor of words", "POST", "/api/v1/whatif", `{"factor":"x"}`, 400, "factor"},

		{"route of no number", "GET", "/api/v1/routes/x", "", 400, "number"},
		{"route beyond the last", "GET", "/api/v1/routes/235", "", 404, "there are 235"},
		{"profile below zero", "GET", "/api/v1/routes/-1/profile", "", 404, "no route"},
		{"routes of no layer", "GET", "/api/v1/routes?layer=gold", "", 404, "gold"},
		{"routes of no port", "GET", "/api/v1/routes?port=x", "", 404, "port"},
		{"routes of no segment", "GET", "/api/v1/routes?segment=x", "", 400, "segment"},

		{"tile too deep", "GET", "/api/v1/tiles/12/0/0", "", 404, "zoom 11"},
		{"tile outside", "GET", "/api/v1/tiles/2/4/0", "", 404, "no such tile"},
		{"tile of words", "GET", "/api/v1/tiles/a/b/c", "", 400, "tile"},
		{"tile below zero", "GET", "/api/v1/tiles/1/-1/0", "", 400, "tile"},
		{"tile beyond 32 bits", "GET", "/api/v1/tiles/1/99999999999/0", "", 400, "tile"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(t, tt.method, tt.path, tt.body)
			body := bodyOf(t, r)
			var said struct{ Error string }
			if err := json.Unmarshal(body, &said); err != nil {
				t.Fatalf("%d %s: %v", r.StatusCode, body, err)
			}
			if r.StatusCode != tt.status || !strings.Contains(said.Error, tt.says) {
				t.Errorf("%d %q, want %d about %q", r.StatusCode, said.Error, tt.status, tt.says)
			}
			if bytes.Count(body, []byte("\n")) != 1 || len(body) > 300 {
				t.Errorf("not one short line: %q", body)
			}
			if ok := ask(t, "GET", "/api/v1/events", ""); ok.StatusCode != http.StatusOK {
				t.Errorf("the next request gets %d", ok.StatusCode)
			}
		})
	}
}

// A page of another site may not post, nor may a form.
func TestPostsFromElsewhere(t *testing.T) {
	const body = `{"regions":[]}`
	if r := ask(t, "POST", "/api/v1/whatif", body, "Sec-Fetch-Site", "cross-site", "Origin", "https://example.com"); r.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", r.StatusCode)
	}
	if r := ask(t, "POST", "/api/v1/whatif", body, "Content-Type", "text/plain"); r.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("as plain text: %d", r.StatusCode)
	}
	if r := ask(t, "POST", "/api/v1/whatif", body, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusOK {
		t.Errorf("from the page: %d", r.StatusCode)
	}
}

// A state may lack its leading zero, as on the command line.
func TestStateOfOneDigit(t *testing.T) {
	type answer struct{ Selection struct{ Count int } }
	short, whole := get[answer](t, "/api/v1/series?state=2"), get[answer](t, "/api/v1/series?state=02")
	if short.Selection.Count == 0 || short != whole {
		t.Errorf("state 2 is %+v, state 02 %+v", short, whole)
	}
}
