package feature_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestCSV(t *testing.T) {
	tests := []struct {
		name, file, data string
		opts             feature.Options
		columns          string   // joined by |
		rows             []string // line: values joined by |
		points           []orb.Geometry
		warnings         string
	}{
		{name: "comments, blank lines and a line break in quotes", file: "a.csv",
			data:    "# source: INEGI\n\nid,name\n# between\n01001,\"Agua\nscalientes\"\n\n01002,\"a \"\"b\"\"\"\n",
			columns: "id|name", rows: []string{"5: 01001|Agua\nscalientes", `8: 01002|a "b"`}},
		{name: "semicolon and byte order mark", file: "a.csv", data: "\ufeffid;a,b\r\n1;x,y\r\n",
			columns: "id|a,b", rows: []string{"2: 1|x,y"}},
		{name: "tab", file: "a.tsv", data: "id\tname, long\n1\tx,y\n", columns: "id|name, long", rows: []string{"2: 1|x,y"}},
		{name: "Windows-1252 guessed", file: "a.csv", data: "id,name\n1,Pe\xf1asco\n2,Peñasco\n",
			columns: "id|name", rows: []string{"2: 1|Peñasco", "3: 2|Peñasco"}, warnings: "1 value not UTF-8: read as Windows 1252"},
		{name: "code page said", file: "a.csv", data: "id,name\n1,Pe\xa4asco\n", opts: feature.Options{Encoding: "cp850"},
			columns: "id|name", rows: []string{"2: 1|Peñasco"}},
		{name: "UTF-16 of Excel", file: "a.txt", data: "\xff\xfei\x00d\x00\t\x00n\x00\n\x001\x00\t\x00\xf1\x00\n\x00",
			columns: "id|n", rows: []string{"2: 1|ñ"}},
		{name: "header only", file: "a.csv", data: "id,name\n", columns: "id|name", warnings: "no rows below the header"},
		{name: "coordinates found", file: "a.csv", data: "LONGITUDE,id,Latitude\n-99.5,1,19\n,2,\nNA,3,NA\n",
			columns: "LONGITUDE|id|Latitude", rows: []string{"2: -99.5|1|19", "3: -|2|-", "4: NA|3|NA"},
			points: []orb.Geometry{orb.Point{-99.5, 19}, nil, nil}},
		{name: "coordinates named", file: "a.csv", data: "x,y,lo,la\n1,2,3,4\n", opts: feature.Options{Lon: "lo", Lat: "la"},
			columns: "x|y|lo|la", rows: []string{"2: 1|2|3|4"}, points: []orb.Geometry{orb.Point{3, 4}}},
		{name: "no coordinates wanted", file: "a.csv", data: "x,y\na,b\n", opts: feature.Options{Lon: "-"},
			columns: "x|y", rows: []string{"2: a|b"}},
		{name: "title lines", file: "a.csv", data: "\"Title\nTitle 2\nid,,\n1,2\n", opts: feature.Options{SkipLines: 2},
			columns: "id||", rows: []string{"4: 1|-|-"}},
		{name: "notes below", file: "a.csv", data: "id,n\n1,2\n\n\"Source: census\"\n3,4\nend\n", opts: feature.Options{Footnotes: true}, columns: "id|n",
			rows: []string{"2: 1|2", "5: 3|4"}, warnings: "2 rows with a single value, a note below the table: left out"},
		{name: "no last line end", file: "a.csv", data: "id,n\n1,2", columns: "id|n", rows: []string{"2: 1|2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.FS = files(tt.file, tt.data)
			r, err := feature.Open(tt.file, tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if got := strings.Join(r.Columns(), "|"); got != tt.columns {
				t.Errorf("columns %q, want %q", got, tt.columns)
			}
			var rows []string
			for f, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				rows = append(rows, f.Errorf("%s", texts(f)).Error()[len(tt.file)+1:])
				if tt.points != nil && f.Geometry != tt.points[f.Index] {
					t.Errorf("geometry %v, want %v", f.Geometry, tt.points[f.Index])
				}
				if tt.points == nil && f.Geometry != nil {
					t.Errorf("geometry %v, want none", f.Geometry)
				}
			}
			for i := range tt.rows {
				tt.rows[i] = strings.ReplaceAll(tt.rows[i], "\n", " ")
			}
			if !slices.Equal(rows, tt.rows) {
				t.Errorf("rows %q, want %q", rows, tt.rows)
			}
			if got := strings.Join(r.Warnings(), "; "); got != tt.warnings {
				t.Errorf("warnings %q, want %q", got, tt.warnings)
			}
		})
	}
}

// texts joins the values of a feature by |; missing ones are a dash.
func texts(f feature.Feature) string {
	var out []string
	for _, c := range f.Columns() {
		v, ok := f.Text(c)
		if !ok {
			v = "-"
		}
		out = append(out, v)
	}
	return strings.Join(out, "|")
}

