package load_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// A drawing is a map made of letters. A letter is a vertex; everything else is
// for the eye. A column is 0.01 degree of longitude, a row 0.01 degree of
// latitude, and the upper left corner is 99 W, 19 N.
type drawing map[rune]orb.Point

const cellDegrees = 0.01

func draw(text string) drawing {
	d := drawing{}
	for row, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		for column, letter := range line {
			if 'a' <= letter && letter <= 'z' {
				d[letter] = orb.Point{-99 + cellDegrees*float64(column), 19 - cellDegrees*float64(row)}
			}
		}
	}
	return d
}

// coordinates writes "abc" as the GeoJSON positions of its letters.
func (d drawing) coordinates(letters string) string {
	var positions []string
	for _, letter := range letters {
		p := d[letter]
		positions = append(positions, fmt.Sprintf("[%.7f,%.7f]", p[0], p[1]))
	}
	return "[" + strings.Join(positions, ",") + "]"
}

// geometry writes "abc" as a LineString and "ab|cd" as a MultiLineString.
func (d drawing) geometry(letters string) string {
	parts := strings.Split(letters, "|")
	if len(parts) == 1 {
		return `{"type":"LineString","coordinates":` + d.coordinates(letters) + `}`
	}
	for i := range parts {
		parts[i] = d.coordinates(parts[i])
	}
	return `{"type":"MultiLineString","coordinates":[` + strings.Join(parts, ",") + `]}`
}

// letters is the inverse of coordinates; a point of no letter is '?'.
func (d drawing) letters(points []graph.Point) string {
	var b strings.Builder
	for _, p := range points {
		found := '?'
		for letter, at := range d {
			if graph.PointOf(at) == p {
				found = letter
			}
		}
		b.WriteRune(found)
	}
	return b.String()
}

// meters is the length of the shape "abc", edge by edge.
func (d drawing) meters(letters string) float64 {
	sum := 0.0
	for i := 1; i < len(letters); i++ {
		sum += graph.Distance(d[rune(letters[i-1])], d[rune(letters[i])])
	}
	return sum
}

// layer writes a collection with one feature a line, from line 2 on.
func layer(features ...string) string {
	return "{\"type\":\"FeatureCollection\",\"features\":[\n" + strings.Join(features, ",\n") + "\n]}\n"
}

func item(geometry, properties string) string {
	return `{"type":"Feature","properties":{` + properties + `},"geometry":` + geometry + `}`
}

// lines writes every word of "abc bd" as a feature without properties.
func (d drawing) lines(words string) string {
	var features []string
	for _, word := range strings.Fields(words) {
		features = append(features, item(d.geometry(word), ""))
	}
	return layer(features...)
}

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func readRoads(text string, opts load.Options) (*load.Network, error) {
	opts.FS = files("roads.geojson", text)
	return load.Roads(context.Background(), "roads.geojson", opts)
}

func mustReadRoads(t *testing.T, text string, opts load.Options) *load.Network {
	t.Helper()
	network, err := readRoads(text, opts)
	if err != nil {
		t.Fatal(err)
	}
	return network
}

// segments writes the shapes of all segments in letters, in their order.
func (d drawing) segments(g *graph.Graph) string {
	var shapes []string
	for s := range graph.SegmentID(g.SegmentCount()) {
		shapes = append(shapes, d.letters(g.Shape(s)))
	}
	return strings.Join(shapes, " ")
}
