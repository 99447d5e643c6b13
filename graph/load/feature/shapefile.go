package feature

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	shapeMagic      = 9994
	shapeHeaderSize = 100
	recordHeader    = 8
)

// shapefileSource reads an ESRI shapefile: .shp, and .shx, .dbf, .prj and .cpg
// where they exist.
type shapefileSource struct {
	label   string
	in      io.Reader
	at      io.ReaderAt // set when the records lie out of order
	pos     int64       // of the next byte of in
	end     int64       // of the records
	box     [4]float64  // least x, least y, greatest x, greatest y by the header
	offsets []uint32    // of the records in 16-bit words, from the .shx; nil without
	record  int         // records taken
	buf     []byte
	table   *schema
	rows    *tableSource // nil without .dbf
	notes   *notes
}

func openShapefile(c *content, decode *decoder, system *crs) (*shapefileSource, error) {
	s := &shapefileSource{label: c.label, notes: decode.notes, table: newSchema(c.label, nil)}
	head, err := c.in.Peek(shapeHeaderSize)
	if err != nil {
		return nil, inputError(c.label, cutAt(err))
	}
	if err := s.readHeader(head, c.size); err != nil {
		return nil, err
	}
	for i := range s.box {
		s.box[i] = float(head[36+8*i:])
	}
	if err := s.openPRJ(c, system); err != nil {
		return nil, err
	}
	if err := s.openIndex(c); err != nil {
		return nil, err
	}
	if err := s.openRows(c, decode); err != nil {
		return nil, err
	}
	s.in = c.in
	if s.offsets != nil && !s.inOrder() {
		if s.at, err = c.randomAccess(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// cutAt turns every end of a file into ErrTruncated.
func cutAt(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrTruncated
	}
	return err
}

func (s *shapefileSource) readHeader(head []byte, size int64) error {
	if binary.BigEndian.Uint32(head) != shapeMagic || binary.LittleEndian.Uint32(head[28:]) != 1000 {
		return &Error{File: s.label, Err: fmt.Errorf("not the first bytes of a shapefile: %w", ErrFormat),
			Hint: "download or copy it again"}
	}
	s.end = 2 * int64(binary.BigEndian.Uint32(head[24:]))
	switch {
	case size >= 0 && s.end > size:
		return &Error{File: s.label, Err: fmt.Errorf("%w: it has %d bytes, its header promises %d", ErrTruncated, size, s.end),
			Hint: "download or copy it again"}
	case s.end < shapeHeaderSize:
		return &Error{File: s.label, Err: fmt.Errorf("its header promises %d bytes: %w", s.end, ErrFormat),
			Hint: "write it anew with: ogr2ogr out.shp in.shp"}
	case size > s.end:
		s.notes.add(noteTrailing, int(size-s.end))
	}
	return nil
}

func (s *shapefileSource) columns() []string { return s.table.columns }

func (s *shapefileSource) next() (Feature, error) {
	for {
		f := Feature{Index: s.record, table: s.table}
		shape, err := s.readRecord()
		if err == io.EOF {
			return f, s.finish()
		}
		if err != nil {
			return f, s.located(f, err)
		}
		deleted := false
		if s.rows != nil {
			f.values, deleted, err = s.rows.row()
			if err == io.EOF {
				s.notes.add(noteMissingRow, 1)
			} else if err != nil {
				return f, err
			}
		}
		if deleted {
			continue
		}
		var orphans int
		f.Geometry, orphans, err = parseShape(shape)
		if err != nil {
			return f, s.located(f, err)
		}
		if orphans > 0 {
			s.notes.add(noteOrphanHole, orphans)
		}
		if f.Geometry == nil {
			s.notes.add(noteNullShape, 1)
		}
		return f, nil
	}
}

func (s *shapefileSource) located(f Feature, err error) error {
	out := f.Errorf("%w", err)
	switch {
	case errors.Is(err, ErrTruncated):
		out.Hint = "download or copy it again"
	case errors.Is(err, ErrCoordinate):
		out.Hint = "delete the feature or repair it, for example in QGIS"
	default:
		out.Hint = "the file is damaged: download it again, or write it anew with: ogr2ogr out.shp in.shp"
	}
	return out
}

// finish counts the rows left over.
func (s *shapefileSource) finish() error {
	if s.record == 0 {
		s.notes.add(noteNoFeatures, 1)
	}
	if s.rows != nil && !s.rows.short && s.rows.promised > s.record {
		s.notes.add(noteExtraRow, s.rows.promised-s.record)
	}
	return io.EOF
}

// readRecord returns the content of the next record, valid until the one
// after it; nil for one that the .shx marks as void.
func (s *shapefileSource) readRecord() ([]byte, error) {
	if s.offsets == nil {
		if s.record == 0 {
			s.pos = shapeHeaderSize
			if _, err := io.CopyN(io.Discard, s.in, shapeHeaderSize); err != nil {
				return nil, cutAt(err)
			}
		}
		if s.pos >= s.end {
			return nil, io.EOF
		}
		s.record++
		return s.readBody(s.in)
	}
	if s.record == len(s.offsets) {
		return nil, io.EOF
	}
	offset := 2 * int64(s.offsets[s.record])
	s.record++
	if offset == 0 {
		return nil, nil
	}
	if s.at != nil {
		s.pos = offset
		return s.readBody(io.NewSectionReader(s.at, offset, s.end-offset))
	}
	if offset < s.pos {
		return nil, fmt.Errorf("the .shx puts it at byte %d, inside the one before", offset)
	}
	if _, err := io.CopyN(io.Discard, s.in, offset-s.pos); err != nil {
		return nil, cutAt(err)
	}
	s.pos = offset
	return s.readBody(s.in)
}

// readBody reads the record that starts at s.pos.
func (s *shapefileSource) readBody(in io.Reader) (body []byte, err error) {
	if s.end-s.pos < recordHeader {
		return nil, ErrTruncated
	}
	if s.buf, err = readFull(in, s.buf, recordHeader); err != nil {
		return nil, err
	}
	s.pos += recordHeader
	length := 2 * int64(binary.BigEndian.Uint32(s.buf[4:]))
	if length > s.end-s.pos {
		return nil, fmt.Errorf("its record claims %d bytes, the file has %d left", length, s.end-s.pos)
	}
	if s.buf, err = readFull(in, s.buf, length); err != nil {
		return nil, err
	}
	s.pos += length
	return s.buf, nil
}
