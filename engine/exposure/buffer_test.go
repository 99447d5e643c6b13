package exposure_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/corredor-geo/corredor/engine/exposure"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

func box(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()}
}

// shares returns the share of each land at one distance.
func shares(lands []exposure.Land, meters float64, lines ...orb.LineString) []float64 {
	all := make([]float64, len(lands))
	for _, s := range exposure.NewLands(lands).Within(lines, []float64{meters})[0] {
		all[s.Place] = s.Share
	}
	return all
}

// At the equator a degree is 111.32 km of longitude and 110.574 km of latitude. A
// road along it, and 10 km on either side:
//
//	    +----+----+
//	    | A  | B  |  0.2 degrees high, on both sides of the road
//	----+----+----+----  road
//	    |    |    |
//	    +----+----+    C touches nothing, D is small and near, E a point on the road
func TestWithin(t *testing.T) {
	const perDegree = 110574.2757822456 // of the meridian at the equator, by geod
	road := orb.LineString{{-1, 0}, {0, 0}, {1, 0}}
	for _, tt := range []struct {
		name   string
		land   exposure.Land
		meters float64
		want   float64
	}{
		{"half of its height", exposure.Land{Area: box(0, -0.2, 0.1, 0.2)}, 0.1 * perDegree, 0.5},
		{"one side", exposure.Land{Area: box(0, 0, 0.1, 0.2)}, 0.1 * perDegree, 0.5},
		{"a fortieth", exposure.Land{Area: box(0, 0, 0.1, 0.2)}, 0.005 * perDegree, 0.025},
		{"all", exposure.Land{Area: box(0, -0.05, 0.1, 0.05)}, 0.1 * perDegree, 1},
		{"none", exposure.Land{Area: box(0, 0.2, 0.1, 0.4)}, 0.1 * perDegree, 0},
		{"with a hole", exposure.Land{Area: orb.MultiPolygon{append(box(0, 0, 0.1, 0.2)[0], box(0.02, 0.1, 0.08, 0.2)[0][0])}}, 0.1 * perDegree, 0.01 / 0.014},
		{"two parts", exposure.Land{Area: append(box(0, 0, 0.1, 0.1), box(0, 0.1, 0.1, 0.4)...)}, 0.1 * perDegree, 0.25},
		// Beyond the end of the road the corridor is half a disc: pi/4 of the square around it.
		{"the end", exposure.Land{Area: box(1, -0.1, 1+0.1*perDegree/111319.49, 0.1)}, 0.1 * perDegree, math.Pi / 4},
		{"no area", exposure.Land{}, 0.1 * perDegree, 0},
		{"no number", exposure.Land{Area: orb.MultiPolygon{{{{0, 0}, {1, math.NaN()}, {1, 1}, {0, 0}}}}}, 0.1 * perDegree, 0},
		{"flat", exposure.Land{Area: box(0, 0, 1, 0)}, 0.1 * perDegree, 0},
	} {
		got := shares([]exposure.Land{tt.land, {Area: box(5, 5, 6, 6)}}, tt.meters, road)[0]
		if !(math.Abs(got-tt.want) <= 4e-3) {
			t.Errorf("%s: %.5f, want %.5f", tt.name, got, tt.want)
		}
		if (tt.want == 0 || tt.want == 1) && got != tt.want {
			t.Errorf("%s: %g is not exactly %g", tt.name, got, tt.want)
		}
	}
}

// Two lines that cross, or one given twice, are no more than their union.
func TestLinesAreUnited(t *testing.T) {
	land := []exposure.Land{{Area: box(-100.5, 20, -100, 20.5)}}
	road := orb.LineString{{-101, 20.1}, {-99, 20.3}}
	once := shares(land, 5000, road)[0]
	if twice := shares(land, 5000, road, road)[0]; math.Abs(twice-once) > 1e-12 {
		t.Errorf("once %g, twice %g", once, twice)
	}
	parts := shares(land, 5000, orb.LineString{{-101, 20.1}, {-100.2, 20.18}}, orb.LineString{{-100.2, 20.18}, {-99, 20.3}})[0]
	if math.Abs(parts-once) > 2e-5 { // the middle is a fifth of a metre off the straight line
		t.Errorf("whole %g, in parts %g", once, parts)
	}
	lands := exposure.NewLands(land)
	if got := lands.Within(nil, []float64{5000}); len(got) != 1 || len(got[0]) != 0 {
		t.Errorf("no lines: %v", got)
	}
	if got := lands.Within([]orb.LineString{road}, nil); len(got) != 0 {
		t.Errorf("no distances: %v", got)
	}
	point := lands.Within([]orb.LineString{{{-100.25, 20.25}}}, []float64{5000, 10000})
	// A disc of 5 km over 52.2 x 55.3 km at this latitude, and one of 10 km.
	if a, b := point[0][0].Share, point[1][0].Share; math.Abs(a/(25*math.Pi/(52.2*55.34))-1) > 0.01 || math.Abs(b/a-4) > 0.01 {
		t.Errorf("a point: %g and %g", a, b)
	}
}

