package bz2

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"
	"math/bits"
	"runtime"
	"sync"
)

// Reader is a stream that is decompressed ahead of its reader. It is for one
// goroutine.
type Reader struct {
	in      io.Reader
	workers int
	queue   chan *job // in order of the stream
	stop    chan struct{}
	once    sync.Once

	block bytes.Reader
	crc   uint32 // of the blocks of this stream
	err   error
}

// NewReader returns a reader of a stream, or of several one after the other. Workers is
// the number of goroutines, 0 for one a core. The caller must Close it. Errors are those of
// compress/bzip2, io.ErrUnexpectedEOF where the input ends too early, and those of r.
func NewReader(r io.Reader, workers int) *Reader {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return &Reader{in: r, workers: workers, stop: make(chan struct{})}
}

// Close stops the goroutines. The input may be read a little after it.
func (r *Reader) Close() error {
	r.once.Do(func() { close(r.stop) })
	return nil
}

// job is a piece on its way through a goroutine.
type job struct {
	piece
	plain []byte
	err   error         // of decompressing the piece, or of reading the input
	input bool          // err is of the input: there is no piece
	done  chan struct{} // closed when plain and err are there
}

// start begins to work ahead.
func (r *Reader) start() {
	r.queue = make(chan *job, 2*r.workers)
	work := make(chan *job)
	for range r.workers {
		go func() {
			for j := range work {
				j.plain, j.err = j.decompress()
				close(j.done)
			}
		}()
	}
	go func() {
		defer close(work)
		defer close(r.queue)
		s := splitter{in: bufio.NewReaderSize(r.in, 1<<16)}
		for {
			p, err := s.next()
			if err == io.EOF {
				return
			}
			j := &job{piece: p, err: err, input: err != nil, done: make(chan struct{})}
			select {
			case r.queue <- j:
			case <-r.stop:
				return
			}
			if err != nil || p.magic == endMagic {
				close(j.done)
			} else {
				select {
				case work <- j:
				case <-r.stop:
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
}

func (p piece) decompress() ([]byte, error) {
	const least = 32 + 1 // a checksum and something
	if p.bits.len() < least {
		return nil, io.ErrUnexpectedEOF
	}
	const perLevel = 100_000 // bytes, before runs are written out
	plain := bytes.NewBuffer(make([]byte, 0, int(p.level-'0')*perLevel+bytes.MinRead))
	_, err := plain.ReadFrom(bzip2.NewReader(bytes.NewReader(p.stream())))
	return plain.Bytes(), err
}

// Read implements io.Reader.
func (r *Reader) Read(b []byte) (int, error) {
	for r.block.Len() == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.err = r.advance()
	}
	return r.block.Read(b)
}

// advance takes the next piece. It returns io.EOF after the last stream.
func (r *Reader) advance() error {
	if r.queue == nil {
		r.start()
	}
	j := r.take()
	select {
	case <-r.stop:
		return io.ErrClosedPipe
	default:
	}
	switch {
	case j == nil:
		return io.ErrUnexpectedEOF
	case j.input:
		return j.err
	case j.magic == endMagic:
		return r.end(j.piece)
	}
	broken := j.err
	if j.last && broken != nil {
		return io.ErrUnexpectedEOF
	}
	for joins := 0; j.err != nil; joins++ {
		next := r.take()
		if next == nil || next.input || joins == mostJoins || j.bits.len()+next.bits.len() > 8*mostPiece {
			return broken
		}
		joined := job{piece: j.join(next.piece)}
		joined.plain, joined.err = joined.decompress()
		if joined.err != nil && !plausible(next) {
			return broken
		}
		j = &joined
	}
	r.crc = bits.RotateLeft32(r.crc, 1) ^ j.bits.uint32()
	r.block.Reset(j.plain)
	return nil
}

// mostJoins is how many magics a block may hold by chance; one is there once in 2^48
// bits.
const mostJoins = 3

// plausible reports whether a piece may be a part of the block before it: it is
// not when it is a sound block by itself.
func plausible(j *job) bool { return j.magic == endMagic || j.err != nil }

// take returns the next job, done; nil after the last, and after Close.
func (r *Reader) take() *job {
	var j *job
	select {
	case j = <-r.queue:
	case <-r.stop:
		return nil
	}
	if j != nil {
		select {
		case <-j.done:
		case <-r.stop:
			return nil
		}
	}
	return j
}

// end checks the end of a stream, and that another stream or nothing follows.
func (r *Reader) end(p piece) error {
	if p.bits.len() < 32 {
		return io.ErrUnexpectedEOF
	}
	if p.bits.uint32() != r.crc {
		return bzip2.StructuralError("checksum mismatch")
	}
	r.crc = 0
	if p.last {
		rest := p.bits
		rest.from += 32
		if rest.len() < 8 {
			return io.EOF
		}
		return bzip2.StructuralError("bad magic value in continuation file")
	}
	if _, ok := p.header(); !ok {
		return bzip2.StructuralError("bad magic value in continuation file")
	}
	return nil
}
