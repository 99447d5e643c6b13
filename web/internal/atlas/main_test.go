package atlas_test

import (
	"context"
	"math"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

var embedded = sync.OnceValues(func() (*engine.Result, error) {
	study, err := engine.Embedded()
	if err != nil {
		return nil, err
	}
	return engine.Run(context.Background(), study, engine.Options{})
})

// both returns the embedded study and its atlas.
func both(t testing.TB) (*engine.Result, *atlas.Atlas) {
	t.Helper()
	r, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return r, atlas.FromResult(r)
}

// written returns a folder with the files of the embedded study, and its atlas before it was written.
func written(t testing.TB) (dir string, run *atlas.Atlas) {
	t.Helper()
	r, run := both(t)
	dir = t.TempDir()
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir, run
}

// same compares to nine digits, NaN with NaN.
func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(b))
}
