package load_test

import (
	"testing"
)

// FuzzDIMACS wants an error or a network whose arcs lead somewhere.
func FuzzDIMACS(f *testing.F) {
	f.Add("c x\np sp 3 3\na 1 2 5\na 2 3 0\na 2 1 7\n", "v 1 -73530767 41085396\nv 2 0 0\nv 3 1 1\n")
	f.Add("p sp 2 1\na 1 2 9223372036854775807\n", "")
	f.Add("p sp 20000 1\na 1 2 5\n", "")
	f.Fuzz(func(t *testing.T, arcs, coords string) {
		n, err := readDIMACS(arcs, coords)
		if err != nil {
			return
		}
		if n.Report.Features != n.Graph.SegmentCount() || n.Graph.ArcCount() != n.Graph.SegmentCount() {
			t.Errorf("%d lines, %d segments, %d arcs", n.Report.Features, n.Graph.SegmentCount(), n.Graph.ArcCount())
		}
	})
}

// FuzzRaster wants an error or a grid with all of its cells.
func FuzzRaster(f *testing.F) {
	f.Add(smallGrid)
	f.Add("ncols 1e9\nnrows 1e9\n")
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := readRaster(text); err == nil {
			r.At([2]float64{-99.5, 21.5})
		}
	})
}
