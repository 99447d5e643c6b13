package matlab

import (
	"slices"
	"strconv"
	"strings"
)

// Class is the kind of values in an [Array], as MATLAB's class() names it.
type Class uint8

// The classes of arrays. The zero Class is that of no array.
const (
	Cell Class = iota + 1
	Struct
	Char
	Logical
	Double
	Single
	Int8
	Uint8
	Int16
	Uint16
	Int32
	Uint32
	Int64
	Uint64
)

var classNames = [...]string{"absent", "cell", "struct", "char", "logical", "double", "single",
	"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"}

// String returns MATLAB's name of the class.
func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return "class " + strconv.Itoa(int(c))
}

// Array is one value: a variable, or what is in a cell or a field. Element
// (i,j,k) counted from 0 of an array of Dims [m n p] is number i + m*(j + n*k),
// that is, columns stand one after another. The methods may be called on nil,
// which is an array of nothing. Arrays are shared, and safe for any number of
// goroutines that do not change them.
type Array struct {
	// Name is the name of a variable; "" for what is in a cell or a field.
	Name  string
	Class Class
	// Dims are the sizes, at least two of them, none negative.
	Dims []int
	// Numbers holds the elements of numeric arrays, and of logical ones as 0
	// and 1; of a sparse array only those that are stored.
	Numbers []float64
	// Rounded counts the 64-bit integers that float64 cannot hold exactly.
	Rounded int
	// Sparse is set for sparse arrays, and says where Numbers belong.
	Sparse *Sparse
	// Text is the content of a char array; several rows are joined by "\n",
	// each with the blanks that fill it.
	Text string
	// Cells holds the elements of a cell array, none nil. Of a struct it holds
	// the fields of the first element, then those of the second, and so on.
	Cells []*Array
	// Fields names the fields of a struct, in file order.
	Fields []string
}

// Sparse is compressed column form: the values of column j are
// Numbers[ColumnStart[j]:ColumnStart[j+1]], in the rows Rows of the same range,
// which ascend.
type Sparse struct {
	Rows        []int
	ColumnStart []int // one more than there are columns
}

// Len returns the number of elements, the product of Dims; for a sparse array
// the number that is stored.
func (a *Array) Len() int {
	switch {
	case a == nil:
		return 0
	case a.Sparse != nil:
		return len(a.Numbers)
	}
	n := 1
	for _, d := range a.Dims {
		n *= d
	}
	return n
}

// String describes the array, not its values: "17404x1 double".
func (a *Array) String() string {
	if a == nil {
		return "absent"
	}
	dims := make([]string, len(a.Dims))
	for i, d := range a.Dims {
		dims[i] = strconv.Itoa(d)
	}
	sparse := ""
	if a.Sparse != nil {
		sparse = "sparse "
	}
	return strings.Join(dims, "x") + " " + sparse + a.Class.String()
}

// Field returns a field of element i (from 0) of a struct, or nil where there
// is none of that name. Time is linear in the number of fields.
func (a *Array) Field(name string, i int) *Array {
	if a == nil || a.Class != Struct || i < 0 || i >= a.Len() {
		return nil
	}
	f := slices.Index(a.Fields, name)
	if f < 0 {
		return nil
	}
	return a.Cells[i*len(a.Fields)+f]
}

// At returns element (row, column), from 0, of a full or sparse numeric matrix.
// It panics outside the matrix. Time is constant when full, logarithmic in the
// number of values of the column when sparse.
func (a *Array) At(row, column int) float64 {
	if len(a.Dims) != 2 || row < 0 || column < 0 || row >= a.Dims[0] || column >= a.Dims[1] {
		panic("matlab: no element " + strconv.Itoa(row) + "," + strconv.Itoa(column) + " in a " + a.String())
	}
	if a.Sparse == nil {
		return a.Numbers[row+a.Dims[0]*column]
	}
	first := a.Sparse.ColumnStart[column]
	i, found := slices.BinarySearch(a.Sparse.Rows[first:a.Sparse.ColumnStart[column+1]], row)
	if !found {
		return 0
	}
	return a.Numbers[first+i]
}
