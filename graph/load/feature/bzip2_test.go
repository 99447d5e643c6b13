package feature

import (
	"bytes"
	"compress/bzip2"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

// packedTable is "code,name\n01001,Aguascalientes\n" by bzip2 -9.
const packedTable = "QlpoOTFBWSZTWbUUe5cAAAddgAAQAARgACAALqeOACAAMU0yMTExCmho0GMo0rZFwlFaC2QHkwRRxCXg/F3JFOFCQtRR7lw="

func packed(t testing.TB) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(packedTable)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readPacked(b []byte) (rows int, err error) {
	r, err := Open("t.csv.bz2", Options{FS: fstest.MapFS{"t.csv.bz2": {Data: b}}})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for _, err := range r.All() {
		if err != nil {
			return rows, err
		}
		rows++
	}
	return rows, nil
}

func TestBzip2Damage(t *testing.T) {
	whole := packed(t)
	if rows, err := readPacked(whole); rows != 1 || err != nil {
		t.Fatalf("%d rows, %v", rows, err)
	}
	for cut := 4; cut < len(whole); cut += 7 {
		rows, err := readPacked(whole[:cut])
		var located *Error
		if err == nil || !errors.As(err, &located) || strings.Contains(err.Error(), "\n") {
			t.Errorf("cut at %d of %d: %d rows, error %v", cut, len(whole), rows, err)
		}
	}
}

// FuzzBzip2 holds the parallel decompressor against the standard library's.
func FuzzBzip2(f *testing.F) {
	f.Add(packed(f))
	f.Add([]byte("BZh9"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 4 || string(b[:3]) != "BZh" {
			return
		}
		const most = 1 << 20
		want, wantErr := io.ReadAll(io.LimitReader(bzip2.NewReader(bytes.NewReader(b)), most))
		in, err := OpenBytes("x.bz2", Options{FS: fstest.MapFS{"x.bz2": {Data: b}}})
		if err != nil {
			return
		}
		defer in.Close()
		got, gotErr := io.ReadAll(io.LimitReader(in, most))
		if wantErr == nil && gotErr == nil && !bytes.Equal(got, want) {
			t.Errorf("%d bytes, the standard library has %d", len(got), len(want))
		}
		if gotErr == nil && wantErr != nil {
			t.Log(fmt.Sprint("accepted what the standard library refuses: ", wantErr))
		}
	})
}
