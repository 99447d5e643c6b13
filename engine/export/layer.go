package export

import (
	"fmt"
	"iter"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Kind is the type of a column.
type Kind uint8

// The kinds of columns.
const (
	Text Kind = iota
	Integer
	Real
	Boolean
)

func (k Kind) String() string { return [...]string{"text", "integer", "real", "boolean"}[k] }

// Column describes one column of a layer.
type Column struct {
	Name     string
	Kind     Kind
	Decimals int    // of a Real, at most
	Unit     string // "" for none
	Meaning  string
}

// Layer is a table whose rows may have a geometry.
type Layer struct {
	Name    string
	Columns []Column
	Rows    []Row
	Style   *Style // nil for none
}

// Row is a row of a layer. Values follow the columns: string, int, float64 or
// bool by kind. nil and NaN are "unknown".
type Row struct {
	Geometry orb.Geometry
	Values   []any
}

// rows yields the rows of a layer, never an error.
func (l Layer) rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, row := range l.Rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// coordinateDecimals is the resolution of the road graph, 1e-7 degree.
const coordinateDecimals = 7

// Format returns a value as it stands in every text format, and false when it
// is unknown. It panics when the value is not of the column's kind.
func (c Column) Format(value any) (text string, known bool) {
	switch v := value.(type) {
	case nil:
		return "", false
	case string:
		c.must(Text)
		return v, true
	case bool:
		c.must(Boolean)
		return strconv.FormatBool(v), true
	case int:
		c.must(Integer)
		return strconv.Itoa(v), true
	case float64:
		c.must(Real)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "", false
		}
		return string(appendFloat(nil, v, c.Decimals)), true
	}
	panic(fmt.Sprintf("export: column %q cannot hold a %T", c.Name, value))
}

func (c Column) must(k Kind) {
	if c.Kind != k {
		panic(fmt.Sprintf("export: column %q is %v, its value %v", c.Name, c.Kind, k))
	}
}

// appendFloat writes x with at most the given decimals, without trailing zeros
// and without a minus before zero.
func appendFloat(dst []byte, x float64, decimals int) []byte {
	start := len(dst)
	dst = strconv.AppendFloat(dst, x, 'f', decimals, 64)
	if decimals > 0 {
		end := len(dst)
		for dst[end-1] == '0' {
			end--
		}
		if dst[end-1] == '.' {
			end--
		}
		dst = dst[:end]
	}
	if string(dst[start:]) == "-0" {
		dst = append(dst[:start], '0')
	}
	return dst
}
