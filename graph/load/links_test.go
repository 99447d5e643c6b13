package load_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

const threePlaces = `place,lon,lat
Tepic,-104.9,21.5
Mazatlán,-106.4,23.2
"Culiacán, Sin.",-107.4,24.8
`

func readLinks(places, links string, opts load.Options) (*load.Network, error) {
	opts.FS = files("places.csv", places, "links.csv", links)
	return load.Links(context.Background(), load.LinkTables{Places: "places.csv", Links: "links.csv"}, opts)
}

// Culiacán --- Mazatlán --> Tepic      the second by way of a shape point
func TestLinks(t *testing.T) {
	n, err := readLinks(threePlaces, `from,to,via,km,oneway,class
"Culiacán, Sin.",Mazatlán,,210.5,,"federal, ""libre"""
Mazatlán,Tepic,"-105.5 22.5; 254.9 22",,yes,toll
`, load.Options{Columns: load.Columns{LengthKM: "km", OneWay: "oneway", Class: "class"}})
	if err != nil {
		t.Fatal(err)
	}
	g, r := n.Graph, n.Report
	if r.Features != 2 || r.Nodes != 3 || r.Segments != 2 || r.Arcs != 3 || r.Vertices != 5 || r.Components != 1 || len(r.Files) != 2 {
		t.Errorf("report %+v", r)
	}
	if g.LengthMeters(0) != 210_500 || g.Column(load.ColumnClass).Text(0) != `federal, "libre"` {
		t.Errorf("first link is %v m, class %q", g.LengthMeters(0), g.Column(load.ColumnClass).Text(0))
	}
	// 254.9 counts from 0 to 360: it is 105.1 W, 22 N.
	shape := []graph.Point{{Lon: -1064000000, Lat: 232000000}, {Lon: -1055000000, Lat: 225000000}, {Lon: -1051000000, Lat: 220000000}, {Lon: -1049000000, Lat: 215000000}}
	meters := 0.0
	for i, p := range g.Shape(1) {
		if p != shape[i] {
			t.Errorf("point %d is %v, want %v", i, p, shape[i])
		}
		if i > 0 {
			meters += graph.Distance(shape[i-1].Orb(), p.Orb())
		}
	}
	if math.Abs(g.LengthMeters(1)-meters) > graph.Step {
		t.Errorf("second link is %v m, want %v", g.LengthMeters(1), meters)
	}
}

// Shape points in one place do not join links.
func TestLinksMeetAtPlacesOnly(t *testing.T) {
	n, err := readLinks("place,lon,lat\na,0,1\nb,2,1\nc,1,0\nd,1,2\n", "from,to,via\na,b,1 1\nc,d,1 1\n", load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n.Report.Components != 2 || n.Report.LargestComponent != 2 || n.Report.Segments != 2 {
		t.Errorf("report %+v", n.Report)
	}
}

func TestLinksErrors(t *testing.T) {
	const link = "from,to,via,km\n"
	tests := []struct {
		name, places, links string
		cause               error
		message             string
	}{
		{"unknown place", "", link + "Tepic,Mazatlán,,\nTepic,Durango,,\n", nil, `links.csv:3: column "to": there is no place "Durango"`},
		{"no place", "", link + ",Tepic,,\n", nil, `links.csv:2: column "from": there is no place ""`},
		{"places are told apart by case", "", link + "tepic,Mazatlán,,\n", nil, `links.csv:2: column "from": there is no place "tepic"`},
		{"duplicate place", "place,lon,lat\na,1,1\nb,2,2\na,3,3\n", link, nil, `places.csv:4: place "a" stands twice`},
		{"place without a name", "place,lon,lat\n,1,1\n", link, nil, "places.csv:2: the place has no name"},
		{"place without a position", "place,lon,lat\na,,\n", link, nil, `places.csv:2: place "a" has no position; write lon and lat`},
		{"places without coordinates", "place\na\n", link, nil, `places.csv:2: place "a" has no position`},
		{"half a position", "place,lon,lat\na,-99,\n", link, feature.ErrCoordinate, "places.csv:2: "},
		{"swapped place", "place,lon,lat\na,19,-99\n", link, feature.ErrCoordinate, "places.csv:2: bad coordinate: latitude -99 is beyond 90"},
		{"projected place", "place,lon,lat\na,2500000,850000\n", link, feature.ErrCoordinate, "places.csv:2: bad coordinate"},
		{"via of one number", "", link + "Tepic,Mazatlán,-105 22;-106,\n", nil, `links.csv:2: column "via": "-106" is not a longitude and a latitude (write "lon lat;lon lat", in degrees)`},
		{"via that ends in a semicolon", "", link + "Tepic,Mazatlán,-105 22;,\n", nil, `links.csv:2: column "via": "" is not a longitude`},
		{"via of text", "", link + "Tepic,Mazatlán,here there,\n", nil, `links.csv:2: column "via": "here" is not a number`},
		{"via NaN", "", link + "Tepic,Mazatlán,NaN 22,\n", feature.ErrCoordinate, `links.csv:2: column "via": bad coordinate`},
		{"via swapped", "", link + "Tepic,Mazatlán,22 -105,\n", feature.ErrCoordinate, `links.csv:2: column "via": bad coordinate`},
		{"negative km", "", link + "Tepic,Mazatlán,,-3\n", nil, `links.csv:2: column "km": the length is -3 km; write a length between`},
		{"absurd km", "", link + "Tepic,Mazatlán,,60000\n", nil, `links.csv:2: column "km": the length is 60000 km`},
		{"infinite km", "", link + "Tepic,Mazatlán,,1e999\n", feature.ErrNumber, `links.csv:2: column "km": not a number`},
		{"no links", "", link, load.ErrNoRoads, "links.csv: no usable line in the file (the table has no link"},
		{"no column place", "name,lon,lat\na,1,1\n", link, feature.ErrColumn, `places.csv: column "place": no such column`},
		{"no column to", "", "from,km\nTepic,1\n", feature.ErrColumn, `links.csv: column "to": no such column`},
		{"no column km", "", "from,to\nTepic,Mazatlán\n", feature.ErrColumn, `links.csv: column "km": no such column`},
		{"empty table", "", "", nil, "links.csv: "},
		{"quote left open", "", link + "\"Tepic,Mazatlán,,\n", nil, "links.csv:2: "},
		{"too many values", "", link + "Tepic,Mazatlán,,1,5\n", nil, "links.csv:2: 5 values, but the header has 4 columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := tt.places
			if places == "" {
				places = threePlaces
			}
			_, err := readLinks(places, tt.links, load.Options{Columns: load.Columns{LengthKM: "km"}})
			checkError(t, err, tt.cause, tt.message)
		})
	}
}

func TestLinksInOtherFormats(t *testing.T) {
	places := layer(item(`{"type":"Point","coordinates":[-99,19]}`, `"place":"a"`), item(`{"type":"Point","coordinates":[-98,19]}`, `"place":"b"`))
	fsys := files("places.geojson", places, "links.csv", strings.ReplaceAll("from;to\na;b\n", "\n", "\r\n"))
	n, err := load.Links(context.Background(), load.LinkTables{Places: "places.geojson", Links: "links.csv"}, load.Options{FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	const geod = 105.291867280             // km along the geodesic: geod +ellps=WGS84 -I, 19 -99 19 -98
	if math.Abs(n.Report.KM-geod) > 1e-6 { // Vincenty's formula is right to 1 mm
		t.Errorf("%v km, want %v", n.Report.KM, geod)
	}
}
