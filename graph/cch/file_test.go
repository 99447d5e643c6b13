package cch_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// sample is a small network with everything that a file holds.
func sample(tb testing.TB) (*graph.Graph, *cch.Index) {
	tb.Helper()
	var b graph.Builder
	b.AddColumn("ref")
	b.AddColumn("toll")
	for i := range int32(30) {
		b.AddNode(graph.Point{Lon: i % 6 * 1e6, Lat: i / 6 * 1e6})
	}
	for i := range graph.NodeID(29) {
		b.AddSegment(graph.Segment{
			From: i, To: (i*7 + 3) % 30, Via: []graph.Point{{Lon: int32(i), Lat: 5}},
			Direction: graph.Direction(i % 3), Values: []string{"MEX 15D", []string{"yes", "", "2.5"}[i%3]},
		})
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g, prepare(tb, g)
}

func saved(tb testing.TB, g *graph.Graph, ix *cch.Index) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "sample.corredor")
	if err := cch.Save(path, g, ix); err != nil {
		tb.Fatal(err)
	}
	return path
}

func TestFileRoundTrip(t *testing.T) {
	for seed := range uint64(60) {
		g, m := graphtest.Random(seed, 60)
		if seed == 0 {
			g, _ = sample(t)
			m = graph.LengthMetric(g)
		}
		path := saved(t, g, prepare(t, g))
		for _, load := range []func(*cch.File) (*graph.Graph, *cch.Index, error){(*cch.File).Load, (*cch.File).Trust} {
			f, err := cch.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			loaded, ix, err := load(f)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			sameGraph(t, g, loaded)
			got, want := cch.Customize(ix, m, cch.CustomizeOptions{}), cch.Customize(prepare(t, g), m, cch.CustomizeOptions{})
			if !cch.Same(got, want) {
				t.Fatalf("seed %d: the index differs", seed)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func sameGraph(t *testing.T, a, b *graph.Graph) {
	t.Helper()
	if a.NodeCount() != b.NodeCount() || a.ArcCount() != b.ArcCount() || a.SegmentCount() != b.SegmentCount() ||
		a.TotalLengthMeters() != b.TotalLengthMeters() || a.Bound() != b.Bound() {
		t.Fatal("the networks differ")
	}
	for c := range a.Columns() {
		for s := range graph.SegmentID(a.SegmentCount()) {
			if a.Column(c.Name()).Text(s) != b.Column(c.Name()).Text(s) || a.Column(c.Name()).True(s) != b.Column(c.Name()).True(s) {
				t.Fatalf("column %s of segment %d differs", c.Name(), s)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	g, ix := sample(t)
	good, err := os.ReadFile(saved(t, g, ix))
	if err != nil {
		t.Fatal(err)
	}
	edit := func(at int, b byte) []byte {
		data := bytes.Clone(good)
		data[at] ^= b
		return data
	}
	for _, test := range []struct {
		name string
		data []byte
		want error
		text string
	}{
		{"empty", nil, cch.ErrForeign, "not a prepared-graph file"},
		{"text", []byte(strings.Repeat("a,b,c\n", 100)), cch.ErrForeign, "not a prepared-graph file"},
		{"less than a header", good[:31], cch.ErrForeign, "not a prepared-graph file"},
		{"a header alone", good[:32], cch.ErrCorrupt, "32 bytes long instead of"},
		{"a header alone of another version", edit(8, 2)[:32], cch.ErrVersion, "format 3, this is format 1"},
		{"truncated", good[:len(good)-64], cch.ErrCorrupt, "bytes long instead of"},
		{"longer", append(bytes.Clone(good), 0), cch.ErrCorrupt, "bytes long instead of"},
		{"other version", edit(8, 2), cch.ErrVersion, "format 3, this is format 1"},
		{"table", edit(40, 1), cch.ErrCorrupt, "header fails its checksum"},
		{"data", edit(len(good)-64, 1), cch.ErrCorrupt, "fails its checksum"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.corredor")
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			err := tryLoad(path)
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) || !strings.HasPrefix(err.Error(), path) {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %v", err)
			}
		})
	}
}

// tryLoad loads a file, and when it passes uses all of it.
func tryLoad(path string) error {
	f, err := cch.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	g, ix, err := f.Load()
	if err != nil {
		return err
	}
	m := cch.Customize(ix, graph.LengthMetric(g), cch.CustomizeOptions{Perfect: true})
	q, sweep := m.NewQuery(), m.NewSweep(cch.SweepOptions{})
	for s := range graph.NodeID(g.NodeCount()) {
		q.Run(s, 0)
		q.AppendPath(nil)
		sweep.Run(s)
		sweep.AppendPath(nil, graph.NodeID(g.NodeCount()-1))
	}
	if g.ArcCount() > 0 {
		m.Update([]graph.ArcID{0}, []float64{7})
	}
	g.Bound()
	graph.StrongComponents(g)
	for s := range graph.SegmentID(g.SegmentCount()) {
		g.Shape(s)
		for c := range g.Columns() {
			c.True(s)
		}
	}
	return nil
}

// forge changes bytes of a section and makes all checksums right again.
func forge(data []byte, r *rand.Rand) {
	table := crc32.MakeTable(crc32.Castagnoli)
	count := int(binary.LittleEndian.Uint32(data[12:]))
	entry := data[32+48*r.IntN(count):][:48]
	at, size := binary.LittleEndian.Uint64(entry[32:]), uint64(binary.LittleEndian.Uint32(entry[24:]))
	size *= binary.LittleEndian.Uint64(entry[40:])
	switch {
	case r.IntN(10) == 0:
		binary.LittleEndian.PutUint64(entry[32+8*r.IntN(2):], uint64(r.IntN(200)))
	case size > 0:
		data[at+r.Uint64N(size)] ^= 1 << r.IntN(8)
	}
	if at+size <= uint64(len(data)) {
		binary.LittleEndian.PutUint32(entry[28:], crc32.Checksum(data[at:at+size], table))
	}
	seal(data)
}

// seal makes the checksum of the header right.
func seal(data []byte) {
	table := crc32.MakeTable(crc32.Castagnoli)
	count := int(binary.LittleEndian.Uint32(data[12:]))
	sum := crc32.Checksum(data[:24], table)
	binary.LittleEndian.PutUint32(data[24:], crc32.Update(sum, table, data[32:32+48*count]))
}

// TestNoCountOfColumns empties the section that says how many columns there are.
func TestNoCountOfColumns(t *testing.T) {
	g, ix := sample(t)
	path := saved(t, g, ix)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int(binary.LittleEndian.Uint32(data[12:])) {
		if entry := data[32+48*i:][:48]; string(bytes.TrimRight(entry[:24], "\x00")) == "graph.columns" {
			binary.LittleEndian.PutUint32(entry[28:], 0) // checksum of nothing
			binary.LittleEndian.PutUint64(entry[40:], 0)
		}
	}
	seal(data)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tryLoad(path); !errors.Is(err, cch.ErrCorrupt) || !strings.Contains(err.Error(), "0 counts of columns") {
		t.Errorf("error %v", err)
	}
}

// TestForgedFiles damages files behind their checksums. A file is refused, or
// works: nothing may panic.
func TestForgedFiles(t *testing.T) {
	g, ix := sample(t)
	good, err := os.ReadFile(saved(t, g, ix))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "forged.corredor")
	refused := 0
	for seed := range uint64(1500) {
		data := bytes.Clone(good)
		forge(data, rand.New(rand.NewPCG(seed, 4)))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := tryLoad(path); err != nil {
			refused++
		}
	}
	if refused < 500 {
		t.Errorf("only %d of 1500 forged files were refused", refused)
	}
}

func FuzzOpen(f *testing.F) {
	g, ix := sample(f)
	good, err := os.ReadFile(saved(f, g, ix))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, uint64(0))
	f.Add(good[:100], uint64(1))
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		if len(data) > 64 && binary.LittleEndian.Uint32(data[12:]) > 0 &&
			32+48*uint64(binary.LittleEndian.Uint32(data[12:])) <= uint64(len(data)) {
			func() {
				defer func() { recover() }() // the forger trusts the table; the reader must not
				forge(data, rand.New(rand.NewPCG(seed, 4)))
			}()
		}
		path := filepath.Join(t.TempDir(), "fuzzed.corredor")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		tryLoad(path)
	})
}
