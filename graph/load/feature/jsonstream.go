package feature

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	// maxElement bounds one feature of a GeoJSON file: 512 MiB.
	maxElement = 512 << 20
	// maxDepth bounds the nesting of JSON; GeoJSON needs about 10.
	maxDepth = 128
)

// jsonStream is a window on a JSON text. It finds where values end without
// decoding them, so that only one feature is held in memory.
type jsonStream struct {
	in    io.Reader
	buf   []byte
	start int // first byte that must stay in the window
	pos   int // next byte to look at
	end   int
	done  bool // in has ended
	// line is the number of the line that holds buf[counted].
	line, counted int
}

func newJSONStream(in io.Reader) *jsonStream {
	return &jsonStream{in: in, buf: make([]byte, bufferSize), line: 1}
}

// fill reads more; it moves the window, keeping buf[start:end]. It returns
// io.EOF when there is nothing more.
func (s *jsonStream) fill() error {
	if s.done {
		return io.EOF
	}
	if s.start > 0 {
		s.countTo(s.start)
		copy(s.buf, s.buf[s.start:s.end])
		s.pos, s.end, s.counted = s.pos-s.start, s.end-s.start, s.counted-s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		if s.end >= maxElement {
			return fmt.Errorf("%w: a single feature of more than %d MiB", ErrTooLarge, maxElement>>20)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.in.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.done = true
		} else if err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
		if s.done {
			return io.EOF
		}
	}
	return io.ErrNoProgress
}

// countTo moves the line counter on to buf[i].
func (s *jsonStream) countTo(i int) {
	if i > s.counted {
		s.line += bytes.Count(s.buf[s.counted:i], newline)
		s.counted = i
	}
}

var newline = []byte{'\n'}

// here returns the line of the next byte.
func (s *jsonStream) here() int {
	s.countTo(s.pos)
	return s.line
}

// peek skips blanks and returns the next byte without taking it.
func (s *jsonStream) peek() (byte, error) {
	for {
		for s.pos < s.end {
			switch c := s.buf[s.pos]; c {
			case ' ', '\t', '\r', '\n':
				s.pos++
			default:
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// release lets go of everything before the next byte.
func (s *jsonStream) release() { s.start = s.pos }

// Classes of bytes for the search of the end of a value.
const (
	classOther = iota
	classQuote
	classOpen
	classClose
)

var byteClass = func() (t [256]uint8) {
	t['"'], t['{'], t['['], t['}'], t[']'] = classQuote, classOpen, classOpen, classClose, classClose
	return t
}()

var errDepth = fmt.Errorf("%w: nested more than %d deep", ErrTooLarge, maxDepth)

// skip moves past the value that starts at the next byte. Brackets are counted,
// not matched; decoding does that.
func (s *jsonStream) skip() error {
	switch s.buf[s.pos] {
	case '"':
		return s.skipString()
	case '{', '[':
		return s.skipNested()
	}
	for {
		for ; s.pos < s.end; s.pos++ {
			switch s.buf[s.pos] {
			case ',', '}', ']', ' ', '\t', '\r', '\n':
				return nil
			}
		}
		if err := s.fill(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (s *jsonStream) skipNested() error {
	depth := 0
	for {
		for s.pos < s.end {
			b, i := s.buf[:s.end], s.pos
			for i < len(b) && byteClass[b[i]] == classOther {
				i++
			}
			s.pos = i
			if i == len(b) {
				break
			}
			switch byteClass[b[i]] {
			case classQuote:
				if err := s.skipString(); err != nil {
					return err
				}
				continue
			case classOpen:
				if depth++; depth > maxDepth {
					return errDepth
				}
			case classClose:
				depth--
			}
			s.pos++
			if depth == 0 {
				return nil
			}
		}
		if err := s.fill(); err != nil {
			return cut(err)
		}
	}
}

func (s *jsonStream) skipString() error {
	s.pos++
	for {
		for s.pos < s.end {
			switch s.buf[s.pos] {
			case '"':
				s.pos++
				return nil
			case '\\':
				if s.pos+1 == s.end {
					if err := s.fill(); err != nil {
						return cut(err)
					}
				}
				s.pos++
			}
			s.pos++
		}
		if err := s.fill(); err != nil {
			return cut(err)
		}
	}
}

// more reads until the window has doubled, or the input ends.
func (s *jsonStream) more() error {
	for want := 2 * (s.end - s.start); s.end-s.start < want && !s.done; {
		if err := s.fill(); err != nil && err != io.EOF {
			return err
		}
	}
	return nil
}

var errCut = fmt.Errorf("the JSON ends in the middle: %w", ErrTruncated)

// cut turns the end of the input inside a value into errCut.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}
