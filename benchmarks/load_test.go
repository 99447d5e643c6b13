package benchmarks

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load"
)

// nationalNetwork is a grid of about a million lines with four points each and
// three attributes: 225 MB of GeoJSON, the size of a country's roads.
func nationalNetwork() []byte {
	const side = 708 // 2 x 708 x 707 lines
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[` + "\n")
	comma := ""
	line := func(x1, y1, x2, y2 float64) {
		fmt.Fprintf(&b, `%s{"type":"Feature","properties":{"ref":"MEX%d","toll":false,"class":"federal"},"geometry":{"type":"LineString","coordinates":[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]}}`,
			comma, int(x1*100)%200, x1, y1, x1+(x2-x1)/3+.0001, y1+(y2-y1)/3, x1+(x2-x1)/2, y1+(y2-y1)/2+.0002, x2, y2)
		comma = ",\n"
	}
	for i := range side {
		for j := range side {
			x, y := -110+.02*float64(i), 16+.015*float64(j)
			if i < side-1 {
				line(x, y, x+.02, y)
			}
			if j < side-1 {
				line(x, y, x, y+.015)
			}
		}
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func BenchmarkNationalNetwork(b *testing.B) {
	text := nationalNetwork()
	files := fstest.MapFS{"roads.geojson": {Data: text}}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n, err := load.Read(context.Background(), "roads.geojson", load.Options{FS: files, Columns: load.Columns{Ref: "ref", Class: "class", Toll: "toll"}})
		if err != nil {
			b.Fatal(err)
		}
		if n.Report.Components != 1 {
			b.Fatalf("%d components", n.Report.Components)
		}
	}
}
