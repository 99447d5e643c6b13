package feature

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/internal/projection"
)

// gpkgLayer is a row of gpkg_contents.
type gpkgLayer struct {
	table    string
	kind     string // features or attributes
	geometry string // column of the geometry; "" without
	system   int32  // of the geometry
}

// gpkgWish is what the caller asks of a GeoPackage.
type gpkgWish struct {
	layer  string // "" is the only one
	system *crs
}

// splitMember cuts "file.gpkg/layer" in two. Without such a slash member is the
// name of a file in an archive.
func splitMember(member string) (file, layer string) {
	const mark = ".gpkg/"
	if i := strings.Index(strings.ToLower(member), mark); i >= 0 {
		return member[:i+len(mark)-1], member[i+len(mark):]
	}
	return member, ""
}

// list calls row for each row of a statement of texts and numbers.
func (d *database) list(statement string, row func(values []any)) error {
	rows, err := d.query(statement)
	if err != nil {
		return d.located(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return d.located(err)
	}
	values, into := scanRow(len(columns))
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return d.located(err)
		}
		row(values)
	}
	if err := rows.Err(); err != nil {
		return d.located(err)
	}
	return nil
}

// scanRow returns room for the values of a row and pointers to it.
func scanRow(n int) (values, into []any) {
	values, into = make([]any, n), make([]any, n)
	for i := range values {
		into[i] = &values[i]
	}
	return values, into
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// layers lists the tables of the GeoPackage.
func (d *database) layers() (out []gpkgLayer, err error) {
	have := map[string]bool{}
	err = d.list(`SELECT lower(+name) FROM sqlite_schema WHERE type IN ('table', 'view')`, func(v []any) { have[textOf(v[0])] = true })
	if err != nil {
		return nil, err
	}
	if !have["gpkg_contents"] {
		bad := &Error{File: d.label, Err: fmt.Errorf("a SQLite database without the table gpkg_contents: %w", ErrFormat),
			Hint: "a GeoPackage has it; convert SpatiaLite with: ogr2ogr out.gpkg in.sqlite"}
		return nil, bad
	}
	join, columns := "", "NULL, NULL"
	if have["gpkg_geometry_columns"] {
		columns = "+g.column_name, +g.srs_id"
		join = " LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)"
	}
	err = d.list("SELECT +c.table_name, +c.data_type, "+columns+" FROM gpkg_contents c"+join+" ORDER BY 1", func(v []any) {
		l := gpkgLayer{table: textOf(v[0]), kind: textOf(v[1]), geometry: textOf(v[2])}
		if id, ok := v[3].(int64); ok {
			l.system = int32(id)
		}
		if have[strings.ToLower(l.table)] && (l.kind == "features" || l.kind == "attributes") {
			out = append(out, l)
		}
	})
	return out, err
}

// chooseLayer finds the layer named, else the only one that has geometry, else
// the only one.
func (d *database) chooseLayer(name string) (l gpkgLayer, err error) {
	all, err := d.layers()
	if err != nil {
		return l, err
	}
	fits := all
	if name != "" {
		fits = slices.DeleteFunc(slices.Clone(all), func(l gpkgLayer) bool { return !strings.EqualFold(l.table, name) })
	} else if lines := slices.DeleteFunc(slices.Clone(all), func(l gpkgLayer) bool { return l.kind != "features" }); len(lines) > 0 {
		fits = lines
	}
	if len(fits) == 1 {
		if fits[0].kind == "features" && fits[0].geometry == "" {
			return l, &Error{File: d.label, Err: fmt.Errorf("the layer %s has no row in gpkg_geometry_columns", quote(fits[0].table)),
				Hint: "write it anew with: ogr2ogr out.gpkg in.gpkg"}
		}
		return fits[0], nil
	}
	return l, d.choiceError(name, fits, all)
}

func (d *database) choiceError(name string, fits, all []gpkgLayer) error {
	const most = 20
	out := &Error{File: d.label, Hint: "the layers are "}
	switch {
	case len(all) == 0:
		out.Err, out.Hint = fmt.Errorf("the GeoPackage has no layer of features: %w", ErrFormat), "raster tiles are not read"
		return out
	case len(fits) == 0:
		out.Err, fits = fmt.Errorf("the GeoPackage has no layer %s", quote(name)), all
	default:
		out.Err, out.Hint = fmt.Errorf("%d layers of the GeoPackage could be meant", len(fits)), "name the member to read: "
	}
	for i, l := range fits[:min(most, len(fits))] {
		if i > 0 {
			out.Hint += ", "
		}
		out.Hint += l.table
	}
	if len(fits) > most {
		out.Hint += ", ..."
	}
	return out
}

// System numbers that stand for none; OGC 12-128r19, requirement 11.
const (
	gpkgUndefinedPlane   = -1
	gpkgUndefinedDegrees = 0
)

// useSystem takes the coordinate system of a layer from its definition, else
// from its code.
func (d *database) useSystem(l gpkgLayer, wish gpkgWish) error {
	if wish.system.asked || l.geometry == "" {
		return nil
	}
	switch l.system {
	case gpkgUndefinedDegrees:
		wish.system.notes.add(noteNoSystem, 1)
		return nil
	case gpkgUndefinedPlane:
		return &Error{File: d.label, Err: fmt.Errorf("%w: the layer %s names no system", ErrProjected, quote(l.table)),
			Hint: "find out the system, such as EPSG:6372, and give it as CRS"}
	}
	var definition, code string
	err := d.list("SELECT +definition, +organization || ':' || organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = "+
		strconv.Itoa(int(l.system)), func(v []any) { definition, code = textOf(v[0]), textOf(v[1]) })
	if err != nil {
		return err
	}
	if definition == "" && code == "" {
		return &Error{File: d.label, Err: fmt.Errorf("%w: gpkg_spatial_ref_sys has no system %d", ErrProjected, l.system),
			Hint: "find out the system, such as EPSG:6372, and give it as CRS"}
	}
	s, err := projection.ParseWKT(definition)
	if errors.Is(err, projection.ErrSyntax) && code != "" {
		s, err = projection.Parse(code)
	}
	if err == nil {
		err = wish.system.use(s)
	}
	if err != nil {
		return crsError(d.label, err)
	}
	return nil
}
