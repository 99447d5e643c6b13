package export

import (
	"encoding/csv"
	"io"
	"iter"
)

// WriteCSV writes the columns of a layer, without geometry, as RFC 4180 with
// lines that end in "\n". Unknown values are empty.
func WriteCSV(w io.Writer, l Layer) error { return WriteCSVRows(w, l, l.rows()) }

// WriteCSVRows is [WriteCSV] with rows that come one by one, in place of those of the
// layer; it needs memory for one, and stops at their error.
func WriteCSVRows(w io.Writer, l Layer, rows iter.Seq2[Row, error]) error {
	out := csv.NewWriter(w)
	record := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, c := range l.Columns {
			record[i], _ = c.Format(row.Values[i])
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Dictionary returns a table that describes the columns of each layer, and counts
// the rows in which they are unknown.
func Dictionary(layers ...Layer) Layer {
	d := Layer{Name: "columns", Columns: []Column{
		{Name: "layer"}, {Name: "column"}, {Name: "type"}, {Name: "unit"}, {Name: "meaning"},
		{Name: "rows", Kind: Integer}, {Name: "missing", Kind: Integer},
	}}
	for _, l := range layers {
		for i, c := range l.Columns {
			missing := 0
			for _, row := range l.Rows {
				if _, known := c.Format(row.Values[i]); !known {
					missing++
				}
			}
			d.Rows = append(d.Rows, Row{Values: []any{l.Name, c.Name, c.Kind.String(), c.Unit, c.Meaning, len(l.Rows), missing}})
		}
	}
	return d
}
