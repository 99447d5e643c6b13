package osm

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// maxWorkers bounds the goroutines that decode, and with them the blocks that
// are in memory. Beyond it the goroutine that reads and hashes is the slowest.
const maxWorkers = 8

// stage is one pass over the blocks of a file: which of them to decode, and how.
type stage[T any] struct {
	in *blobs
	// skip, when there is one, tells the blocks that need not be decoded.
	skip func(index int) bool
	// decoder is called once for each goroutine. What it returns gets the
	// contents of a block, valid during the call.
	decoder func() func(contents []byte) (T, error)
	// visit gets the results in the order of the file, in the goroutine of run.
	visit func(index int, result T)
}

type task[T any] struct {
	blob
	done chan outcome[T] // room for one
}

type outcome[T any] struct {
	result T
	bytes  int // unfolded
	err    error
}

// run decodes on all cores. Whatever their number, results come in file
// order, and the error returned is the first of the file. When it returns, its
// goroutines have ended.
func (s *stage[T]) run(ctx context.Context) error {
	inner, cancel := context.WithCancel(ctx)
	workers := min(runtime.GOMAXPROCS(0), maxWorkers)
	work, ordered := make(chan *task[T], workers), make(chan *task[T], 2*workers)
	var group sync.WaitGroup
	group.Go(func() {
		defer close(ordered)
		defer close(work)
		s.read(inner, work, ordered)
	})
	for range workers {
		group.Go(func() { s.decode(inner, work) })
	}
	err := s.collect(inner, ordered)
	cancel()
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (s *stage[T]) read(ctx context.Context, work, ordered chan<- *task[T]) {
	for ctx.Err() == nil {
		b, err := s.in.next(typeData)
		if err == io.EOF {
			return
		}
		if err == nil && s.skip != nil && s.skip(b.index) {
			continue
		}
		t := &task[T]{blob: b, done: make(chan outcome[T], 1)}
		select {
		case ordered <- t:
		case <-ctx.Done():
			return
		}
		if err != nil {
			t.done <- outcome[T]{err: err}
			return
		}
		select {
		case work <- t:
		case <-ctx.Done():
			return
		}
	}
}

func (s *stage[T]) decode(ctx context.Context, work <-chan *task[T]) {
	decode := s.decoder()
	var unfold inflater
	for t := range work {
		if ctx.Err() != nil {
			return
		}
		var out outcome[T]
		contents, err := unfold.inflate(t.data)
		if err == nil {
			out.bytes = len(contents)
			out.result, err = decode(contents)
		}
		if err != nil {
			out.err = t.wrap(err)
		}
		t.data = nil
		t.done <- out
	}
}

func (s *stage[T]) collect(ctx context.Context, ordered <-chan *task[T]) error {
	unfolded := int64(0)
	for t := range ordered {
		select {
		case out := <-t.done:
			if out.err != nil {
				return out.err
			}
			unfolded += int64(out.bytes)
			if unfolded > freeBytes && unfolded > maxRatio*(t.at+maxHeaderBytes) {
				return t.wrap(fmt.Errorf("%d bytes have unfolded into %d: %w", t.at, unfolded, feature.ErrTooLarge))
			}
			s.visit(t.index, out.result)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