// A seat is in the corridor up to the geodesic distance from the nearest point of
// the road, found by looking at 2,000 points of it.
func TestDistanceIsGeodesic(t *testing.T) {
	const seed = 3
	random := rand.New(rand.NewPCG(seed, 0))
	for trial := range 200 {
		lat := 14 + 19*random.Float64()
		a := orb.Point{-100, lat}
		b := orb.Point{-100 + (random.Float64()-0.5)*0.6, lat + (random.Float64()-0.5)*0.6}
		seat := orb.Point{-100 + (random.Float64()-0.5)*0.5, lat + (random.Float64()-0.5)*0.5}
		nearest := math.Inf(1)
		for k := 0.0; k <= 2000; k++ {
			p := orb.Point{a[0] + k/2000*(b[0]-a[0]), a[1] + k/2000*(b[1]-a[1])}
			nearest = min(nearest, graph.Distance(seat, p))
		}
		lands := []exposure.Land{{Seat: seat, HasSeat: true}}
		const within = 5 // metres, as documented up to 20 km; here up to 50
		for d, want := range map[float64]float64{nearest - within: 0, nearest + within: 1} {
			if got := shares(lands, d, orb.LineString{a, b})[0]; d > 0 && got != want {
				t.Errorf("seed %d, trial %d: seat %.0f m away, share %g at %.0f m", seed, trial, nearest, got, d)
			}
		}
	}
}

// star is a polygon around a point, of radius degrees, with spikes.
func star(random *rand.Rand, at orb.Point, radius float64) orb.Polygon {
	var ring orb.Ring
	for k := range 24 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 12)
		r := radius * (0.3 + 0.7*random.Float64())
		ring = append(ring, orb.Point{at[0] + r*cos, at[1] + r*sin})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// sample is 12 stars of all sizes and a winding road between them.
func sample(seed uint64) (areas []orb.Polygon, road orb.LineString) {
	random := rand.New(rand.NewPCG(seed, 0))
	for k := range 12 {
		at := orb.Point{-100.4 + 0.8*random.Float64(), 21.75 + 0.5*random.Float64()}
		areas = append(areas, star(random, at, 0.01*math.Pow(1.4, float64(k))))
	}
	for k := range 15 {
		road = append(road, orb.Point{-100.5 + float64(k)/14 + 0.03*random.Float64(), 21.9 + 0.2*random.Float64()})
	}
	return areas, road
}

// Shares agree with counting the points of a fine lattice by geodesic distance.
func TestWithinAgainstCounting(t *testing.T) {
	const seed = 11
	areas, road := sample(seed)
	var dense orb.LineString
	for i := 1; i < len(road); i++ {
		for k := 0.0; k < 50; k++ {
			dense = append(dense, orb.Point{road[i-1][0] + k/50*(road[i][0]-road[i-1][0]), road[i-1][1] + k/50*(road[i][1]-road[i-1][1])})
		}
	}
	for k, area := range areas[:4] { // the small ones, where parallels are fewest
		const side = 40
		b, inside, near := area.Bound(), 0, 0
		distance := math.Inf(1) // to the middle of the star: about half of it is nearer
		for _, q := range dense {
			distance = min(distance, graph.Distance(b.Center(), q))
		}
		for i := range side * side {
			p := orb.Point{b.Min[0] + (float64(i%side)+0.5)/side*(b.Max[0]-b.Min[0]), b.Min[1] + (float64(i/side)+0.5)/side*(b.Max[1]-b.Min[1])}
			if !planar.PolygonContains(area, p) {
				continue
			}
			inside++
			for _, q := range dense {
				if math.Abs(q[1]-p[1]) < 0.5 && graph.Distance(p, q) <= distance {
					near++
					break
				}
			}
		}
		got, want := shares([]exposure.Land{{Area: orb.MultiPolygon{area}}}, distance, road)[0], float64(near)/float64(inside)
		t.Logf("star %d, %.0f m: %.4f, counted %.4f", k, distance, got, want)
		if math.Abs(got-want) > 0.015 { // of the lattice: its border cells are 4/40
			t.Errorf("seed %d, star %d: %.4f, counted %.4f", seed, k, got, want)
		}
	}
}

