package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

// askStudy runs a study to ask more of it.
func askStudy(c *cobra.Command, f *flags, args []string) (*engine.Result, error) {
	study, _, err := openStudy(args)
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	result, err := engine.Ask(c.Context(), study, engine.Options{Progress: bars.update})
	if err == nil && !f.quiet && !f.json {
		printWarnings(c.ErrOrStderr(), result.Warnings)
	}
	return result, err
}

// answer is what a further question to a study writes and prints. The first table is
// the one that --csv prints.
type answer struct {
	maps, tables []export.Layer
	out          string // folder; "" for none
	csv          bool
	page         func(io.Writer) error // report.html; nil for none
}

func (a answer) write(c *cobra.Command, f *flags, print func(io.Writer)) error {
	if a.out != "" {
		if err := a.stage(); err != nil {
			return err
		}
	}
	w := c.OutOrStdout()
	switch {
	case f.json:
		return writeRows(w, a.tables)
	case a.csv:
		return export.WriteCSV(w, a.tables[0])
	}
	print(w)
	if a.out != "" {
		fmt.Fprintf(w, "\nWritten to %s\n", filepath.ToSlash(a.out))
	}
	return nil
}

// stage writes all files of an answer together.
func (a answer) stage() error {
	staging, err := export.Stage(a.out)
	if err != nil {
		return err
	}
	defer staging.Abort()
	if err := staging.WriteLayers(export.GeoJSON, "", a.maps...); err != nil {
		return err
	}
	for _, table := range append(slices.Clone(a.tables), export.Dictionary(a.tables...)) {
		if err := staging.Write(table.Name+".csv", func(w io.Writer) error { return export.WriteCSV(w, table) }); err != nil {
			return err
		}
	}
	if a.page != nil {
		if err := staging.Write("report.html", a.page); err != nil {
			return err
		}
	}
	return staging.Commit()
}

// writeRows prints layers as JSON: a list of objects each, with the columns in their
// order and null for what is unknown.
func writeRows(w io.Writer, layers []export.Layer) error {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, layer := range layers {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:[", layer.Name)
		for k, row := range layer.Rows {
			if k > 0 {
				b.WriteByte(',')
			}
			appendRow(&b, layer.Columns, row)
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
	var indented bytes.Buffer
	if err := json.Indent(&indented, b.Bytes(), "", "  "); err != nil {
		return err
	}
	indented.WriteByte('\n')
	_, err := w.Write(indented.Bytes())
	return err
}

func appendRow(b *bytes.Buffer, columns []export.Column, row export.Row) {
	b.WriteByte('{')
	for i, column := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		value, known := column.Format(row.Values[i])
		switch {
		case !known:
			value = "null"
		case column.Kind == export.Text:
			quoted, _ := json.Marshal(value) // a string has no error
			value = string(quoted)
		}
		fmt.Fprintf(b, "%q:%s", column.Name, value)
	}
	b.WriteByte('}')
}

// mostRows keeps a table to a screen.
const mostRows = 12

// widest returns the places where two lists differ most, the first of equals first.
func widest(a, b []float64) []int {
	var list []int
	for i := range a {
		if a[i] != b[i] {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(i, k int) int { return cmp.Compare(math.Abs(a[k]-b[k]), math.Abs(a[i]-b[i])) })
	return list[:min(mostRows, len(list))]
}
