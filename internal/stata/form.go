package stata

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// form is what the formats differ in: sizes in bytes.
type form struct {
	tagged              bool
	columns, rows       int // numbers of them in the header
	label               int // length of the label; the label itself before 117
	types, name, sort   int
	format, columnLabel int
	textColumn, textRow int // of a reference to a long text
	longTextRow         int // of the row in the long text itself
}

// forms are those of 113 to 119; 116 was never released.
var forms = map[int]form{
	113: {columns: 2, rows: 4, label: 81, types: 1, name: 33, sort: 2, format: 12, columnLabel: 81},
	114: {columns: 2, rows: 4, label: 81, types: 1, name: 33, sort: 2, format: 49, columnLabel: 81},
	115: {columns: 2, rows: 4, label: 81, types: 1, name: 33, sort: 2, format: 49, columnLabel: 81},
	117: {tagged: true, columns: 2, rows: 4, label: 1, types: 2, name: 33, sort: 2, format: 49, columnLabel: 81,
		textColumn: 4, textRow: 4, longTextRow: 4},
	118: {tagged: true, columns: 2, rows: 8, label: 2, types: 2, name: 129, sort: 2, format: 57, columnLabel: 321,
		textColumn: 2, textRow: 6, longTextRow: 8},
	119: {tagged: true, columns: 4, rows: 8, label: 2, types: 2, name: 129, sort: 4, format: 57, columnLabel: 321,
		textColumn: 3, textRow: 5, longTextRow: 8},
}

const (
	releaseTag = "<stata_dta><header><release>"
	saveHint   = "in Stata, open it and write: saveold out.dta, version(13)"
)

// header reads up to the descriptions of the columns.
func (r *reader) header() error {
	head, err := r.in.Peek(len(releaseTag))
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case len(head) == 0:
		return r.short(0, "header", io.EOF)
	case string(head) == releaseTag:
		return r.taggedHeader()
	case head[0] >= 102 && head[0] <= 115 && len(head) > 2 && (head[1] == 1 || head[1] == 2):
		return r.plainHeader()
	}
	return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("%w: no Stata file begins like this", feature.ErrFormat),
		Hint: "a .dta file is what Stata writes with save"}
}

// choose sets the form of a version.
func (r *reader) choose(version int) error {
	r.file.Version = version
	f, ok := forms[version]
	if !ok {
		return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("%w: version %d of Stata's format", feature.ErrFormat, version), Hint: saveHint}
	}
	r.form = f
	return nil
}

func (r *reader) plainHeader() error {
	var head [4]byte
	if err := r.fill(head[:], "header"); err != nil {
		return err
	}
	if err := r.choose(int(head[0])); err != nil {
		return err
	}
	r.order = binary.LittleEndian
	if head[1] == 1 {
		r.order = binary.BigEndian
	}
	if err := r.counts("", ""); err != nil {
		return err
	}
	rest := make([]byte, r.form.label+18)
	if err := r.fill(rest, "header"); err != nil {
		return err
	}
	r.file.Label, r.file.Timestamp = r.text(rest[:r.form.label]), r.text(rest[r.form.label:])
	return nil
}

func (r *reader) taggedHeader() error {
	head := make([]byte, len(releaseTag)+3)
	if err := r.fill(head, "header"); err != nil {
		return err
	}
	version, err := strconv.Atoi(string(head[len(releaseTag):]))
	if err != nil {
		return r.errorf(int64(len(releaseTag)), "%w: release %q", feature.ErrFormat, head[len(releaseTag):])
	}
	if err := r.choose(version); err != nil {
		return err
	}
	if err := r.tag("</release><byteorder>"); err != nil {
		return err
	}
	var order [3]byte
	if err := r.fill(order[:], "header"); err != nil {
		return err
	}
	switch string(order[:]) {
	case "LSF":
		r.order = binary.LittleEndian
	case "MSF":
		r.order = binary.BigEndian
	default:
		return r.errorf(r.at-3, "%w: byte order %q", feature.ErrFormat, order)
	}
	if err := r.counts("</byteorder><K>", "</K><N>"); err != nil {
		return err
	}
	if r.file.Label, err = r.sized("</N><label>", r.form.label); err != nil {
		return err
	}
	if r.file.Timestamp, err = r.sized("</label><timestamp>", 1); err != nil {
		return err
	}
	return r.tag("</timestamp></header>")
}

// counts reads how many columns and rows there are.
func (r *reader) counts(beforeColumns, beforeRows string) error {
	if err := r.tag(beforeColumns); err != nil {
		return err
	}
	columns, err := r.number(r.form.columns, "header")
	if err != nil {
		return err
	}
	if err := r.tag(beforeRows); err != nil {
		return err
	}
	rows, err := r.number(r.form.rows, "header")
	if err != nil {
		return err
	}
	const mostColumns, mostRows = 120_000, 1 << 40 // Stata's own limits
	if columns > mostColumns || rows > mostRows {
		return r.errorf(r.at, "%w: %d columns and %d rows are claimed", feature.ErrTooLarge, columns, rows)
	}
	r.file.Rows = int(rows)
	r.file.Columns = make([]*Column, columns)
	for i := range r.file.Columns {
		r.file.Columns[i] = &Column{}
	}
	return nil
}

// sized reads a text that begins with its length.
func (r *reader) sized(before string, size int) (string, error) {
	if err := r.tag(before); err != nil {
		return "", err
	}
	n, err := r.number(size, "header")
	if err != nil {
		return "", err
	}
	b, err := r.bytes(int64(n), "header")
	return strings.TrimRight(r.text(b), " "), err
}
