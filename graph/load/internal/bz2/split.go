package bz2

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"io"
)

// The 48 bits that begin a block, and the end of a stream.
const (
	blockMagic = 0x314159265359
	endMagic   = 0x177245385090
	magicBits  = 48
	magicMask  = 1<<magicBits - 1
)

// mostPiece bounds a piece: a block that does not compress takes 0.91 MB.
const mostPiece = 4 << 20

// piece is what stands between two magics.
type piece struct {
	magic uint64 // that before it
	level byte   // of the stream, '1' to '9'
	bits  run    // after the magic
	last  bool   // the input ends with it
}

// shifts tells, by a byte of the input, how far its bits can lie from those of a magic:
// bit s is set when the second-lowest byte of a magic that ends s bits before the end
// of a byte is that byte. One table serves both magics.
var shifts = shiftTable()

func shiftTable() (t [256]uint8) {
	for _, magic := range []uint64{blockMagic, endMagic} {
		for s := range 8 {
			t[byte(magic>>(8-s))] |= 1 << s
		}
	}
	return t
}

// splitter cuts a stream into pieces.
type splitter struct {
	in    *bufio.Reader
	now   piece
	read  []byte // bytes of the piece at hand, from the one where it begins
	skip  int    // bits of the first that belong to the magic before
	began bool
}

var errNotBzip2 = bzip2.StructuralError("bad magic value")

// header reads BZh9 and the magic after it.
func (s *splitter) header() error {
	var head [10]byte
	if _, err := io.ReadFull(s.in, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	magic := uint64(0)
	for _, b := range head[4:] {
		magic = magic<<8 | uint64(b)
	}
	if string(head[:3]) != "BZh" || head[3] < '1' || head[3] > '9' || magic != blockMagic && magic != endMagic {
		return errNotBzip2
	}
	s.now = piece{magic: magic, level: head[3]}
	s.began = true
	return nil
}

// next returns the next piece, and io.EOF after the last.
func (s *splitter) next() (piece, error) {
	if !s.began {
		if err := s.header(); err != nil {
			return piece{}, err
		}
	}
	if s.now.last {
		return piece{}, io.EOF
	}
	window := uint64(0)
	for have := 0; ; have++ { // no piece is shorter than the window and a magic
		b, err := s.in.ReadByte()
		if err == io.EOF {
			done := s.now
			done.bits, done.last = run{s.read, s.skip, 8 * len(s.read)}, true
			s.now.last = true
			return done, nil
		}
		if err != nil {
			return piece{}, err
		}
		if len(s.read) == mostPiece {
			return piece{}, bzip2.StructuralError("no end of a block")
		}
		s.read = append(s.read, b)
		window = window<<8 | uint64(b)
		if candidates := shifts[byte(window>>8)]; candidates != 0 && have >= 7 {
			if magic, shift := magicAt(window, candidates); magic != 0 && 8*len(s.read)-shift-magicBits >= s.skip {
				return s.cut(magic, shift), nil
			}
		}
	}
}

// magicAt looks for a magic that ends some bits before the end of the window.
func magicAt(window uint64, candidates uint8) (magic uint64, shift int) {
	for shift = range 8 {
		if candidates>>shift&1 == 1 {
			if m := window >> shift & magicMask; m == blockMagic || m == endMagic {
				return m, shift
			}
		}
	}
	return 0, 0
}

// cut ends the piece before a magic that was just read, shift bits ago.
func (s *splitter) cut(magic uint64, shift int) piece {
	done := s.now
	end := 8*len(s.read) - shift
	done.bits = run{s.read, s.skip, end - magicBits}
	s.now = piece{magic: magic, level: s.now.level}
	if done.magic == endMagic {
		s.now.level = done.nextLevel(s.now.level)
	}
	s.read, s.skip = append(make([]byte, 0, len(s.read)+len(s.read)/8), s.read[end/8:]...), end%8
	return done
}

// nextLevel returns the level of the stream whose header an end of a stream carries.
func (p piece) nextLevel(otherwise byte) byte {
	if level, ok := p.header(); ok {
		return level
	}
	return otherwise
}

// header reads the header of the next stream out of an end of a stream: 32 bits of
// checksum, up to 7 of padding, BZh9.
func (p piece) header() (level byte, ok bool) {
	at := p.bits
	at.from += 32
	at.from += (8 - at.from%8) % 8
	if at.len() != 32 {
		return 0, false
	}
	head := at.uint32()
	level = byte(head)
	return level, head>>8 == 'B'<<16|'Z'<<8|'h' && '1' <= level && level <= '9'
}
