package export_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/corredor-geo/corredor/engine/export"
)

// TestPagesAreThoseOfTheLibrary compares compressed pages on both sides of the sizes where
// encoders change their ways: a block, the small window, the large one.
func TestPagesAreThoseOfTheLibrary(t *testing.T) {
	const block, short, window = 128 << 10, 1 << 20, 8 << 20
	codec := export.NewPageCodec()
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 1024, block - 1, block, block + 1, 3*block + 5, short - 1, short, short + 1, window + 1, 200, short} {
		page := make([]byte, size)
		for i := range page { // runs that match near and far, and noise between
			if page[i] = byte(random.IntN(4)); i >= 40_000 && i/1000%3 > 0 {
				page[i] = page[i-40_000+i/100_000]
			}
		}
		want, err := parquet.Zstd.Encode(nil, page)
		if err != nil {
			t.Fatal(err)
		}
		got, err := codec.Encode(nil, page)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("a page of %d bytes has %d compressed, in the library %d (%v)", size, len(got), len(want), err)
		}
	}
}

// TestParquetHoldsColumnsOnly looks at what is alive at the end of each row group: its columns,
// and not its rows, which would take 16 MB, nor the groups before it.
func TestParquetHoldsColumnsOnly(t *testing.T) {
	const (
		columns, group = 40, 16384
		most           = 14 << 20 // 8 bytes a value, as much again for pages, and the encoder
	)
	l := export.Layer{Name: "wide"}
	for i := range columns {
		l.Columns = append(l.Columns, export.Column{Name: fmt.Sprint("c", i), Kind: export.Real, Decimals: 6})
	}
	random := rand.New(rand.NewPCG(3, 4))
	start := alive()
	err := export.WriteParquetRows(io.Discard, l, func(yield func(export.Row, error) bool) {
		for i := range 4 * group {
			row := export.Row{}
			for range columns {
				row.Values = append(row.Values, random.Float64())
			}
			if !yield(row, nil) {
				return
			}
			if i%group == group-2 {
				if now := alive() - start; now > most {
					t.Errorf("%d MB are alive after %d rows, want at most %d", now>>20, i, most>>20)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// alive is how many bytes are reachable.
func alive() int64 {
	runtime.GC()
	runtime.GC() // and what pools had kept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
