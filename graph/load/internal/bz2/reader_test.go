package bz2

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"testing"
	"testing/iotest"

	"github.com/corredor-geo/corredor/internal/outside"
)

// packedTable is "code,name\n01001,Aguascalientes\n" by bzip2 -9.
const packedTable = "QlpoOTFBWSZTWbUUe5cAAAddgAAQAARgACAALqeOACAAMU0yMTExCmho0GMo0rZFwlFaC2QHkwRRxCXg/F3JFOFCQtRR7lw="

// empty is nothing, by bzip2 -9.
var empty = []byte{'B', 'Z', 'h', '9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0}

func packed(t testing.TB) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(packedTable)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unpack(b []byte) ([]byte, error) {
	r := NewReader(bytes.NewReader(b), 3)
	defer r.Close()
	return io.ReadAll(r)
}

// compress runs bzip2.
func compress(t testing.TB, level int, plain []byte) []byte {
	t.Helper()
	run := exec.Command(outside.Program(t, "bzip2"), fmt.Sprintf("-%d", level), "-c")
	run.Stdin = bytes.NewReader(plain)
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAgreesWithBzip2 packs texts of many blocks, streams one after the other and runs of
// one byte, and wants them back.
func TestAgreesWithBzip2(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 0))
	noise := make([]byte, 250_000)
	for i := range noise {
		noise[i] = byte(rng.UintN(256))
	}
	var rows bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&rows, "%05d,%d,%g\n", rng.IntN(32000), i, rng.Float64())
	}
	runs := bytes.Repeat([]byte{'a'}, 2_000_000)
	for _, level := range []int{1, 9} {
		var all, plain []byte
		for _, text := range [][]byte{noise, rows.Bytes(), nil, runs, []byte("x")} {
			whole := compress(t, level, text)
			if got, err := unpack(whole); err != nil || !bytes.Equal(got, text) {
				t.Errorf("level %d: %d bytes of %d, %v", level, len(got), len(text), err)
			}
			all, plain = append(all, whole...), append(plain, text...)
		}
		if got, err := unpack(all); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("level %d, streams one after the other: %d bytes of %d, %v", level, len(got), len(plain), err)
		}
	}
}

func TestDamage(t *testing.T) {
	table := packed(t)
	two := append(bytes.Clone(table), table...)
	flip := func(b []byte, bit int) []byte {
		b = bytes.Clone(b)
		b[bit/8] ^= 0x80 >> (bit % 8)
		return b
	}
	for name, b := range map[string][]byte{
		"empty file": nil, "no bzip2": []byte("PK\x03\x04 and more bytes"), "header only": table[:4], "level 0": append([]byte("BZh0"), table[4:]...),
		"sum of the stream": flip(table, 8*len(table)-16), "sum of the block": flip(table, 8*11), "inside": flip(table, 8*40),
		"second stream": flip(two, 8*(len(table)+40)), "rubbish after it": append(bytes.Clone(table), "rubbish"...),
		"another header": append(bytes.Clone(table), "BZh0"...),
	} {
		got, err := unpack(b)
		if err == nil || len(got) > len("code,name\n01001,Aguascalientes\n") {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if _, want := io.ReadAll(bzip2.NewReader(bytes.NewReader(b))); want == nil {
			t.Errorf("%s: compress/bzip2 finds nothing wrong", name)
		}
	}
	for cut := 1; cut < len(two); cut++ {
		if got, err := unpack(two[:cut]); (err == nil) != (cut == len(table)) {
			t.Errorf("cut at %d of %d: %d bytes, %v", cut, len(two), len(got), err)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := io.ReadAll(NewReader(io.MultiReader(bytes.NewReader(table[:30]), iotest.ErrReader(broken)), 0)); !errors.Is(err, broken) {
		t.Errorf("an error of the input comes as %v", err)
	}
	if got, err := unpack(append(bytes.Clone(empty), empty...)); err != nil || len(got) != 0 {
		t.Errorf("two empty streams: %d bytes, %v", len(got), err)
	}
}

// TestMagicInABlock cuts a block at any bit, as if a magic stood there by chance, and
// wants the text all the same.
func TestMagicInABlock(t *testing.T) {
	b := packed(t)
	s := splitter{in: bufio.NewReader(bytes.NewReader(b))}
	whole, err := s.next()
	if err != nil {
		t.Fatal(err)
	}
	end, err := s.next()
	if err != nil || !end.last {
		t.Fatalf("%+v, %v", end, err)
	}
	for cut := whole.bits.from + 64; cut < whole.bits.to-magicBits; cut += 13 {
		first, second := whole, whole
		first.bits.to, second.bits.from = cut, cut+magicBits
		second.magic = magicOf(whole, cut)
		r := &Reader{queue: make(chan *job, 3), stop: make(chan struct{})}
		for _, p := range []piece{first, second, end} {
			j := &job{piece: p, done: make(chan struct{})}
			if p.magic != endMagic {
				j.plain, j.err = p.decompress()
			}
			close(j.done)
			r.queue <- j
		}
		close(r.queue)
		if got, err := io.ReadAll(r); err != nil || string(got) != "code,name\n01001,Aguascalientes\n" {
			t.Fatalf("cut at bit %d: %q, %v", cut, got, err)
		}
	}
}

// magicOf returns the 48 bits of a piece that stand at a place.
func magicOf(p piece, at int) (magic uint64) {
	for i := 0; i < magicBits; i += 8 {
		magic = magic<<8 | uint64(p.bits.byteAt(at+i))
	}
	return magic
}

func TestClose(t *testing.T) {
	r := NewReader(bytes.NewReader(packed(t)), 2)
	if n, err := r.Read(make([]byte, 4)); n != 4 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	r.Close()
	r.Close()
	if _, err := io.ReadAll(r); err == nil {
		t.Error("a closed reader comes to its end")
	}
}

// FuzzReader holds the reader against compress/bzip2.
func FuzzReader(f *testing.F) {
	f.Add(packed(f))
	f.Add(append(packed(f), packed(f)...))
	f.Add(empty)
	f.Add([]byte("BZh9"))
	f.Fuzz(func(t *testing.T, b []byte) {
		const most = 1 << 20
		want, wantErr := io.ReadAll(io.LimitReader(bzip2.NewReader(bytes.NewReader(b)), most))
		r := NewReader(bytes.NewReader(b), 2)
		defer r.Close()
		got, err := io.ReadAll(io.LimitReader(r, most))
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Errorf("%d bytes, %v; compress/bzip2 has %d, %v", len(got), err, len(want), wantErr)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	text := bytes.Repeat([]byte("25006,2010-01,12,300000\n08029,2010-01,7,55413\n"), 100_000)
	whole := compress(b, 9, text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := unpack(whole); err != nil {
			b.Fatal(err)
		}
	}
}
