package matlab_test

import (
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/internal/matlab"
)

func files(data string) fstest.MapFS { return fstest.MapFS{"testless.mat": {Data: []byte(data)}} }

// check wants what Array promises.
func check(t *testing.T, a *matlab.Array, depth int) {
	t.Helper()
	if a == nil || a.Class == 0 || len(a.Dims) < 2 || depth > 64 {
		t.Fatalf("%v at depth %d", a, depth)
	}
	n := a.Len()
	switch {
	case a.Sparse != nil:
		last := a.Sparse.ColumnStart[len(a.Sparse.ColumnStart)-1]
		if len(a.Sparse.Rows) != n || last != n || len(a.Sparse.ColumnStart) != a.Dims[1]+1 {
			t.Errorf("%v: %+v", a, a.Sparse)
		}
		if a.Dims[0] > 0 && a.Dims[1] > 0 {
			a.At(a.Dims[0]-1, a.Dims[1]-1)
		}
	case a.Class == matlab.Cell && len(a.Cells) != n, a.Class == matlab.Struct && len(a.Cells) != n*len(a.Fields),
		a.Class >= matlab.Logical && len(a.Numbers) != n:
		t.Errorf("%v: %d cells, %d numbers", a, len(a.Cells), len(a.Numbers))
	}
	for _, c := range a.Cells {
		check(t, c, depth+1)
	}
}

func FuzzRead(f *testing.F) {
	for _, b := range []builder{little, big} {
		all := b.everything()
		for _, v := range all {
			f.Add(b.file(v)[126:], false)
		}
		f.Add(b.file(all...)[126:], false)
		f.Add(b.file(all...)[126:], true)
	}
	f.Fuzz(func(t *testing.T, data string, packed bool) {
		if len(data) < 2 || data[:2] != "IM" {
			data = "MI" + data // the mark of the byte order, then elements
		}
		b := little
		if data[:2] == "MI" {
			b = big
		}
		body := data[2:]
		if packed {
			body = string(b.compressed([]byte(body)))
		}
		const most = 1 << 20
		file, err := read(b.file()+body, matlab.Options{MaxBytes: most})
		checkError(t, "fuzz", err)
		if err != nil {
			return
		}
		for _, a := range file.Variables {
			check(t, a, 0)
			show(a)
		}
	})
}
