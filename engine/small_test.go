package engine_test

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

// small is a study that can be worked out by hand. Places lie on the equator,
// where a tenth of a degree of longitude is 11.132 km:
//
//	A --- B --- C --- D      lon 0.0 0.1 0.2 0.3
//	|  01001 | 01002 |       border of the municipalities at lon 0.15
//	      \
//	       E                 B-E 20 km, a dead end with the port "south"
//
// Ports: east at D, south at E. Origin at A. Homicides of 2010: 10 in 01001
// (population 100,000), 6 in 01002 (population 20,000).
const smallStudy = `title: small
roads: {places: places.csv, links: links.csv, columns: {ref: ref, class: class, length_km: km}}
metric: {kind: length}
origins:
  - {layer: poppy, table: origins.csv, columns: {code: code, name: name, weight: ha}, unit: ha}
destinations: {table: ports.csv, columns: {id: id, name: name, kind: kind}}
regions: {file: municipalities.geojson, columns: {code: code, name: name}, seats: {file: seats.csv, columns: {code: code}}}
violence:
  table: homicides.csv
  columns: {code: code, date: month, population: people}
  series: [{name: homicides, column: n}]
  period: {from: 2010-01, to: 2010-12}
`

func smallFiles(replace ...string) fstest.MapFS {
	files := map[string]string{
		"study.yaml":  smallStudy,
		"places.csv":  "place,lon,lat\nA,0,0\nB,0.1,0\nC,0.2,0\nD,0.3,0\nE,0.1,-0.1\n",
		"links.csv":   "from,to,ref,class,km\nA,B,M1,federal,\nB,C,M1,federal,\nC,D,M2,federal,\nB,E,M3,state,20\n",
		"origins.csv": "code,name,ha\n01001,Aldama,30\n",
		"ports.csv":   "id,name,kind,lon,lat\neast,East,land,0.3,0.01\nsouth,South,sea,0.1,-0.1\n",
		"seats.csv":   "code,lon,lat\n01001,0,0.01\n01002,0.2,0.01\n",
		"municipalities.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"01001","name":"Aldama"},"geometry":{"type":"Polygon","coordinates":[[[-1,-1],[0.15,-1],[0.15,1],[-1,1],[-1,-1]]]}},
{"type":"Feature","properties":{"code":"01002","name":"Bravo"},"geometry":{"type":"Polygon","coordinates":[[[0.15,-1],[0.25,-1],[0.25,1],[0.15,1],[0.15,-1]]]}}]}`,
		"homicides.csv": "code,month,people,n\n01001,2010-01,100000,4\n01001,2010-07,100000,6\n01002,2010-01,20000,6\n01002,2010-07,20000,0\n",
	}
	for i := 0; i+2 < len(replace); i += 3 {
		name, old, text := replace[i], replace[i+1], replace[i+2]
		if old == "" {
			files[name] = text
			continue
		}
		if !strings.Contains(files[name], old) {
			panic(name + " does not contain " + old)
		}
		files[name] = strings.ReplaceAll(files[name], old, text)
	}
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// layerOf picks a layer by its name.
func layerOf(t *testing.T, layers []export.Layer, name string) export.Layer {
	t.Helper()
	i := slices.IndexFunc(layers, func(l export.Layer) bool { return l.Name == name })
	if i < 0 {
		t.Fatalf("there is no layer %s", name)
	}
	return layers[i]
}

func runSmall(t *testing.T, files fs.FS, opts engine.Options) *engine.Result {
	t.Helper()
	study, err := engine.ReadStudyFS(files, "study.yaml")
	if err != nil {
		t.Fatal(err)
	}
	result, err := engine.Run(context.Background(), study, opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
