package osrm_test

import (
	"fmt"
	"testing"

	"github.com/corredor-geo/corredor/web/osrm"
)

// twoWays leads from A to D by the north in 22 km and by the south in 22.2 km; a
// third road is three times as long.
const twoWays = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"ref":"MEX1"},"geometry":{"type":"LineString","coordinates":[[-100,20],[-100,20.1]]}},
{"type":"Feature","properties":{"ref":"MEX1"},"geometry":{"type":"LineString","coordinates":[[-100,20.1],[-99.9,20.1]]}},
{"type":"Feature","properties":{"ref":"MEX2"},"geometry":{"type":"LineString","coordinates":[[-100,20],[-99.9,20]]}},
{"type":"Feature","properties":{"ref":"MEX3"},"geometry":{"type":"LineString","coordinates":[[-99.9,20],[-99.891,20.05],[-99.9,20.1]]}},
{"type":"Feature","properties":{"ref":"MEX9"},"geometry":{"type":"LineString","coordinates":[[-100,20],[-100.3,20.3],[-99.9,20.1]]}}
]}`

func TestAlternatives(t *testing.T) {
	s, _ := openRoads(t, twoWays, osrm.Options{})
	summaries := func(query string) (list []any) {
		_, a := ask(t, s, "/route/v1/driving/"+query)
		for _, r := range a["routes"].([]any) {
			list = append(list, at(r, "legs", 0, "summary"))
		}
		return list
	}
	for query, want := range map[string]string{
		corners:                             "[MEX1]",
		corners + "?alternatives=false":     "[MEX1]",
		corners + "?alternatives=0":         "[MEX1]",
		corners + "?alternatives=true":      "[MEX1 MEX2, MEX3]",
		corners + "?alternatives=3":         "[MEX1 MEX2, MEX3]", // and not the one three times as long
		corners + ";-100,20?alternatives=3": "[MEX1]",            // as in OSRM: none by way of a third place
	} {
		if got := fmt.Sprint(summaries(query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	for query, code := range map[string]string{"alternatives=4": "TooBig", "alternatives=-1": "InvalidQuery", "alternatives=many": "InvalidQuery"} {
		if status, a := ask(t, s, "/route/v1/driving/"+corners+"?"+query); status != 400 || a["code"] != code {
			t.Errorf("%s: %d %v, want %s", query, status, a, code)
		}
	}
}
