package main

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load"
)

func BenchmarkNationalNetwork(b *testing.B) {
	var text bytes.Buffer
	if err := writeNational(&text); err != nil {
		b.Fatal(err)
	}
	files := fstest.MapFS{"roads.geojson": {Data: text.Bytes()}}
	b.SetBytes(int64(text.Len()))
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
