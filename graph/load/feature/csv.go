package feature

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"
)

// maxRow bounds one row of a CSV, so that a quote left open does not pull the
// rest of a large file into memory: 64 MiB.
const maxRow = 64 << 20

// csvSource reads RFC 4180 with other delimiters, comments and blank lines.
type csvSource struct {
	rows     *csv.Reader
	guard    *rowGuard
	table    *schema
	decode   *decoder
	skipped  int // lines above the header
	notes    bool
	line     int // of the last row
	lon, lat int // columns of the coordinates; -1 without geometry
	index    int
}

func openCSV(c *content, opts Options, decode *decoder) (*csvSource, error) {
	in := bufio.NewReaderSize(plainText(c.in), bufferSize)
	s := &csvSource{decode: decode, notes: opts.Footnotes, lon: -1, lat: -1, table: newSchema(c.label, nil)}
	for range opts.SkipLines {
		if err := skipLine(in); err != nil {
			return nil, inputError(c.label, err)
		}
		s.skipped++
	}
	s.guard = &rowGuard{in: in}
	s.rows = csv.NewReader(s.guard)
	s.rows.Comment = '#'
	s.rows.FieldsPerRecord = -1
	s.rows.Comma = sniffDelimiter(in)
	if err := s.readHeader(); err != nil {
		return nil, err
	}
	return s, s.findCoordinates(opts)
}

func skipLine(in *bufio.Reader) error {
	for {
		_, err := in.ReadSlice('\n')
		if err == io.EOF {
			return fmt.Errorf("fewer lines than were to be skipped: %w", ErrTruncated)
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func (s *csvSource) columns() []string { return s.table.columns }

func (s *csvSource) next() (Feature, error) {
	values, line, err := s.row()
	for err == nil && s.notes && len(values) == 1 && len(s.table.columns) > 1 {
		s.decode.notes.add(noteFootnote, 1)
		values, line, err = s.row()
	}
	if err == io.EOF && s.index == 0 {
		s.decode.notes.add(noteNoRows, 1)
	}
	if err != nil {
		return Feature{}, err
	}
	f := Feature{Line: line, Index: s.index, table: s.table, values: values}
	if !s.fits(len(values)) {
		out := f.Errorf("%d values, but the header has %d columns", len(values), len(s.table.columns))
		out.Hint = "a value that contains " + strconv.QuoteRune(s.rows.Comma) + " must stand in quotes"
		return f, out
	}
	s.index++
	if s.lon < 0 {
		return f, nil
	}
	f.Geometry, err = s.point(f)
	return f, err
}

// fits tells whether a row of n values suits the header: it may lack columns
// at the end that have no name.
func (s *csvSource) fits(n int) bool {
	columns := s.table.columns
	for len(columns) > n && columns[len(columns)-1] == "" {
		columns = columns[:len(columns)-1]
	}
	return n == len(columns)
}

// point is nil when both coordinates are missing.
func (s *csvSource) point(f Feature) (orb.Geometry, error) {
	lonName, latName := s.table.columns[s.lon], s.table.columns[s.lat]
	lon, lonErr := f.Number(lonName)
	lat, latErr := f.Number(latName)
	lonGone, latGone := errors.Is(lonErr, ErrMissing), errors.Is(latErr, ErrMissing)
	switch {
	case lonGone && latGone:
		return nil, nil
	case lonErr == nil && latErr == nil:
		return orb.Point{lon, lat}, nil
	case lonErr != nil && (!lonGone || latErr == nil):
		return nil, coordinateError(lonErr)
	}
	return nil, coordinateError(latErr)
}

func coordinateError(err error) error {
	var located *Error
	if errors.As(err, &located) {
		located.Err = fmt.Errorf("%w: %w", ErrCoordinate, located.Err)
		if located.Hint == "" {
			located.Hint = "give both coordinates or none"
		}
	}
	return err
}

// row reads the next record and decodes its text; line is where it starts.
func (s *csvSource) row() (values []string, line int, err error) {
	s.guard.left = maxRow
	values, err = s.rows.Read()
	if err != nil {
		return nil, 0, s.rowError(err)
	}
	line, _ = s.rows.FieldPos(0)
	line += s.skipped
	s.line = line
	for i, v := range values {
		if values[i], err = s.decode.text(v); err != nil {
			return nil, 0, &Error{File: s.table.file, Line: line, Err: fmt.Errorf("%w: %s", err, quote(v)), Hint: encodingHint}
		}
	}
	return values, line, nil
}

func (s *csvSource) rowError(err error) error {
	var syntax *csv.ParseError
	switch {
	case err == io.EOF:
		return err
	case errors.Is(err, errRowTooLarge):
		return &Error{File: s.table.file, Line: s.line + 1, Err: err, Hint: "is a quote left open?"}
	case !errors.As(err, &syntax):
		return inputError(s.table.file, err)
	}
	out := &Error{File: s.table.file, Line: syntax.StartLine + s.skipped, Err: errors.New("a quote is not closed or stands inside a value"),
		Hint: `write a value with quotes as "so ""called"" so"`}
	if syntax.Line > syntax.StartLine {
		out.Err = fmt.Errorf("the row has an open quote, noticed in line %d", syntax.Line+s.skipped)
	}
	return out
}

// rowGuard fails when one row takes more than maxRow bytes.
type rowGuard struct {
	in   io.Reader
	left int
}

func (g *rowGuard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errRowTooLarge
	}
	n, err := g.in.Read(p)
	g.left -= n
	return n, err
}

var errRowTooLarge = fmt.Errorf("%w: a row of more than %d MiB", ErrTooLarge, maxRow>>20)
