// Package benchmarks times whole studies and their parts on embedded and
// reference data. See README.md in this folder.
package benchmarks

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/internal/outside"
)

func benchmarkStudy(b *testing.B, open func() (*engine.Study, error)) {
	b.ReportAllocs()
	for b.Loop() {
		study, err := open()
		if err != nil {
			b.Fatal(err)
		}
		result, err := engine.Run(context.Background(), study, engine.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := result.Write(b.TempDir()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmbeddedStudy(b *testing.B) { benchmarkStudy(b, engine.Embedded) }

func BenchmarkReferenceStudy(b *testing.B) {
	b.Setenv("CORREDOR_DATA", outside.ReferenceData(b, ""))
	benchmarkStudy(b, func() (*engine.Study, error) {
		return engine.ReadStudy(filepath.Join("..", "examples", "mexico-2010.yaml"))
	})
}

// BenchmarkShockedStudy routes every origin anew in 31 periods of 6 versions of the shocks.
func BenchmarkShockedStudy(b *testing.B) {
	benchmarkStudy(b, func() (*engine.Study, error) {
		return engine.ReadStudy(filepath.Join("..", "examples", "shocks.yaml"))
	})
}
