package matlab_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"math"
	"testing/fstest"

	"github.com/corredor-geo/corredor/internal/matlab"
)

// The numbers of types and classes are those of Tables 1-1 and 1-3 of the format.
const (
	miInt8, miUint8, miInt16, miUint16, miInt32, miUint32   = 1, 2, 3, 4, 5, 6
	miSingle, miDouble, miInt64, miUint64                   = 7, 9, 12, 13
	miMatrix, miCompressed, miUTF8, miUTF16, miUTF32        = 14, 15, 16, 17, 18
	mxCell, mxStruct, mxObject, mxChar, mxSparse, mxDouble  = 1, 2, 3, 4, 5, 6
	mxInt8, mxUint8, mxInt16, mxInt64, mxFunction, mxOpaque = 8, 9, 10, 14, 16, 17
	logical, complexFlag                                    = 0x200, 0x800
)

// builder writes elements in one byte order.
type builder struct{ binary.ByteOrder }

var (
	little = builder{binary.LittleEndian}
	big    = builder{binary.BigEndian}
)

// bytes lays numbers of one size out one after another.
func (b builder) bytes(data any) []byte {
	var out bytes.Buffer
	if err := binary.Write(&out, b.ByteOrder, data); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// element writes a tag and padded data.
func (b builder) element(kind uint32, data []byte) []byte {
	out := append(b.bytes([]uint32{kind, uint32(len(data))}), data...)
	if kind == miCompressed {
		return out
	}
	return append(out, make([]byte, -len(data)&7)...)
}

// small writes an element of at most four bytes of data in eight.
func (b builder) small(kind uint16, data []byte) []byte {
	out := append(b.bytes(uint32(len(data))<<16|uint32(kind)), data...)
	return append(out, make([]byte, 4-len(data))...)
}

// matrix writes an array of a class (with flags) and sizes; parts are what follows the name.
func (b builder) matrix(class uint32, dims []int32, name string, parts ...[]byte) []byte {
	content := b.element(miUint32, b.bytes([]uint32{class, 0}))
	content = append(content, b.element(miInt32, b.bytes(dims))...)
	content = append(content, b.element(miInt8, []byte(name))...)
	for _, p := range parts {
		content = append(content, p...)
	}
	return b.element(miMatrix, content)
}

func (b builder) doubles(name string, rows int32, numbers ...float64) []byte {
	return b.matrix(mxDouble, []int32{rows, int32(len(numbers)) / rows}, name, b.element(miDouble, b.bytes(numbers)))
}

func (b builder) compressed(element []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	z.Write(element)
	z.Close()
	return b.element(miCompressed, out.Bytes())
}

// file puts a header before variables.
func (b builder) file(variables ...[]byte) string {
	head := make([]byte, 128)
	copy(head, "MATLAB 5.0 MAT-file, written by a test")
	b.PutUint16(head[124:], 0x0100)
	b.PutUint16(head[126:], 'M'<<8|'I')
	return string(head) + string(bytes.Join(variables, nil))
}

func read(data string, opts matlab.Options) (*matlab.File, error) {
	opts.FS = fstest.MapFS{"x.mat": {Data: []byte(data)}}
	return matlab.Read(context.Background(), "x.mat", opts)
}

// everything has an array of every kind.
func (b builder) everything() [][]byte {
	return [][]byte{
		b.doubles("d", 2, 1, 2.5, math.Inf(1), -4),
		b.compressed(b.matrix(mxInt16, []int32{1, 3}, "i", b.element(miInt16, b.bytes([]int16{-5, 0, 700})))),
		b.matrix(mxDouble, []int32{1, 2}, "bytes", b.small(miUint8, []byte{7, 255})), // doubles kept as bytes
		b.matrix(mxInt64, []int32{1, 2}, "big", b.element(miInt64, b.bytes([]int64{1 << 53, 1<<53 + 1}))),
		b.matrix(mxUint8|logical, []int32{1, 2}, "yes", b.small(miUint8, []byte{1, 0})),
		b.matrix(mxChar, []int32{1, 4}, "word", b.element(miUTF16, b.bytes([]uint16{'a', 0xf1, 0xd83d, 0xde00}))),
		b.matrix(mxChar, []int32{2, 3}, "lines", b.element(miUTF8, []byte("adbecf"))),
		b.matrix(mxChar, []int32{1, 2}, "octave", b.small(miUTF8, []byte("ñ"))), // a byte an element
		b.matrix(mxChar, []int32{1, 2}, "latin", b.small(miUTF8, []byte("\xf1a"))),
		b.matrix(mxCell, []int32{1, 3}, "c", b.doubles("", 1, 9), b.element(miMatrix, nil),
			b.matrix(mxCell, []int32{1, 1}, "", b.doubles("", 1, 8))),
		b.matrix(mxStruct, []int32{1, 2}, "s", b.small(miInt32, b.bytes(int32(4))), b.element(miInt8, []byte("km\x00\x00id\x00\x00")),
			b.doubles("", 1, 1), b.doubles("", 1, 2), b.doubles("", 1, 3), b.doubles("", 1, 4)),
		b.matrix(mxSparse, []int32{4, 3}, "sp", b.element(miInt32, b.bytes([]int32{0, 2, 3})),
			b.element(miInt32, b.bytes([]int32{0, 1, 1, 3})), b.element(miDouble, b.bytes([]float64{5, -1, 6}))),
		b.matrix(mxSparse|logical, []int32{4, 2}, "spl", b.small(miInt32, b.bytes(int32(1))),
			b.element(miInt32, b.bytes([]int32{0, 0, 1})), b.small(miUint8, []byte{1})),
		b.matrix(mxDouble, []int32{0, 0}, "none", b.element(miDouble, nil)),
		b.matrix(mxStruct, []int32{1, 1}, "bare", b.small(miInt32, b.bytes(int32(1))), b.element(miInt8, nil)),
	}
}
