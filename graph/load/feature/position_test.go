package feature_test

import (
	"testing"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestAt(t *testing.T) {
	r, err := feature.Open("a.csv", feature.Options{FS: files("a.csv", ",,n\n 8029 ,,5\n")})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for f, err := range r.All() {
		if err != nil {
			t.Fatal(err)
		}
		for position, want := range map[int]string{0: "8029", 1: "", 2: "5", 3: "", -1: ""} {
			if got, ok := f.At(position); got != want || ok != (want != "") {
				t.Errorf("position %d: %q, %v; want %q", position, got, ok, want)
			}
		}
	}
}
