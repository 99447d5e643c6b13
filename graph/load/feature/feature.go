package feature

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Feature is one row of a table or one feature of a layer.
//
// A Feature owns its values: it stays valid after the stream has moved on and
// after the Reader is closed, and several goroutines may read it at once.
// Columns are looked up by their exact name in constant time. The zero Feature
// has no geometry and no columns.
type Feature struct {
	// Geometry is lon,lat in degrees of WGS84, whatever the system of the file;
	// nil for a plain table row, a null shape or a row with empty coordinates. Z
	// and M are dropped. Polygons of a shapefile are wound as RFC 7946 asks (outer
	// counterclockwise); others are as written. No coordinate is NaN
	// or infinite; every other property is left for the consumer to check.
	Geometry orb.Geometry
	// Line is the 1-based line where the feature starts; 0 in binary formats.
	Line int
	// Index is the 0-based position among the features of the file. Deleted
	// rows of a shapefile keep their position, so Index may jump.
	Index int

	table  *schema
	values []string
}

// schema names the columns of a file; features that follow one another with
// the same columns share one.
type schema struct {
	file    string
	columns []string
	index   map[string]int
}

func newSchema(file string, columns []string) *schema {
	s := &schema{file: file, columns: columns, index: make(map[string]int, len(columns))}
	for i, name := range columns {
		if name != "" {
			s.index[name] = i
		}
	}
	return s
}

// Text returns the value of a column as text, without surrounding blanks. It
// is false when the column is absent or its value is null or empty: formats
// that know only text cannot tell those apart. A GeoJSON number or boolean is
// as written in the file, a nested object is compact JSON. A logical .dbf value is
// "true" or "false", a .dbf date is YYYY-MM-DD. A number of a GeoPackage has
// the fewest digits that tell it, a BOOLEAN is "true" or "false", a date is as
// written.
func (f Feature) Text(column string) (string, bool) {
	i, ok := f.column(column)
	if !ok || i >= len(f.values) {
		return "", false
	}
	v := strings.TrimSpace(f.values[i])
	return v, v != ""
}

// At is Text of the column at a position from 0, for columns without a name.
func (f Feature) At(position int) (string, bool) {
	if position < 0 || position >= len(f.values) {
		return "", false
	}
	v := strings.TrimSpace(f.values[position])
	return v, v != ""
}

// Has tells whether the feature has a value, neither null nor empty, in column.
func (f Feature) Has(column string) bool {
	_, ok := f.Text(column)
	return ok
}

// Number returns the value of a column as a finite number, in the unit of the
// file. A missing value ("", null, or R's NA) and an absent column give an
// error that wraps ErrMissing; text that is no number, NaN and infinity give
// one that wraps ErrNumber and says how to mend it. The error is an *Error and
// comes with NaN.
func (f Feature) Number(column string) (float64, error) {
	text, ok := f.Text(column)
	if !ok || text == "NA" {
		return math.NaN(), f.missing(column)
	}
	v, hint := parseNumber(text)
	if hint == "" {
		return v, nil
	}
	err := f.Errorf("%w: %s", ErrNumber, quote(text))
	err.Column, err.Hint = column, hint
	return math.NaN(), err
}

func (f Feature) missing(column string) *Error {
	err := f.Errorf("%w", ErrMissing)
	err.Column = column
	if _, ok := f.column(column); !ok && f.table != nil {
		err.Err = fmt.Errorf("no such column: %w", ErrMissing)
		err.Hint = columnsHint(column, f.table.columns)
	}
	return err
}

func (f Feature) column(name string) (int, bool) {
	if f.table == nil {
		return 0, false
	}
	i, ok := f.table.index[name]
	return i, ok
}

// Columns returns the names of the columns of this feature in file order. The
// caller may keep and change the slice.
func (f Feature) Columns() []string {
	if f.table == nil {
		return nil
	}
	return slices.Clone(f.table.columns)
}

// Errorf returns an error located at this feature: its file and line, or its
// file and number in a binary format. The format may wrap an error with %w;
// the caller may set Column and Hint of the result.
func (f Feature) Errorf(format string, args ...any) *Error {
	err := &Error{Line: f.Line, Feature: f.Index + 1, Err: fmt.Errorf(format, args...)}
	if f.table != nil {
		err.File = f.table.file
	}
	return err
}

// ErrMissing is wrapped by the error of Number for a value that is not there.
var ErrMissing = errors.New("the value is missing")

// ErrNumber is wrapped by the error of Number for text that is no number.
var ErrNumber = errors.New("not a number")
