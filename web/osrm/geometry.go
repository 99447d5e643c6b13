package osrm

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/simplify"
	"github.com/twpayne/go-polyline"
)

// geometryFormats are the values of "geometries"; the first is OSRM's default.
var geometryFormats = []string{"polyline", "polyline6", "geojson"}

// draw encodes a line in one of the formats. A single point stands twice, so that it is a line.
func draw(line orb.LineString, format string) any {
	if len(line) == 1 {
		line = orb.LineString{line[0], line[0]}
	}
	scale := 1e5
	switch format {
	case "geojson":
		return geojson.NewGeometry(rounded(line))
	case "polyline6":
		scale = 1e6
	}
	points := make([][]float64, len(line))
	for i, p := range line {
		points[i] = []float64{p[1], p[0]} // latitude first
	}
	return string(polyline.Codec{Dim: 2, Scale: scale}.EncodeCoords(nil, points))
}

func rounded(line orb.LineString) orb.LineString {
	out := make(orb.LineString, len(line))
	for i, p := range line {
		out[i] = round6(p)
	}
	return out
}

// round6 has the six decimals that OSRM writes.
func round6(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6}
}

// overview simplifies a line to what a screen of 1,000 pixels shows of it.
func overview(line orb.LineString) orb.LineString {
	const pixels = 1000
	b := line.Bound()
	size := math.Max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
	return simplify.DouglasPeucker(size / pixels).LineString(line.Clone())
}

// decimals1 rounds metres and seconds as OSRM writes them.
func decimals1(x float64) float64 { return math.Round(x*10) / 10 }