// TestWithinAgainstGDAL has GEOS cut polygons with buffers of 256 corners, in a
// transverse Mercator that is true to 3e-5 there.
func TestWithinAgainstGDAL(t *testing.T) {
	const seed = 5
	areas, road := sample(seed)
	dir := t.TempDir()
	features := []string{drawn(-1, road)}
	for i, area := range areas {
		features = append(features, drawn(i, area))
	}
	source, local := filepath.Join(dir, "sample.geojson"), filepath.Join(dir, "local.gpkg")
	text := `{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + "]}"
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	outside.Output(t, "", "ogr2ogr", "-t_srs", "+proj=tmerc +lat_0=22 +lon_0=-100 +k=1 +datum=WGS84 +units=m", "-nln", "s", local, source)
	var lands []exposure.Land
	for _, area := range areas {
		lands = append(lands, exposure.Land{Area: orb.MultiPolygon{area}})
	}
	for _, km := range []float64{2, 5, 10, 20} {
		got := shares(lands, km*1000, road)
		out := outside.Output(t, "", "ogrinfo", "-q", "-ro", local, "-dialect", "sqlite", "-sql", fmt.Sprintf(
			"SELECT coalesce(ST_Area(ST_Intersection(p.geom, ST_Buffer(l.geom, %g, 64))), 0) / ST_Area(p.geom) AS share FROM s p, s l WHERE p.land >= 0 AND l.land < 0 ORDER BY p.land", km*1000))
		var want []float64
		for line := range strings.Lines(out) {
			if _, value, ok := strings.Cut(line, "share (Real) = "); ok {
				x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, x)
			}
		}
		if len(want) != len(got) {
			t.Fatalf("GDAL answered %d of %d:\n%s", len(want), len(got), out)
		}
		worst := 0.0
		for i := range got {
			worst = max(worst, math.Abs(got[i]-want[i]))
			if math.Abs(got[i]-want[i]) > 4e-3 {
				t.Errorf("seed %d, %g km, star %d: %.5f, GDAL %.5f", seed, km, i, got[i], want[i])
			}
		}
		t.Logf("%g km: largest difference %.2g", km, worst)
	}
}

// drawn is a GeoJSON feature of a line or a polygon.
func drawn(id int, g orb.Geometry) string {
	points := func(line []orb.Point) string {
		var list []string
		for _, p := range line {
			list = append(list, fmt.Sprintf("[%.9f,%.9f]", p[0], p[1]))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	coordinates := ""
	switch g := g.(type) {
	case orb.LineString:
		coordinates = points(g)
	case orb.Polygon:
		coordinates = "[" + points(g[0]) + "]"
	}
	return fmt.Sprintf(`{"type":"Feature","properties":{"land":%d},"geometry":{"type":%q,"coordinates":%s}}`, id, g.GeoJSONType(), coordinates)
}

// Routes that share lines have the corridors that each has alone, on any number of
// goroutines.
func TestSharedLines(t *testing.T) {
	const seed = 21
	areas, road := sample(seed)
	var lands []exposure.Land
	for _, area := range areas {
		lands = append(lands, exposure.Land{Area: orb.MultiPolygon{area}})
	}
	l, c := exposure.NewLands(lands), exposure.Corridors{}
	for i := 1; i < len(road); i++ {
		c.Lines = append(c.Lines, road[i-1:i+1])
	}
	c.Routes = [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, {3, 4, 5}, {5, 4, 3, 3}, {13}, {}, {0, 1, 2, 10, 11}}
	meters := []float64{3000, 12000}
	for _, workers := range []int{1, 3} {
		c.Workers = workers
		each, err := l.WithinEach(context.Background(), c, meters)
		if err != nil {
			t.Fatal(err)
		}
		for route, lines := range c.Routes {
			var own []orb.LineString
			for _, i := range lines {
				own = append(own, c.Lines[i])
			}
			if want := l.Within(own, meters); !reflect.DeepEqual(each[route], want) {
				t.Errorf("seed %d, route %d: %v, want %v", seed, route, each[route], want)
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.WithinEach(ctx, c, meters); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
