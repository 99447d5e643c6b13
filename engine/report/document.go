package report

import "io"

// Document is a report. The zero value is an empty page.
type Document struct {
	Title    string
	Subtitle string
	Sections []Section
}

// Section is a heading with what stands under it. Its ID is its place in links,
// lower-case letters and digits.
type Section struct {
	ID, Title string
	Blocks    []Block
}

// Block is a part of a section.
type Block interface {
	write(w *writer)
}

// Text is a paragraph.
type Text string

// Note is a paragraph in small print: sources, caveats.
type Note string

// Column heads a column of a table.
type Column struct {
	Name    string
	Numeric bool // set to the right
}

// Table is a table with a caption. Every row has a cell for each column.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]string
}

// Write writes the document. Not safe for a document that is being changed.
func (d Document) Write(w io.Writer) error {
	out := &writer{}
	out.document(d)
	_, err := w.Write(out.Bytes())
	return err
}
