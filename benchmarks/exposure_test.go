package benchmarks

import (
	"context"
	"testing"

	"github.com/corredor-geo/corredor/engine"
)

// BenchmarkExposure10000 runs the embedded study with 10,000 draws of each of its
// tests: shuffled origins, random routes, and Moran's I of both series.
func BenchmarkExposure10000(b *testing.B) {
	for b.Loop() {
		study, err := engine.Embedded()
		if err != nil {
			b.Fatal(err)
		}
		study.Exposure = &engine.ExposureSpec{Permutations: 10_000}
		if _, err := engine.Run(context.Background(), study, engine.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
