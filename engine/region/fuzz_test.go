package region_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Whatever the bytes, Read gives a usable layer or a located error of one line.
func FuzzRead(f *testing.F) {
	f.Add("m.csv", "cvegeo,name,lon,lat\n25006,Culiacán,-107.4,24.8\n1001,Aguascalientes,-102.3,21.9\n")
	f.Add("m.csv", "CVE_ENT,CVE_MUN,lon,lat\n1,2,-102,21\nXX,001,-90,19\n")
	f.Add("m.geojson", geoJSON(`"id":"01001"`+unitSquare))
	f.Add("m.geojson", geoJSON(`"id":"01001"|Polygon|[[[0,0],[1,1],[1,0],[0,1],[0,0]],[[5,5],[6,5],[6,6]]]`))
	f.Add("m.shp", shapefile(orb.Ring{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}))
	f.Fuzz(func(t *testing.T, name, content string) {
		if !strings.HasPrefix(name, "m.") || strings.ContainsAny(name, "/\\\x00") {
			return
		}
		l, err := region.Read(t.Context(), name, region.ReadOptions{FS: fileSystem(map[string]string{name: content})})
		if err != nil {
			var located *feature.Error
			if !errors.As(err, &located) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("not a located error of one line: %q", err)
			}
			return
		}
		for i, r := range l.Regions {
			if j, ok := l.Index(r.Code); !ok || j != i || len(r.Code) != 5 {
				t.Fatalf("Index(%q) = %d, %v", r.Code, j, ok)
			}
		}
		checkRows(t, diagonal(t), newOverlay(t, diagonal(t), l))
	})
}

// Every ring that can be drawn on a grid of 16 x 16 points is rebuilt into
// polygons of the even-odd area.
func FuzzRepair(f *testing.F) {
	f.Add([]byte{0x00, 0x22, 0x20, 0x02})                   // bow-tie
	f.Add([]byte{0x00, 0x11, 0x20, 0x22, 0x11, 0x02})       // tied at a point
	f.Add([]byte{0x00, 0x40, 0x44, 0x04, 0x00, 0x11, 0x33}) // a hole drawn in the same ring
	f.Fuzz(func(t *testing.T, grid []byte) {
		if len(grid) < 3 || len(grid) > 60 {
			return
		}
		var ring orb.Ring
		for _, b := range grid {
			ring = append(ring, orb.Point{-100 + float64(b>>4)/1000, 25 + float64(b&15)/1000})
		}
		drawn := orb.Polygon{append(ring, ring[0])}
		l, err := region.NewLayer([]region.Region{{Code: "01001", Area: orb.MultiPolygon{drawn}}})
		want := scanArea(drawn)
		if err != nil {
			if want > 1e-9 {
				t.Fatalf("an area of %v square degrees is lost", want)
			}
			return
		}
		checkRings(t, l.Regions[0].Area)
		// Crossings are rounded to 1e-7 degree, on edges of up to 0.02.
		slack := 1e-7 * 0.02 * float64(len(grid)*len(grid))
		got := 0.0
		for _, polygon := range l.Regions[0].Area {
			got += scanArea(polygon)
		}
		if math.Abs(got-want) > slack {
			t.Fatalf("area %v, drawn %v: %v", got, want, l.Regions[0].Area)
		}
	})
}
