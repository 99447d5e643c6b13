package matlab_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/internal/matlab"
)

// show writes an array as MATLAB would, on one line.
func show(a *matlab.Array) string {
	out := a.String() + " "
	switch {
	case a.Class == matlab.Char:
		return out + fmt.Sprintf("%q", a.Text)
	case a.Sparse != nil:
		return out + fmt.Sprint(a.Numbers, a.Sparse.Rows, a.Sparse.ColumnStart)
	case a.Class == matlab.Cell, a.Class == matlab.Struct:
		out += fmt.Sprint(a.Fields, "{")
		for i, c := range a.Cells {
			if i > 0 {
				out += ", "
			}
			out += show(c)
		}
		return out + "}"
	}
	return out + fmt.Sprint(a.Numbers)
}

func TestEveryKindInBothByteOrders(t *testing.T) {
	want := map[string]string{
		"d":      "2x2 double [1 2.5 +Inf -4]",
		"i":      "1x3 int16 [-5 0 700]",
		"bytes":  "1x2 double [7 255]",
		"big":    "1x2 int64 [9.007199254740992e+15 9.007199254740992e+15]",
		"yes":    "1x2 logical [1 0]",
		"word":   `1x4 char "añ😀"`,
		"lines":  `2x3 char "abc\ndef"`,
		"octave": `1x2 char "ñ"`,
		"latin":  `1x2 char "ña"`,
		"c":      "1x3 cell []{1x1 double [9], 0x0 double [], 1x1 cell []{1x1 double [8]}}",
		"s":      "1x2 struct [km id]{1x1 double [1], 1x1 double [2], 1x1 double [3], 1x1 double [4]}",
		"sp":     "4x3 sparse double [5 -1 6] [0 2 3] [0 1 1 3]",
		"spl":    "4x2 sparse logical [1] [1] [0 0 1]",
		"none":   "0x0 double []",
		"bare":   "1x1 struct []{}",
	}
	for name, b := range map[string]builder{"little": little, "big": big} {
		f, err := read(b.file(b.everything()...), matlab.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		if len(f.Variables) != len(want) {
			t.Errorf("%s: %d variables, want %d", name, len(f.Variables), len(want))
		}
		for _, a := range f.Variables {
			if got := show(a); got != want[a.Name] {
				t.Errorf("%s: %s is %s, want %s", name, a.Name, got, want[a.Name])
			}
		}
		if got := f.Variable("big").Rounded; got != 1 { // 2^53+1 is none of float64's
			t.Errorf("%s: %d rounded, want 1", name, got)
		}
	}
}

func TestEveryNumericType(t *testing.T) {
	b := little
	for _, test := range []struct {
		kind uint32
		data any
		want []float64
	}{
		{miInt8, []int8{-128, 127}, []float64{-128, 127}},
		{miUint8, []uint8{0, 255}, []float64{0, 255}},
		{miInt16, []int16{math.MinInt16, 2}, []float64{math.MinInt16, 2}},
		{miUint16, []uint16{1, math.MaxUint16}, []float64{1, math.MaxUint16}},
		{miInt32, []int32{math.MinInt32, 2}, []float64{math.MinInt32, 2}},
		{miUint32, []uint32{1, math.MaxUint32}, []float64{1, math.MaxUint32}},
		{miInt64, []int64{math.MinInt64, 3}, []float64{math.MinInt64, 3}},
		{miUint64, []uint64{1 << 63, 3}, []float64{1 << 63, 3}},
		{miSingle, []float32{1.5, -2}, []float64{1.5, -2}},
		{miDouble, []float64{0.1, math.MaxFloat64}, []float64{0.1, math.MaxFloat64}},
	} {
		f, err := read(b.file(b.matrix(mxDouble, []int32{2, 1}, "x", b.element(test.kind, b.bytes(test.data)))), matlab.Options{})
		if err != nil {
			t.Error(test.kind, err)
			continue
		}
		if a := f.Variables[0]; !slices.Equal(a.Numbers, test.want) || a.Rounded != 0 {
			t.Errorf("type %d: %v, want %v", test.kind, a.Numbers, test.want)
		}
	}
}

func TestAccess(t *testing.T) {
	f, err := read(little.file(little.everything()...), matlab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, sp, s := f.Variable("d"), f.Variable("sp"), f.Variable("s")
	if d.At(1, 0) != 2.5 || d.At(1, 1) != -4 {
		t.Errorf("d(2,1) is %v, d(2,2) %v", d.At(1, 0), d.At(1, 1))
	}
	// sp is   5 . .
	//         . . .
	//         . . -1
	//         . . 6
	if sp.At(0, 0) != 5 || sp.At(2, 2) != -1 || sp.At(3, 2) != 6 || sp.At(1, 2) != 0 || sp.At(3, 1) != 0 || sp.Len() != 3 {
		t.Errorf("sp is %s", show(sp))
	}
	if got := s.Field("id", 1).Numbers[0]; got != 4 {
		t.Errorf("s(2).id is %v", got)
	}
	if s.Field("no", 0) != nil || s.Field("id", 2) != nil || d.Field("id", 0) != nil || f.Variable("zz").Len() != 0 {
		t.Error("what is absent should be nil and of no length")
	}
	if got := f.Variable("zz").String(); got != "absent" {
		t.Errorf("an absent variable is %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("d(3,1) should panic")
		}
	}()
	d.At(2, 0)
}

func TestVariablesWanted(t *testing.T) {
	b := little
	object := b.matrix(mxObject, []int32{1, 1}, "object")
	data := b.file(object, b.compressed(b.doubles("a", 1, 1)), b.compressed(b.matrix(mxDouble|complexFlag, []int32{1, 1}, "z")), b.doubles("b", 1, 2))
	f, err := read(data, matlab.Options{Variables: []string{"b", "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Variables) != 2 || f.Variable("a").Numbers[0] != 1 || f.Variable("b").Numbers[0] != 2 {
		t.Errorf("%d variables", len(f.Variables))
	}
}

// MATLAB keeps what belongs to its objects in a nameless array, whose position
// is in the header.
func TestSubsystemIsLeftOut(t *testing.T) {
	b := little
	data := []byte(b.file(b.doubles("a", 1, 1)))
	b.PutUint64(data[116:], uint64(len(data)))
	data = append(data, b.matrix(mxUint8, []int32{1, 1}, "", b.small(miUint8, []byte{1}))...)
	f, err := read(string(data), matlab.Options{})
	if err != nil || len(f.Variables) != 1 || len(f.Warnings) != 1 {
		t.Errorf("%v, %+v", err, f)
	}
}
