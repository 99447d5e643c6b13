package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// kindFiles is the small study under shocks to things of all kinds.
func kindFiles(rows, more string) map[string]string {
	files := shockedFiles("", more)
	files["study.yaml"] = strings.Replace(files["study.yaml"], "{code: code, from: from", "{code: code, kind: of, from: from", 1)
	files["shocks.csv"] = "code,of,from,to,times\n" + rows
	return files
}

// Without shocks the origin at A goes south, 11.13 + 20 km over M1 and M3; to the east it
// has 33.40 km over M1 and M2. See small_test.go.
func TestShocksOfAllKinds(t *testing.T) {
	const d, always = tenthDegreeKM, ",2010-02,,"
	for _, test := range []struct {
		name, rows       string
		port             string
		cost             float64
		closedKM, dearKM float64
		municipalities   int
	}{
		{"a port that costs little", "south,port" + always + "2\n", "south", d + 20 + 2, 0, 0, 0},
		{"a port that costs more than the way to the next", "south,port" + always + "3\n", "east", 3 * d, 0, 0, 0},
		{"both ports cost", "south,port" + always + "3\neast,port" + always + "1\n", "south", d + 20 + 3, 0, 0, 0},
		{"a closed port", "south,port" + always + "inf\n", "east", 3 * d, 0, 0, 0},
		{"all ports closed", "south,port" + always + "inf\neast,port" + always + "closed\n", "", 0, 0, 0, 0},
		{"a dearer segment", "3,segment" + always + "1.2\n", "east", 3 * d, 0, 20, 0},
		{"a cheaper segment", "3,segment" + always + "0.5\n", "south", d + 10, 0, 20, 0},
		{"a closed segment", "3,Segment" + always + "inf\n", "east", 3 * d, 20, 0, 0},
		{"roads by their number", `"ref == ""M3""",roads` + always + "inf\n", "east", 3 * d, 20, 0, 0},
		{"roads by their class", `"class == ""federal"" and length_km > 1",roads` + always + "3\n", "south", 3*d + 20, 0, 3 * d, 0},
		{"the larger of two", `"ref == ""M3""",roads` + always + "1.05\n3,segment" + always + "1.01\n", "south", d + 21, 0, 20, 0},
		// All of M3 lies in 01001: 2 holds there, for it is more than 1.1.
		{"the larger of segment and municipality", "01001,municipality" + always + "2\n3,segment" + always + "1.1\n", "east", 2*1.5*d + 1.5*d, 0, 20 + 2*d, 1},
		{"a municipality by default", "01001," + always + "inf\n", "", 0, 2*d + 20, 0, 1},
	} {
		r := runShocked(t, kindFiles(test.rows, ""))
		periods := r.Shocks.Runs[0].Periods
		if len(periods) != 2 {
			t.Fatalf("%s: %d periods", test.name, len(periods))
		}
		p, port := periods[1], ""
		if route := p.Routes[0]; route.Status == engine.Routed {
			port = r.Ports[route.Port].ID
			near(t, test.name+": cost", route.Cost/1000, test.cost, 1e-6)
		}
		if port != test.port || len(r.Shocks.Places) != test.municipalities {
			t.Errorf("%s: port %q, want %q; %d municipalities", test.name, port, test.port, len(r.Shocks.Places))
		}
		near(t, test.name+": closed km", p.ClosedMeters/1000, test.closedKM, 1e-6)
		near(t, test.name+": dearer km", p.DearerMeters/1000, test.dearKM, 1e-6)
	}
}

// The multipliers of the study stand in for those of roads, not for the prices of ports.
func TestMultipliersLeavePortsAlone(t *testing.T) {
	r := runShocked(t, kindFiles("south,port,2010-02,,2\n3,segment,2010-02,,1.01\n", "  multipliers: [1.005]\n"))
	for i, want := range []float64{tenthDegreeKM + 20.2 + 2, tenthDegreeKM + 20.1 + 2} {
		near(t, fmt.Sprint("version ", i), r.Shocks.Runs[i].Periods[1].Routes[0].Cost/1000, want, 1e-6)
	}
}

func TestShocksToNothing(t *testing.T) {
	r := runShocked(t, kindFiles("99,segment,2010-02,,2\nnorth,port,2010-02,,2\n\"ref == \"\"M9\"\"\",roads,2010-02,,2\n01001,,2010-03,,2\n", ""))
	if text := fmt.Sprint(r.Warnings); !strings.Contains(text, "shocks to segments, roads or ports that the study does not have, left out 3 segment 99") {
		t.Errorf("warnings %s", text)
	}
	for rows, want := range map[string]string{
		"01001,bridge,2010-02,,2\n":        `shocks.csv:2: column "of": "bridge" is nothing that a shock befalls (what a shock befalls is a municipality, segment, roads or port)`,
		",port,2010-02,,2\n":               `shocks.csv:2: column "code": the port is missing`,
		"south,port,2010-02,,-1\n":         `shocks.csv:2: column "times": "-1" is no price of a port (a port costs a number from 0 to 1e6`,
		"\"lanes > 2\",roads,2010-02,,2\n": `shocks.csv: column "code": the roads where lanes > 2: `,
		"length_km,roads,2010-02,,2\n":     `shocks.csv: column "code": the roads where length_km: `,
	} {
		files := kindFiles(rows, "")
		var replace []string
		for name, text := range files {
			replace = append(replace, name, "", text)
		}
		study, err := engine.ReadStudyFS(smallFiles(replace...), "study.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := engine.Run(context.Background(), study, engine.Options{}); err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v\nwant %s", rows, err, want)
		}
	}
}
