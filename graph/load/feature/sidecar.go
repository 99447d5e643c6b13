package feature

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// openPRJ reads the coordinate system; without one, the extent of the header
// shows whether the coordinates can be degrees.
func (s *shapefileSource) openPRJ(c *content, system *crs) error {
	prj, err := c.sidecar(".prj")
	switch {
	case err != nil:
		return err
	case system.asked && prj != nil:
		s.notes.add(noteOtherPRJ, 1)
		return nil
	case system.asked:
		return nil
	case prj != nil:
		return system.readPRJ(prj)
	}
	if box := s.box; box[0] < -360 || box[1] < -90 || box[2] > 360 || box[3] > 90 {
		s.notes.add(note{"", fmt.Sprintf("no .prj, and x %.0f to %.0f, y %.0f to %.0f cannot be degrees: give the system as CRS, such as EPSG:6372, or convert with: "+
			"ogr2ogr -s_srs EPSG:... -t_srs EPSG:4326 out.shp in.shp", box[0], box[2], box[1], box[3])}, 1)
		return nil
	}
	s.notes.add(noteNoPRJ, 1)
	return nil
}

// openIndex reads the .shx; one that does not fit the .shp is not used.
func (s *shapefileSource) openIndex(c *content) error {
	shx, err := c.sidecar(".shx")
	if err != nil || shx == nil {
		return err
	}
	b, err := readAll(shx.in, maxInMemory)
	if err != nil {
		return inputError(shx.label, err)
	}
	if len(b) < shapeHeaderSize || binary.BigEndian.Uint32(b) != shapeMagic || len(b)%recordHeader != shapeHeaderSize%recordHeader {
		s.notes.add(noteShxDamaged, 1)
		return nil
	}
	offsets := make([]uint32, 0, (len(b)-shapeHeaderSize)/recordHeader)
	for b = b[shapeHeaderSize:]; len(b) > 0; b = b[recordHeader:] {
		offset := binary.BigEndian.Uint32(b)
		if at := 2 * int64(offset); offset != 0 && (at < shapeHeaderSize || at+recordHeader > s.end) {
			s.notes.add(noteShxDamaged, 1)
			return nil
		}
		offsets = append(offsets, offset)
	}
	s.offsets = offsets
	return nil
}

// inOrder tells whether the records can be read front to back. Programs that
// edit a shapefile in place append the shapes that grew.
func (s *shapefileSource) inOrder() bool {
	last := uint32(0)
	for _, o := range s.offsets {
		if o != 0 && o <= last {
			return false
		}
		last = max(last, o)
	}
	return true
}

func (s *shapefileSource) openRows(c *content, decode *decoder) error {
	dbf, err := c.sidecar(".dbf")
	if err != nil {
		return err
	}
	if dbf == nil {
		s.notes.add(noteNoTable, 1)
		return nil
	}
	if decode.guess {
		if decode, err = declaredEncoding(c, decode); err != nil {
			return err
		}
	}
	if s.rows, err = openTable(dbf, decode); err != nil {
		return err
	}
	s.table = newSchema(c.label, s.rows.table.columns)
	return nil
}

// declaredEncoding reads the .cpg, which holds the name of a code page.
func declaredEncoding(c *content, decode *decoder) (*decoder, error) {
	cpg, err := c.sidecar(".cpg")
	if err != nil || cpg == nil {
		return decode, err
	}
	name, _ := cpg.in.Peek(64)
	declared, err := newDecoder(string(name))
	if err != nil {
		return nil, &Error{File: cpg.label, Err: err, Hint: encodingHint}
	}
	if declared.utf8 { // often wrong: keep the way back to the code page
		return decode, nil
	}
	declared.notes = decode.notes
	return declared, nil
}

// sidecar opens the file beside c that has another extension, in any case and
// compressed or not. It returns nil, nil when there is none.
func (c *content) sidecar(ext string) (*content, error) {
	stem := strings.TrimSuffix(c.name, extension(c.name))
	for _, name := range c.from.names() {
		plain := trimCompression(name)
		e := extension(plain)
		if !strings.EqualFold(e, ext) || !strings.EqualFold(plain[:len(plain)-len(e)], stem) {
			continue
		}
		found, err := c.from.open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return found, err
	}
	return nil, nil
}