func TestNumber(t *testing.T) {
	tests := []struct {
		text string
		want float64 // NaN: an error
		err  string
	}{
		{text: " -99.5 ", want: -99.5},
		{text: "1e3", want: 1000},
		{text: "+.5", want: 0.5},
		{text: "1,5", want: math.NaN(), err: `a.csv:2: column "n": not a number: "1,5" (decimal comma? write 1.5)`},
		{text: "14,520", want: math.NaN(), err: `a.csv:2: column "n": not a number: "14,520" (comma between thousands? write 14520; for a decimal comma write a point)`},
		{text: "1 234", want: math.NaN(), err: `a.csv:2: column "n": not a number: "1 234" (remove the blanks: 1234)`},
		{text: "5%", want: math.NaN(), err: `a.csv:2: column "n": not a number: "5%" (remove the percent sign)`},
		{text: "Inf", want: math.NaN(), err: `a.csv:2: column "n": not a number: "Inf" (leave the value empty where it is unknown)`},
		{text: "1e999", want: math.NaN(), err: `a.csv:2: column "n": not a number: "1e999" (write digits with a decimal point, or leave it empty where it is unknown)`},
		{text: "0x1p3", want: math.NaN(), err: `a.csv:2: column "n": not a number: "0x1p3" (write digits with a decimal point, or leave it empty where it is unknown)`},
		{text: "NA", want: math.NaN(), err: `a.csv:2: column "n": the value is missing`},
		{text: "", want: math.NaN(), err: `a.csv:2: column "n": the value is missing`},
	}
	for _, tt := range tests {
		all, _, err := read("a.csv", feature.Options{FS: files("a.csv", "id,n\n1,\""+tt.text+"\"\n")})
		if err != nil {
			t.Fatal(err)
		}
		v, err := all[0].Number("n")
		if math.IsNaN(tt.want) {
			checkError(t, err, tt.err)
			if missing := tt.text == "" || tt.text == "NA"; missing != errors.Is(err, feature.ErrMissing) || missing == errors.Is(err, feature.ErrNumber) {
				t.Errorf("%q: %v wraps the wrong error", tt.text, err)
			}
			continue
		}
		if err != nil || v != tt.want {
			t.Errorf("%q: %v, %v, want %v", tt.text, v, err, tt.want)
		}
	}
	all, _, _ := read("a.csv", feature.Options{FS: files("a.csv", "clave,n\n1,2\n")})
	_, err := all[0].Number("clav")
	checkError(t, err, `a.csv:2: column "clav": no such column: the value is missing (did you mean "clave"? the columns are clave, n)`)
}

func TestZeroFeature(t *testing.T) {
	var f feature.Feature
	if _, ok := f.Text("a"); ok || f.Has("a") || f.Columns() != nil {
		t.Error("the zero feature has values")
	}
	if _, err := f.Number("a"); !errors.Is(err, feature.ErrMissing) {
		t.Error(err)
	}
}

func TestRequireColumns(t *testing.T) {
	fsys := files("a.csv", "CVEGEO,Name\n1,2\n",
		"a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"CLAVE":"1"},"geometry":null},{"type":"Feature","properties":{"b":1},"geometry":null}]}`)
	r, err := feature.Open("a.csv", feature.Options{FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.RequireColumns("Name", "CVEGEO"); err != nil {
		t.Error(err)
	}
	checkError(t, r.RequireColumns("Name", "cvgeo"), `a.csv: column "cvgeo": no such column (did you mean "CVEGEO"? the columns are CVEGEO, Name)`)

	for _, column := range []string{"CLAVE", "CLAV"} {
		g, err := feature.Open("a.geojson", feature.Options{FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		defer g.Close()
		if err := g.RequireColumns(column); err != nil {
			t.Error(err)
		}
		for _, e := range g.All() {
			err = e
		}
		if column == "CLAVE" && err != nil {
			t.Error(err)
		}
		if column == "CLAV" && !errors.Is(err, feature.ErrColumn) {
			t.Error("missing column not reported:", err)
		}
	}
}

func TestCheckLonLat(t *testing.T) {
	tests := []struct {
		p    orb.Point
		want string
	}{
		{orb.Point{-99.1, 19.4}, ""},
		{orb.Point{260.9, 19.4}, ""},
		{orb.Point{19.4, -99.1}, "bad coordinate: latitude -99.1 is beyond 90: longitude and latitude look swapped; write lon -99.1, lat 19.4"},
		{orb.Point{2799000, 828000}, "bad coordinate: 2.799e+06, 828000 cannot be degrees: projected? convert the file with: ogr2ogr -t_srs EPSG:4326 out.shp in.shp"},
		{orb.Point{-99, 95}, "bad coordinate: latitude 95 is beyond 90"},
		{orb.Point{math.NaN(), 1}, "bad coordinate: NaN, 1 is not a finite number"},
	}
	for _, tt := range tests {
		err := feature.CheckLonLat(tt.p)
		switch {
		case err == nil && tt.want == "":
		case err == nil || err.Error() != tt.want:
			t.Errorf("%v: %v, want %s", tt.p, err, tt.want)
		case !errors.Is(err, feature.ErrCoordinate):
			t.Errorf("%v does not wrap ErrCoordinate", err)
		}
	}
}
