package feature

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// gpkgSource reads one layer of a GeoPackage, row by row in the order of its
// primary key.
type gpkgSource struct {
	*database
	decode   *decoder
	layer    gpkgLayer
	table    *schema
	boolean  []bool // of the columns of table
	order    []string
	rows     *sql.Rows
	geometry sql.RawBytes
	values   []any // of the columns of table
	into     []any // what rows are scanned into: geometry, if any, then values
	packed   []byte
	ends     []int
	index    int
	tell     func(bytes int) // of progress; nil without
}

func openGeoPackage(c *content, decode *decoder, wish gpkgWish) (*gpkgSource, error) {
	d, err := openSQLite(c, decode.notes)
	if err != nil {
		return nil, err
	}
	s := &gpkgSource{database: d, decode: decode}
	if file, ok := c.at.(*diskFile); ok && d.temp == "" {
		s.tell = file.tell
	}
	if err := s.open(wish); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *gpkgSource) open(wish gpkgWish) (err error) {
	if s.layer, err = s.chooseLayer(wish.layer); err != nil {
		return err
	}
	if err = s.useSystem(s.layer, wish); err != nil {
		return err
	}
	names, err := s.readColumns()
	if err != nil {
		return err
	}
	s.table = newSchema(s.label, names)
	s.values, s.into = scanRow(len(names))
	// A sign before a column hides its declared type, by which the driver
	// would turn texts into dates.
	var b strings.Builder
	b.WriteString("SELECT ")
	if s.layer.geometry != "" {
		s.into = append([]any{&s.geometry}, s.into...)
		names = append([]string{s.layer.geometry}, names...)
	}
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("+" + identifier(name))
	}
	b.WriteString(" FROM " + identifier(s.layer.table) + " ORDER BY " + strings.Join(s.order, ", "))
	if s.rows, err = s.query(b.String()); err != nil {
		return s.located(err)
	}
	return nil
}

func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// readColumns lists the columns but the geometry, and finds the order of the
// rows: the primary key, else the rowid, else (a view) the first column.
func (s *gpkgSource) readColumns() (names []string, err error) {
	key := map[int64]string{}
	geometry, view := s.layer.geometry == "", true
	statement := "SELECT +name, +type, +pk, +hidden FROM pragma_table_xinfo(" + literal(s.layer.table) + ")"
	err = s.list(statement, func(v []any) {
		name := textOf(v[0])
		if position, _ := v[2].(int64); position > 0 {
			key[position] = identifier(name)
		}
		if hidden, _ := v[3].(int64); hidden == 1 {
			return
		}
		if strings.EqualFold(name, s.layer.geometry) {
			geometry = true
			return
		}
		names = append(names, name)
		s.boolean = append(s.boolean, strings.EqualFold(textOf(v[1]), "BOOLEAN"))
	})
	if err != nil {
		return nil, err
	}
	if !geometry {
		return nil, &Error{File: s.label, Column: s.layer.geometry, Err: fmt.Errorf("the layer %s has no such column: %w", quote(s.layer.table), ErrColumn),
			Hint: columnsHint(s.layer.geometry, names)}
	}
	for i := int64(1); key[i] != ""; i++ {
		s.order = append(s.order, key[i])
	}
	if s.order != nil {
		return names, nil
	}
	err = s.list("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = "+literal(s.layer.table)+" COLLATE NOCASE", func([]any) { view = false })
	switch {
	case !view:
		s.order = []string{"rowid"}
	case len(names) > 0:
		s.order = []string{identifier(names[0])}
	default:
		s.order = []string{"1"}
	}
	return names, err
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func (s *gpkgSource) columns() []string { return s.table.columns }

func (s *gpkgSource) next() (Feature, error) {
	f := Feature{Index: s.index, table: s.table}
	if !s.rows.Next() {
		if err := s.rows.Err(); err != nil {
			return f, s.located(err)
		}
		if s.index == 0 {
			s.decode.notes.add(noteNoFeatures, 1)
		}
		return f, io.EOF
	}
	if err := s.rows.Scan(s.into...); err != nil {
		return f, s.located(err)
	}
	s.index++
	if s.layer.geometry != "" {
		if err := s.shape(&f); err != nil {
			return f, err
		}
	}
	err := s.row(&f)
	if s.tell != nil {
		s.tell(len(s.geometry) + len(s.packed))
	}
	return f, err
}

// shape decodes the geometry.
func (s *gpkgSource) shape(f *Feature) (err error) {
	if s.geometry == nil {
		s.decode.notes.add(noteNullShape, 1)
		return nil
	}
	var system int32
	f.Geometry, system, err = parseGPKG(s.geometry)
	if err != nil {
		out := f.Errorf("%w", err)
		out.Hint = "delete the feature or repair it, for example in QGIS"
		if errors.Is(err, errCurved) {
			out.Hint = "make lines of curves with: ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg in.gpkg"
		}
		return out
	}
	if f.Geometry == nil {
		s.decode.notes.add(noteNullShape, 1)
	} else if system != s.layer.system {
		s.decode.notes.add(noteOtherSystem, 1)
	}
	return nil
}

// row copies the values into one string that they share.
func (s *gpkgSource) row(f *Feature) error {
	s.packed, s.ends = s.packed[:0], s.ends[:0]
	for i, v := range s.values {
		switch v := v.(type) {
		case string:
			s.packed = append(s.packed, v...)
		case []byte:
			s.decode.notes.add(note{"", "column " + quote(s.table.columns[i]) + " holds binary data, which is not read: its values are missing"}, 1)
		case int64:
			s.packed = appendInteger(s.packed, v, s.boolean[i])
		case float64:
			s.packed = appendReal(s.packed, v)
		}
		s.ends = append(s.ends, len(s.packed))
	}
	all := string(s.packed)
	f.values = make([]string, len(s.ends))
	begin := 0
	for i, end := range s.ends {
		text, err := s.decode.text(all[begin:end])
		if err != nil {
			out := f.Errorf("%w: %s", err, quote(all[begin:end]))
			out.Column, out.Hint = s.table.columns[i], encodingHint
			return out
		}
		f.values[i], begin = text, end
	}
	return nil
}

func appendInteger(out []byte, v int64, boolean bool) []byte {
	if boolean && v>>1 == 0 {
		return strconv.AppendBool(out, v == 1)
	}
	return strconv.AppendInt(out, v, 10)
}

// appendReal writes the shortest digits that mean the same number, without
// exponent as long as JSON writers do.
func appendReal(out []byte, v float64) []byte {
	format := byte('f')
	if abs := max(v, -v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(out, v, format, -1, 64)
}

// Close ends the query and closes the database.
func (s *gpkgSource) Close() error {
	if s.rows != nil {
		s.rows.Close()
	}
	return s.database.Close()
}
