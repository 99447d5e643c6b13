package load_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load"
)

const someTrips = `<NUMBER OF ZONES> 3
<TOTAL OD FLOW>  30.5
<END OF METADATA> 

~ a comment
Origin 	1
 1 :  0.0;  2	:	10.5 ; 
 3 : 5;
origin 3
1:1.5e1;
`

func readTrips(text string) (*load.TripTable, error) {
	return load.Trips(context.Background(), "x_trips.tntp", load.Options{FS: files("x_trips.tntp", text)})
}

func TestTrips(t *testing.T) {
	table, err := readTrips(strings.Replace(someTrips, "<END", "<UNIT> vehicles\n<END", 1))
	if err != nil {
		t.Fatal(err)
	}
	want := []load.Trip{{Demand: 0}, {Destination: 1, Demand: 10.5}, {Destination: 2, Demand: 5}, {Origin: 2, Demand: 15}}
	if !slices.Equal(table.Trips, want) || table.Zones != 3 || table.Total != 30.5 || len(table.Files) != 1 || len(table.Warnings) != 1 {
		t.Errorf("%+v, want %v", table, want)
	}
}

func TestBadTrips(t *testing.T) {
	replaced := func(old, with string) string { return strings.Replace(someTrips, old, with, 1) }
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "x_trips.tntp: <END OF METADATA> is missing"},
		{"no tag", ">\n" + someTrips, `x_trips.tntp:1: ">" is no line of metadata`},
		{"no total", replaced("<TOTAL OD FLOW>", "<TOTAL>"), "x_trips.tntp:3: <TOTAL OD FLOW> is missing"},
		{"zones twice", "<NUMBER OF ZONES> 3\n" + someTrips, "x_trips.tntp:2: <NUMBER OF ZONES> stands twice"},
		{"bad total", replaced("30.5", "30,5"), `x_trips.tntp:3: column "TOTAL OD FLOW": "30,5" is not a number (decimal comma? write 30.5)`},
		{"negative total", replaced("30.5", "-30.5"), "x_trips.tntp:3: <TOTAL OD FLOW> is -30.5"},
		{"other total", replaced("30.5", "31"), "x_trips.tntp: the trips sum to 30.5, but <TOTAL OD FLOW> is 31 (is the file cut short?)"},
		{"cut between lines", someTrips[:strings.Index(someTrips, "origin")], "x_trips.tntp: the trips sum to 15.5, but"},
		{"cut in a line", someTrips[:len(someTrips)-3], `x_trips.tntp:10: "1:1.5e" does not end in ;`},
		{"before the origin", replaced("Origin 	1\n", ""), "x_trips.tntp:6:"},
		{"origin beyond", replaced("origin 3", "origin 4"), `x_trips.tntp:9: origin: "4" is not a whole number from 1 to 3`},
		{"origin twice", replaced("origin 3", "origin 1"), "x_trips.tntp:9: origin 1 stands twice"},
		{"destination beyond", replaced("3 : 5", "0 : 5"), `x_trips.tntp:8: destination: "0" is not`},
		{"destination twice", replaced("3 : 5", "2 : 5"), "x_trips.tntp:8: trips from 1 to 2 stand twice"},
		{"no colon", replaced("3 : 5", "3 5"), `x_trips.tntp:8: "3 5" is no destination`},
		{"negative", replaced("3 : 5", "3 : -5"), "x_trips.tntp:8: the demand from 1 to 3 is -5"},
		{"infinite", replaced("3 : 5", "3 : Inf"), `x_trips.tntp:8: "Inf" is not a number`},
		{"overflow", replaced("3 : 5", "3 : 1e999"), `x_trips.tntp:8: "1e999" is not a number (the number is too large)`},
		{"no trips", "<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 0\n<END OF METADATA>\n", "x_trips.tntp: the file has no trip"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readTrips(test.text)
			checkError(t, err, nil, test.want)
		})
	}
}

func FuzzTrips(f *testing.F) {
	f.Add(someTrips)
	f.Add("<NUMBER OF ZONES>2\n<total  OD flow>6.0\n<END OF METADATA>\nOrigin1\n1:0;2:6;;")
	f.Add(">")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readTrips(text)
		if err != nil {
			checkBare(t, nil, err)
			return
		}
		sum := 0.0
		for _, trip := range table.Trips {
			if trip.Origin < 0 || trip.Destination < 0 || int(max(trip.Origin, trip.Destination)) >= table.Zones || !(trip.Demand >= 0) {
				t.Errorf("%+v of %d zones", trip, table.Zones)
			}
			sum += trip.Demand
		}
		if sum != table.Total || math.IsNaN(sum) || len(table.Trips) == 0 {
			t.Errorf("sum %v, total %v", sum, table.Total)
		}
	})
}
