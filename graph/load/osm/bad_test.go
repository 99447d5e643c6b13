package osm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// small is a sound file of one road.
func small() []byte {
	return encoder{}.file(node(1, 0, 0), node(2, 1, 0), way(1, "1 2", "highway=primary"))
}

func TestBadFiles(t *testing.T) {
	e := encoder{raw: true}
	block := func(parts ...[]byte) []byte {
		return append(e.header(), e.frame("OSMData", bytes.Join(parts, nil))...)
	}
	texts := message(1, message(1, nil), message(1, []byte("highway")), message(1, []byte("primary")))
	bomb := append(encoder{}.header(), encoder{}.frame("OSMData", make([]byte, 40<<20))...)
	for _, test := range []struct{ name, data, want string }{
		{"empty", "", "the file is empty: the file is cut short (download or copy it again)"},
		{"XML", "<?xml version='1.0'?><osm version='0.6'/>", "an OSM XML file: not a format that can be read here (convert it with: osmium cat"},
		{"XML with a mark", "\ufeff\n<osm/>", "an OSM XML file"},
		{"web page", "<!DOCTYPE html><html>", "a web page"},
		{"o5m", "\xff\xe0\x04o5m2\xff", "an o5m file: not a format that can be read here (convert it with: osmconvert"},
		{"GeoJSON", `{"type":"FeatureCollection"}`, "a JSON file"},
		{"text", "lon,lat\n1,2\n", "not an OSM PBF file"},
		{"zeros", strings.Repeat("\x00", 100), "not an OSM PBF file"},
		{"size of the header cut", "\x00\x00", "block 0 at byte 0: the file is cut short"},
		{"header cut", string(small()[:9]), "block 0 at byte 0: the file is cut short"},
		{"only sizes", string(small()[:4]), "block 0 at byte 0: the file is cut short"},
		{"hostile header", string(append(e.header(), "\x00\x01\xff\xff\x0a\x07OSMData"...)), "a header of 131071 bytes: too large"},
		{"no header", string(e.frame("OSMData", nil)), `block 0 at byte 0: a block of type "OSMData" stands where "OSMHeader" is expected`},
		{"header twice", string(append(small(), small()...)), `a block of type "OSMHeader" stands where`},
		{"cut in a block", string(small()[:len(small())-3]), "the file is cut short (download or copy it again)"},
		{"history", string(encoder{needs: "HistoricalInformation"}.header()), "osmium time-filter"},
		{"unknown need", string(encoder{needs: "Teleporting"}.header()), `the file needs "Teleporting"`},
		{"another compression", string(append(e.header(), frameBlob("OSMData", append(number(2, 5), message(6, []byte("lz4..."))...))...)), "pbf_compression=zlib"},
		{"negative block", string(append(e.header(), "\x00\x00\x00\x14\x0a\x07OSMData\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"...)), "too large"},
		{"huge block", string(append(e.header(), "\x00\x00\x00\x0e\x0a\x07OSMData\x18\xff\xff\xff\x7f"...)), "a block of 268435455 bytes: too large"},
		{"bomb in a block", string(bomb), "too large"},
		{"bomb of blocks", string(bombOfBlocks()), "have unfolded into"},
		{"negative size", string(append(e.header(), frameBlob("OSMData", append(number(2, 1<<63), message(3, []byte("x"))...))...)), "too large"},
		{"claims more than can be", string(append(e.header(), frameBlob("OSMData", append(number(2, 1<<20), message(3, []byte("x"))...))...)), "a block of 1048576 bytes made of 1: too large"},
		{"not zlib", string(append(e.header(), frameBlob("OSMData", append(number(2, 10), message(3, []byte("xxxx"))...))...)), "the data are damaged"},
		{"size too small", string(resized(-1)), "does not have the"},
		{"size too large", string(resized(+1)), "does not have the"},
		{"empty blob", string(append(e.header(), frameBlob("OSMData", nil)...)), "the data are damaged"},
		{"no text 9", string(block(texts, message(2, message(3, message(2, []byte{9}), message(3, []byte{2}))))), "there is no text 9"},
		{"no text 9 as value", string(block(texts, message(2, message(3, number(1, 77), message(2, []byte{1}), message(3, []byte{9}))))), "way 77: the data are damaged: there is no text 9"},
		{"keys without values", string(block(texts, message(2, message(3, message(2, []byte{1}))))), "the data are damaged"},
		{"cut number", string(block(texts, message(2, message(3, message(2, []byte{1}), message(3, []byte{2}), message(8, []byte{2, 0x80}))))), "the data are damaged"},
		{"cut message", string(block(texts, []byte{0x12, 0x7f, 1})), "the data are damaged"},
		{"granularity", string(block(texts, number(17, 0))), "the data are damaged"},
		{"offset", string(block(texts, number(19, 1<<62))), "the data are damaged"},
		{"no roads", string(encoder{}.file(node(1, 0, 0), node(2, 1, 0), way(1, "1 2", "highway=path"))), "no road of the profile in the file (look at the roads"},
		{"no nodes", string(encoder{}.file(way(1, "1 2", "highway=primary"))), "their nodes are missing (extract with complete ways"},
	} {
		_, err := readBytes([]byte(test.data), nil)
		var at *feature.Error
		if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), "x.osm.pbf: ") || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s:\n got  %v\n want %s", test.name, err, test.want)
		}
	}
}

