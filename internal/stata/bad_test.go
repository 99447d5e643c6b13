package stata_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/stata"
)

// replaced changes the first occurrence of a piece of a file.
func replaced(data []byte, old, new string) []byte {
	if !bytes.Contains(data, []byte(old)) {
		panic("no " + old)
	}
	return bytes.Replace(data, []byte(old), []byte(new), 1)
}

func TestBadFiles(t *testing.T) {
	new118 := builder{118, binary.LittleEndian}.file()
	new117 := builder{117, binary.LittleEndian}.file()
	old := builder{114, binary.BigEndian}.file()
	number := func(b byte, n int) string { return string(bytes.Repeat([]byte{b}, n)) }
	for _, test := range []struct {
		name  string
		data  []byte
		cause error
		want  string
	}{
		{"empty", nil, feature.ErrTruncated, "x.dta: byte 0: the file is cut short within the header (download"},
		{"a table", []byte("a,b\n1,2\n"), feature.ErrFormat, "no Stata file begins like this"},
		{"version 110", replaced(old, "\x72", "\x6e"), feature.ErrFormat, "version 110 of Stata's format (in Stata, open it and write: saveold"},
		{"version 120", replaced(new118, "118", "120"), feature.ErrFormat, "version 120"},
		{"version xx", replaced(new118, "118", "1.8"), feature.ErrFormat, `release "1.8"`},
		{"byte order", replaced(new118, "LSF", "XSF"), feature.ErrFormat, "byte order"},
		{"tag", replaced(new118, "<data>", "<date>"), feature.ErrFormat, `"<date>" where <data> belongs (in Stata,`},
		{"cut in the header", new118[:60], feature.ErrTruncated, "within the"},
		{"cut in old header", old[:50], feature.ErrTruncated, "within the header"},
		{"cut in the rows", new118[:bytes.Index(new118, []byte("<data>"))+20], feature.ErrTruncated, "within the rows"},
		{"cut in the labels", old[:len(old)-3], feature.ErrTruncated, "within the value labels"},
		{"many rows", replaced(new118, "<N>\x03\x00\x00\x00", "<N>"+number(255, 4)), feature.ErrTruncated, "within the rows"},
		{"very many rows", replaced(new118, "<N>\x03\x00\x00\x00\x00\x00\x00\x00", "<N>"+number(255, 8)), feature.ErrTooLarge, "rows are claimed"},
		{"many columns", replaced(new117, "<K>\x07\x00", "<K>"+number(255, 2)), feature.ErrTruncated, "within the"},
		{"type", replaced(new117, "<variable_types>\xfa\xff", "<variable_types>\xfb\xff"), feature.ErrFormat, "no type 65531"},
		{"name twice", replaced(new117, "<varnames>small", "<varnames>long\x00"), feature.ErrFormat, `name "long"`},
		{"kind of text", replaced(new117, "GSO\x07\x00\x00\x00\x01\x00\x00\x00\x82", "GSO\x07\x00\x00\x00\x01\x00\x00\x00\x01"), feature.ErrFormat, "long text of kind 1"},
		{"labels disagree", replaced(old, "\x00\x00\x00\x02\x00\x00\x00\x07", "\x00\x00\xff\x02\x00\x00\x00\x07"), feature.ErrFormat, "sizes disagree"},
		{"label outside", replaced(old, "\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x00\x00"), feature.ErrFormat, "sizes disagree"},
		{"label of 4 GiB", replaced(new117, "<lbl>\x1f\x00\x00\x00", "<lbl>"+number(255, 4)), feature.ErrTooLarge, "MaxBytes"},
	} {
		_, err := read(test.data, stata.Options{MaxBytes: 1 << 24})
		checkError(t, test.name, err)
		if err == nil || !errors.Is(err, test.cause) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

// checkError wants every error to be a *feature.Error of one line.
func checkError(t *testing.T, name string, err error) {
	t.Helper()
	var bad *feature.Error
	if err != nil && (!errors.As(err, &bad) || strings.Contains(err.Error(), "\n")) {
		t.Errorf("%s: not an error of one line with its file: %v", name, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := builder{118, binary.LittleEndian}.file()
	if _, err := stata.Read(ctx, "x.dta", stata.Options{FS: fstest.MapFS{"x.dta": {Data: data}}}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, b := range builders() {
		f.Add(b.file())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := read(data, stata.Options{MaxBytes: 1 << 20})
		checkError(t, "fuzz", err)
		if err != nil {
			return
		}
		for _, c := range file.Columns {
			if c.Name == "" || c.Width == 0 || len(c.Numbers)+len(c.Texts) != file.Rows || c.IsText() && len(c.Numbers) > 0 {
				t.Errorf("%v with %d numbers and %d texts in %d rows", c, len(c.Numbers), len(c.Texts), file.Rows)
			}
		}
	})
}
