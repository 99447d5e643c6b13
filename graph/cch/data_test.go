package cch_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

// eachLine calls visit with every line of a gzipped file.
func eachLine(tb testing.TB, path string, visit func(line string)) {
	tb.Helper()
	file, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	for lines.Scan() {
		visit(lines.Text())
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
}

var newYork struct {
	once sync.Once
	g    *graph.Graph
}

// loadNewYork reads the NY instance of the 9th DIMACS challenge: its
// distances as lengths, one one-way segment per arc.
func loadNewYork(tb testing.TB) *graph.Graph {
	tb.Helper()
	nodes := outside.ReferenceData(tb, "benchmarks/dimacs/USA-road-d.NY.co.gz")
	arcs := outside.ReferenceData(tb, "benchmarks/dimacs/USA-road-d.NY.gr.gz")
	newYork.once.Do(func() {
		var b graph.Builder
		var id, lon, lat int
		eachLine(tb, nodes, func(line string) {
			if line[0] == 'v' {
				scan(tb, line[2:], &id, &lon, &lat)
				b.AddNode(graph.PointOf(orb.Point{float64(lon) / 1e6, float64(lat) / 1e6}))
			}
		})
		var tail, head, length int
		eachLine(tb, arcs, func(line string) {
			if line[0] == 'a' {
				scan(tb, line[2:], &tail, &head, &length)
				b.AddSegment(graph.Segment{
					From: graph.NodeID(tail - 1), To: graph.NodeID(head - 1),
					LengthMeters: float64(length), LengthKnown: true, Direction: graph.Forward,
				})
			}
		})
		g, err := b.Build()
		if err != nil {
			tb.Fatal(err)
		}
		newYork.g = g
	})
	return newYork.g
}

// scan reads integers separated by single spaces.
func scan(tb testing.TB, text string, into ...*int) {
	i := 0
	for _, value := range into {
		negative := i < len(text) && text[i] == '-'
		if negative {
			i++
		}
		*value = 0
		for ; i < len(text) && text[i] != ' '; i++ {
			if text[i] < '0' || text[i] > '9' {
				tb.Fatal(fmt.Errorf("not a number in %q", text))
			}
			*value = *value*10 + int(text[i]-'0')
		}
		if negative {
			*value = -*value
		}
		i++
	}
}
