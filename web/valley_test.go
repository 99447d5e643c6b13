package web_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web"
)

// valley is a study with what the embedded one lacks: months, borders, adjusted
// counts, congestion, the density of points, and a second network of roads.
//
//	A ----- B ----- C ----- D    lon -100 -99.5 -99 -98.5, lat 24
//	        |       |
//	        E ----- F            lat 23.5; ports: east at D, south at E
//
// On the old roads B-E is missing.
const valley = `title: Valley
roads: {places: places.csv, links: links.csv, columns: {ref: ref, keep: [lanes]}}
vintages:
  - {name: old, roads: {places: places.csv, links: old.csv, columns: {ref: ref, keep: [lanes]}}}
metric: {kind: length}
origins:
  - {layer: poppy, table: origins.csv, columns: {code: code, name: name, weight: ha}, unit: ha}
  - {layer: meth, points: labs.csv, columns: {lon: lon, lat: lat}, bandwidth: 10 km, by: seat, top: 2, unit: density}
destinations: {table: ports.csv, columns: {id: id, name: name, kind: kind}}
regions: {file: municipalities.geojson, columns: {code: code, name: name}, seats: {file: seats.csv, columns: {code: code, state: state}}}
violence:
  table: homicides.csv
  columns: {code: code, date: month, population: people}
  series: [{name: homicides, column: n}]
  period: {from: 2010-01, to: 2010-12}
  absent: zero
  adjust: [{name: late, year: 2010, share: 0.2}]
congestion:
  ports: {capacity: lanes, phi: 40, delta: 2}
  segments: {capacity: lanes, without_capacity: free}
`

func valleyFiles() fstest.MapFS {
	files := map[string]string{
		"study.yaml":    valley,
		"places.csv":    "place,lon,lat\nA,-100,24\nB,-99.5,24\nC,-99,24\nD,-98.5,24\nE,-99.5,23.5\nF,-99,23.5\n",
		"links.csv":     "from,to,ref,lanes\nA,B,M1,2\nB,C,M1,2\nC,D,M1,1\nB,E,M2,4\nE,F,M3,4\nF,C,M4,4\n",
		"old.csv":       "from,to,ref,lanes\nA,B,M1,2\nB,C,M1,2\nC,D,M1,1\nE,F,M3,4\nF,C,M4,4\n",
		"origins.csv":   "code,name,ha\n01001,Aldama,30\n01002,Bravo,20\n01003,Castro,10\n",
		"labs.csv":      "lon,lat\n-100,24.02\n-99.98,24\n-99.95,24.05\n-99.05,24\n",
		"ports.csv":     "id,name,kind,lon,lat,lanes\neast,East,land,-98.5,24.01,1\nsouth,South,sea,-99.5,23.49,3\n",
		"seats.csv":     "code,state,lon,lat\n01001,Valle,-100,24.01\n01002,Valle,-99.5,24.01\n01003,Valle,-99,24.01\n01004,Valle,-98.5,24.01\n",
		"homicides.csv": valleyHomicides(),
	}
	var shapes []string
	for i, name := range []string{"Aldama", "Bravo", "Castro", "Delta"} {
		west := -100.25 + 0.5*float64(i)
		shapes = append(shapes, fmt.Sprintf(`{"type":"Feature","properties":{"code":"0100%d","name":%q},"geometry":{"type":"Polygon","coordinates":[[[%g,23.25],[%g,23.25],[%g,24.25],[%g,24.25],[%g,23.25]]]}}`,
			i+1, name, west, west+0.5, west+0.5, west, west))
	}
	files["municipalities.geojson"] = `{"type":"FeatureCollection","features":[` + strings.Join(shapes, ",\n") + `]}`
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// valleyHomicides has 4 deaths a month in Aldama in 2009 and 8 in 2010, 20 in every
// July; half of that in Bravo; none elsewhere.
func valleyHomicides() string {
	table := "code,month,people,n\n"
	for i, usual := range []int{4, 8} {
		year := 2009 + i
		for month := 1; month <= 12; month++ {
			n := usual
			if month == 7 {
				n = 20
			}
			table += fmt.Sprintf("01001,%d-%02d,100000,%d\n01002,%d-%02d,50000,%d\n", year, month, n, year, month, n/2)
		}
	}
	return table
}

var valleyServed = sync.OnceValues(func() (*web.Server, error) {
	study, err := engine.ReadStudyFS(valleyFiles(), "study.yaml")
	if err != nil {
		return nil, err
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		return nil, err
	}
	return web.New(r, nil), nil
})

// valleyServer serves the valley.
func valleyServer(t testing.TB) *web.Server {
	t.Helper()
	s, err := valleyServed()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
