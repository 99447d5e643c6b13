package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/paulmach/osm/osmpbf"

	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// Readers that run in a child process. Ours builds the network; the decoders make
// every object of a PBF, once, or first the ways and then the nodes, and keep none.
const (
	ours        = "corredor"
	decodeOnce  = "paulmach/osm, one pass"
	decodeTwice = "paulmach/osm, two passes"
)

// reading is what a child tells.
type reading struct {
	Seconds  float64
	Segments int
	GraphMB  float64 // memory that the network holds, found by collecting garbage
}

func read(ctx context.Context, reader, path string, w io.Writer) error {
	var r reading
	var err error
	began := time.Now()
	switch reader {
	case ours:
		r, err = readOurs(ctx, path)
	case decodeOnce:
		err = decode(ctx, path, func(*osmpbf.Scanner) {})
	case decodeTwice:
		if err = decode(ctx, path, func(s *osmpbf.Scanner) { s.SkipNodes, s.SkipRelations = true, true }); err == nil {
			err = decode(ctx, path, func(s *osmpbf.Scanner) { s.SkipWays, s.SkipRelations = true, true })
		}
	}
	if err != nil {
		return err
	}
	if reader != ours {
		r.Seconds = time.Since(began).Seconds()
	}
	return json.NewEncoder(w).Encode(r)
}

func readOurs(ctx context.Context, path string) (reading, error) {
	began := time.Now()
	n, err := load.Read(ctx, path, load.Options{Profile: osm.Car()})
	if err != nil {
		return reading{}, err
	}
	r := reading{Seconds: time.Since(began).Seconds(), Segments: n.Graph.SegmentCount()}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	r.GraphMB = float64(memory.HeapAlloc) / 1e6
	runtime.KeepAlive(n)
	return r, nil
}

func decode(ctx context.Context, path string, choose func(*osmpbf.Scanner)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	s := osmpbf.New(ctx, file, runtime.GOMAXPROCS(0))
	choose(s)
	for s.Scan() {
		s.Object()
	}
	if err := s.Err(); err != nil {
		s.Close()
		return err
	}
	return s.Close()
}