// resized is a sound file with a wrong raw_size in its second block.
func resized(by int) []byte {
	e := encoder{}
	contents := e.block([]element{node(1, 0, 0)})
	sound := e.frame("OSMData", contents)
	wrong := bytes.Replace(sound, number(2, uint64(len(contents))), number(2, uint64(len(contents)+by)), 1)
	return append(e.header(), wrong...)
}

// bombOfBlocks has 20 blocks of 30 MB of nothing, 30 kB each on disk.
func bombOfBlocks() []byte {
	out := encoder{}.header()
	bomb := encoder{}.frame("OSMData", message(9, make([]byte, 30<<20)))
	for range 20 {
		out = append(out, bomb...)
	}
	return out
}

// TestEveryCut reads every beginning of a file: an error, or the roads that
// are complete; never a panic.
func TestEveryCut(t *testing.T) {
	whole := small()
	for n := range whole {
		if _, err := readBytes(whole[:n], nil); err == nil {
			t.Errorf("the first %d of %d bytes make a network", n, len(whole))
		}
	}
}

func TestMissingFile(t *testing.T) {
	_, err := osm.Read(context.Background(), "andora.osm.pbf", osm.Options{FS: fstest.MapFS{"andorra.osm.pbf": {}}})
	if err == nil || !strings.Contains(err.Error(), "did you mean andorra.osm.pbf?") {
		t.Error(err)
	}
}

// big makes a file of many blocks: a chain of n nodes, and a way for every ten.
func big(n int) []byte {
	var elements []element
	for i := range n {
		elements = append(elements, node(int64(i), float64(i%1000)/1e4, float64(i)/1e6))
	}
	for i := 0; i+10 < n; i += 10 {
		w := element{way: true, id: int64(i), tags: []string{"highway=primary", fmt.Sprint("name=", i)}}
		for j := range 11 {
			w.refs = append(w.refs, int64(i+j))
		}
		elements = append(elements, w)
	}
	return encoder{}.file(elements...)
}

func TestCancel(t *testing.T) {
	files := fstest.MapFS{"x.osm.pbf": {Data: big(300_000)}}
	before := runtime.NumGoroutine()
	why := errors.New("enough")
	for _, at := range []float64{0, 0.3, 0.8} { // in the first pass, then in the second
		ctx, cancel := context.WithCancelCause(context.Background())
		size := float64(len(files["x.osm.pbf"].Data))
		_, err := osm.Read(ctx, "x.osm.pbf", osm.Options{FS: files, Progress: func(bytes int64) {
			if float64(bytes) >= at*size {
				cancel(why)
			}
		}})
		if !errors.Is(err, why) {
			t.Errorf("cancelled at %v: %v", at, err)
		}
	}
	for range 100 { // goroutines of Read have ended; those of the tests may take a moment
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestProgress(t *testing.T) {
	data := big(600_000) // about 600 kB, told every 256 kB and at the end of each pass
	last, calls := int64(0), 0
	_, err := osm.Read(context.Background(), "x.osm.pbf", osm.Options{FS: fstest.MapFS{"x.osm.pbf": {Data: data}}, Progress: func(bytes int64) {
		if bytes < last {
			t.Errorf("%d after %d", bytes, last)
		}
		last = bytes
		calls++
	}})
	if err != nil || last != int64(len(data)) || calls < 4 {
		t.Errorf("%d calls, the last with %d of %d bytes: %v", calls, last, len(data), err)
	}
}

// TestSameOnAnyMachine reads with one core and with several.
func TestSameOnAnyMachine(t *testing.T) {
	data := big(100_000)
	want := ""
	for _, cores := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(cores)
		n, err := readBytes(data, nil)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		got := drawn(n) + fmt.Sprint(n.Report)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d cores give another network", cores)
		}
	}
}
