package export_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/internal/machine"
)

// manySegments is a layer as a national network has it: short lines of a few
// points, with the columns of the layer segments.
func manySegments(n int) export.Layer {
	random := rand.New(rand.NewPCG(1, 2))
	l := export.Layer{Name: "segments", Columns: []export.Column{
		{Name: "segment", Kind: export.Integer}, {Name: "ref"}, {Name: "class"}, {Name: "toll", Kind: export.Boolean},
		{Name: "length_km", Kind: export.Real, Decimals: 3}, {Name: "routes", Kind: export.Integer},
		{Name: "flow", Kind: export.Real, Decimals: 6}, {Name: "routes_poppy", Kind: export.Integer}, {Name: "weight_poppy", Kind: export.Real, Decimals: 4},
	}}
	for i := range n {
		at := orb.Point{-117 + 30*random.Float64(), 15 + 17*random.Float64()}
		line := orb.LineString{at}
		for range 1 + random.IntN(18) { // ten points in the mean
			at = orb.Point{at[0] + 0.01*random.Float64(), at[1] + 0.01*random.Float64()}
			line = append(line, at)
		}
		l.Rows = append(l.Rows, export.Row{Geometry: line, Values: []any{
			i, fmt.Sprintf("MEX%dD", i%300), "federal", i%3 == 0, 10 * random.Float64(), random.IntN(200), random.Float64(), random.IntN(80), 500 * random.Float64(),
		}})
	}
	return l
}

// BenchmarkFormats writes 100,000 segments; the bytes are those of the file.
func BenchmarkFormats(b *testing.B) {
	l := manySegments(100_000)
	for _, f := range export.Formats {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			before := machine.ProcessorSeconds()
			for b.Loop() {
				staging, err := export.Stage(filepath.Join(b.TempDir(), "out"))
				if err != nil {
					b.Fatal(err)
				}
				if err := staging.WriteLayers(f, "all", l); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(staging.Files()[0].Bytes)
				staging.Abort()
			}
			b.ReportMetric((machine.ProcessorSeconds()-before)/float64(b.N), "cpu-s/op") // of all cores: a busy machine does not change it much
		})
	}
	b.Run("csv", func(b *testing.B) {
		b.ReportAllocs()
		before := machine.ProcessorSeconds()
		for b.Loop() {
			if err := export.WriteCSV(io.Discard, l); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((machine.ProcessorSeconds()-before)/float64(b.N), "cpu-s/op")
	})
}
