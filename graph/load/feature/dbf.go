package feature

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

const (
	dbfHeaderSize = 32
	dbfFieldSize  = 32
	dbfDeleted    = '*'
	dbfEnd        = 0x1a
)

// tableSource reads a dBASE table, alone or beside a shapefile.
type tableSource struct {
	label    string
	in       io.Reader
	decode   *decoder
	fields   []dbfField
	table    *schema
	promised int // rows by the header
	index    int // rows taken
	width    int // bytes of a row
	buf      []byte
	packed   []byte
	ends     []int
	short    bool // rows ended before promised
}

type dbfField struct {
	kind       byte
	begin, end int
}

// dbfCodePages are those of the language driver byte of the header that occur
// in the Americas and western Europe.
var dbfCodePages = map[byte]*charmap.Charmap{
	0x01: charmap.CodePage437, 0x02: charmap.CodePage850, 0x03: charmap.Windows1252,
	0x04: charmap.Macintosh, 0x57: charmap.Windows1252, 0x58: charmap.Windows1252, 0x64: charmap.CodePage852,
}

func openTable(c *content, decode *decoder) (*tableSource, error) {
	t := &tableSource{label: c.label, in: c.in, decode: decode}
	head, err := readFull(c.in, nil, dbfHeaderSize)
	if err != nil {
		return nil, inputError(c.label, err)
	}
	t.promised = int(binary.LittleEndian.Uint32(head[4:]))
	rest := int(binary.LittleEndian.Uint16(head[8:])) - dbfHeaderSize
	t.width = int(binary.LittleEndian.Uint16(head[10:]))
	if rest < 1 || t.width < 1 || head[0]&7 != 3 && head[0] != 0x30 && head[0] != 0xf5 {
		return nil, t.damaged("not the header of a dBASE table")
	}
	if page := dbfCodePages[head[29]]; decode.guess && page != nil {
		guess := *decode
		guess.page = page
		t.decode = &guess
	}
	head, err = readFull(c.in, nil, int64(rest))
	if err != nil {
		return nil, inputError(c.label, err)
	}
	return t, t.readFields(head)
}

func (t *tableSource) damaged(what string) error {
	return &Error{File: t.label, Err: fmt.Errorf("%s: %w", what, ErrFormat), Hint: "download or copy it again"}
}

func (t *tableSource) readFields(b []byte) error {
	var names []string
	at := 1 // behind the mark of deletion
	for len(b) >= dbfFieldSize && b[0] != '\r' {
		raw, _, _ := bytes.Cut(b[:11], []byte{0})
		name, err := t.decode.text(strings.TrimSpace(string(raw)))
		if err != nil {
			return &Error{File: t.label, Err: fmt.Errorf("the name of a column: %w", err), Hint: encodingHint}
		}
		f := dbfField{kind: b[11], begin: at, end: at + int(b[16])}
		if f.kind == 'C' && f.end+int(b[17])<<8 <= t.width { // long text keeps its high byte there
			f.end += int(b[17]) << 8
		}
		if f.end > t.width {
			return t.damaged(fmt.Sprintf("column %s ends at byte %d of rows of %d", quote(name), f.end, t.width))
		}
		if !strings.ContainsRune("CNFLD", rune(f.kind)) {
			t.decode.notes.add(note{"", fmt.Sprintf("column %s has type %q, which is not read: its values are missing", quote(name), f.kind)}, 1)
		}
		names = append(names, t.distinct(name, names))
		t.fields = append(t.fields, f)
		at = f.end
		b = b[dbfFieldSize:]
	}
	if len(names) == 0 {
		return t.damaged("a table without columns")
	}
	t.table = newSchema(t.label, names)
	return nil
}

// distinct renames a column whose name, cut to ten characters, occurs already.
func (t *tableSource) distinct(name string, names []string) string {
	used := func(s string) bool {
		for _, n := range names {
			if n == s {
				return true
			}
		}
		return false
	}
	if !used(name) {
		return name
	}
	for i := 2; ; i++ {
		if renamed := fmt.Sprintf("%s_%d", name, i); !used(renamed) {
			t.decode.notes.add(note{"", fmt.Sprintf("two columns are called %s: the later one is read as %s", quote(name), quote(renamed))}, 1)
			return renamed
		}
	}
}

func (t *tableSource) columns() []string { return t.table.columns }

// next yields the rows of a table that stands alone; one that is cut short is
// an error, as nothing else would show it.
func (t *tableSource) next() (Feature, error) {
	for {
		f := Feature{Index: t.index, table: t.table}
		values, deleted, err := t.row()
		if err == io.EOF && t.short {
			return f, &Error{File: t.label, Err: fmt.Errorf("%w: it has %d rows, its header promises %d", ErrTruncated, t.index, t.promised),
				Hint: "download or copy it again"}
		}
		if err == io.EOF && t.index == 0 {
			t.decode.notes.add(noteNoRows, 1)
		}
		f.values = values
		if err != nil || !deleted {
			return f, err
		}
	}
}

// row reads one row; io.EOF when there are no more, promised or not.
func (t *tableSource) row() (values []string, deleted bool, err error) {
	if t.short || t.index >= t.promised {
		return nil, false, io.EOF
	}
	t.buf, err = readFull(t.in, t.buf, int64(t.width))
	if errors.Is(err, ErrTruncated) && !errors.Is(err, io.ErrUnexpectedEOF) || err == nil && t.buf[0] == dbfEnd {
		t.short = true
		return nil, false, io.EOF
	}
	if err != nil {
		return nil, false, inputError(t.label, err)
	}
	t.index++
	if t.buf[0] == dbfDeleted {
		t.decode.notes.add(noteDeleted, 1)
		return nil, true, nil
	}
	values, err = t.values()
	return values, false, err
}

// values copies the values of the row into one string that they share.
func (t *tableSource) values() ([]string, error) {
	t.packed, t.ends = t.packed[:0], t.ends[:0]
	for _, f := range t.fields {
		t.packed = appendField(t.packed, f.kind, bytes.Trim(t.buf[f.begin:f.end], " \x00"))
		t.ends = append(t.ends, len(t.packed))
	}
	all := string(t.packed)
	values := make([]string, len(t.ends))
	begin := 0
	for i, end := range t.ends {
		text, err := t.decode.text(all[begin:end])
		if err != nil {
			return nil, &Error{File: t.label, Feature: t.index, Column: t.table.columns[i],
				Err: fmt.Errorf("%w: %s", err, quote(all[begin:end])), Hint: encodingHint}
		}
		values[i], begin = text, end
	}
	return values, nil
}

// appendField appends the text of a value: nothing for a void one.
func appendField(out []byte, kind byte, raw []byte) []byte {
	switch kind {
	case 'C':
		return append(out, raw...)
	case 'N', 'F':
		if len(raw) > 0 && raw[0] == '*' { // number too wide for its column
			return out
		}
		return append(out, raw...)
	case 'L':
		switch {
		case bytes.ContainsAny(raw, "TtYy"):
			return append(out, "true"...)
		case bytes.ContainsAny(raw, "FfNn"):
			return append(out, "false"...)
		}
	case 'D':
		if len(raw) == 8 && string(raw) != "00000000" {
			return fmt.Appendf(out, "%s-%s-%s", raw[:4], raw[4:6], raw[6:])
		}
	}
	return out
}
