package matlab_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/matlab"
)

func TestBadFiles(t *testing.T) {
	b := little
	good := b.file(b.doubles("a", 1, 1))
	nested := b.doubles("", 1, 1)
	for range 70 {
		nested = b.matrix(mxCell, []int32{1, 1}, "", nested)
	}
	flagged := func(at int, value byte) string {
		out := []byte(good)
		out[at] = value
		return string(out)
	}
	packed := b.compressed(b.doubles("a", 1, 1))
	hurt := bytes.Clone(packed)
	hurt[len(hurt)-1] ^= 1 // the checksum
	for _, test := range []struct {
		name, data string
		cause      error
		want       string
	}{
		{"empty", "", feature.ErrTruncated, "x.mat: byte 0"},
		{"cut in the header", good[:100], feature.ErrTruncated, "byte 100"},
		{"cut in a tag", good[:132], feature.ErrTruncated, "byte 128: the file is cut short: 4 bytes where"},
		{"cut in a variable", good[:160], feature.ErrTruncated, "x.mat: byte"},
		{"version 7.3", "MATLAB 7.3 MAT-file, Platform: GLNXA64" + strings.Repeat(" ", 600), feature.ErrFormat, "save -v7 "},
		{"version 7.3 without its header", "\x89HDF\r\n\x1a\n" + strings.Repeat(" ", 600), feature.ErrFormat, "HDF5"},
		{"version 4", "\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00a\x00" + strings.Repeat("\x00", 8), feature.ErrFormat, "version 4"},
		{"Octave's text", "# Created by Octave 7.3.0, Mon Nov 23 18:15:31 2026 UTC\n# name: e\n", feature.ErrFormat, "save -v7 "},
		{"a table", "a,b\n1,2\n" + strings.Repeat("3,4\n", 60), feature.ErrFormat, "no MAT-file begins like this"},
		{"other version", flagged(125, 3), feature.ErrFormat, "byte 124"},
		{"no variable", flagged(128, 5), feature.ErrFormat, "byte 128: not a format that can be read here: an element of type 5"},
		{"complex", b.file(b.matrix(mxDouble|complexFlag, []int32{1, 1}, "z")), matlab.ErrUnsupported, `"z" is an array of complex numbers`},
		{"object", b.file(b.matrix(mxObject, []int32{1, 1}, "o")), matlab.ErrUnsupported, `"o" is an object`},
		{"function handle", b.file(b.matrix(mxFunction, []int32{1, 1}, "f")), matlab.ErrUnsupported, `"f" is a function handle`},
		{"class 99", b.file(b.matrix(99, []int32{1, 1}, "f")), feature.ErrFormat, "no class 99"},
		{"deep", b.file(nested), feature.ErrTooLarge, "more than 64 deep"},
		{"negative size", b.file(b.matrix(mxDouble, []int32{-1, 1}, "a")), feature.ErrFormat, "a dimension of -1"},
		{"one size", b.file(b.matrix(mxDouble, []int32{1}, "a")), feature.ErrFormat, "dimensions of 4 bytes"},
		{"huge size", b.file(b.matrix(mxDouble, []int32{1 << 30, 1 << 30, 1 << 30}, "a")), feature.ErrTooLarge, "elements are claimed"},
		{"too few numbers", b.file(b.matrix(mxDouble, []int32{3, 1}, "a", b.element(miDouble, make([]byte, 16)))), feature.ErrFormat, "2 numbers where a 3x1 double has 3"},
		{"half a number", b.file(b.matrix(mxDouble, []int32{1, 1}, "a", b.element(miDouble, make([]byte, 12)))), feature.ErrFormat, "12 bytes of numbers that take 8 each"},
		{"text as numbers", b.file(b.matrix(mxDouble, []int32{1, 1}, "a", b.small(miUTF8, []byte("x")))), feature.ErrFormat, "type 16"},
		{"many cells", b.file(b.matrix(mxCell, []int32{1 << 20, 1}, "c", b.doubles("", 1, 1))), feature.ErrTruncated, "1048576 cells are claimed"},
		{"cell of bytes", b.file(b.matrix(mxCell, []int32{1, 1}, "c", b.element(miDouble, nil))), feature.ErrFormat, "content of a cell"},
		{"field names of no length", b.file(b.matrix(mxStruct, []int32{1, 1}, "s", b.small(miInt32, make([]byte, 4)), b.element(miInt8, []byte("a")))), feature.ErrFormat, "field names of 1 bytes, 0 each"},
		{"field twice", b.file(b.matrix(mxStruct, []int32{1, 1}, "s", b.small(miInt32, []byte{2, 0, 0, 0}), b.element(miInt8, []byte("a\x00a\x00")))), feature.ErrFormat, `field "a" stands twice`},
		{"short text", b.file(b.matrix(mxChar, []int32{1, 9}, "t", b.small(miUTF8, []byte("abc")))), feature.ErrFormat, "3 characters where 9"},
		{"sparse row outside", b.file(b.sparse([]int32{4}, []int32{0, 1})), feature.ErrFormat, "row 4"},
		{"sparse starts fall", b.file(b.sparse([]int32{0}, []int32{1, 0})), feature.ErrFormat, "starts at value 1"},
		{"sparse claims", b.file(b.sparse([]int32{0}, []int32{0, 9})), feature.ErrFormat, "9 values are claimed"},
		{"twice", b.file(b.doubles("a", 1, 1), b.doubles("a", 1, 1)), nil, `variable "a" stands twice`},
		{"checksum", b.file(hurt), zlib.ErrChecksum, "variable at byte 128"},
		{"not compressed", b.file(b.element(miCompressed, []byte("not zlib at all"))), zlib.ErrHeader, "variable at byte 128"},
		{"cut when packed", b.file(packed)[:150], feature.ErrTruncated, "variable at byte 128"},
		{"more than the variable", b.file(b.compressed(append(b.doubles("a", 1, 1), make([]byte, 99)...))), feature.ErrFormat, "more bytes follow"},
		{"claim of 4 GiB", b.file(b.bytes([]uint32{miMatrix, 1<<32 - 1})), feature.ErrTooLarge, "more memory"},
		{"bomb", b.file(b.compressed(b.matrix(mxDouble, []int32{1 << 23, 1}, "a", b.element(miInt8, make([]byte, 1<<23))))), feature.ErrTooLarge, "more memory"},
	} {
		_, err := read(test.data, matlab.Options{MaxBytes: 16 << 20})
		checkError(t, test.name, err)
		if err == nil || test.cause != nil && !errors.Is(err, test.cause) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	_, err := read(good, matlab.Options{Variables: []string{"A"}})
	if err == nil || !strings.Contains(err.Error(), `no variable "A"`) {
		t.Errorf("absent variable: %v", err)
	}
}

// sparse writes a sparse 4x1 matrix of one number.
func (b builder) sparse(rows, starts []int32) []byte {
	return b.matrix(mxSparse, []int32{4, 1}, "sp", b.element(miInt32, b.bytes(rows)), b.element(miInt32, b.bytes(starts)),
		b.element(miDouble, b.bytes([]float64{5})))
}

// checkError wants nil, or one line that says which file.
func checkError(t *testing.T, name string, err error) {
	t.Helper()
	var located *feature.Error
	if err != nil && (!errors.As(err, &located) || located.File != "x.mat" || strings.ContainsAny(err.Error(), "\r\n")) {
		t.Errorf("%s: error %q is not one located line", name, err)
	}
}

// Every file cut short is an error, and none panics.
func TestCutAnywhere(t *testing.T) {
	whole := big.file(big.everything()...)
	ends := map[int]bool{128: true} // where a variable ends the file could end
	at := 128
	for _, v := range big.everything() {
		at += len(v)
		ends[at] = true
	}
	for n := range len(whole) {
		_, err := read(whole[:n], matlab.Options{})
		checkError(t, "cut", err)
		if (err == nil) != ends[n] {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := matlab.Read(ctx, "testless.mat", matlab.Options{FS: files(little.file(little.doubles("a", 1, 1)))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
