package osm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

var (
	errCompression = fmt.Errorf("blocks compressed otherwise than with zlib: %w", feature.ErrFormat)
	errHistory     = fmt.Errorf("a file with the history of its elements: %w", feature.ErrFormat)
)

// hints are the mends of errors that can be mended.
var hints = []struct {
	err  error
	hint string
}{
	{errCompression, "rewrite it with: osmium cat in.osm.pbf -f pbf,pbf_compression=zlib -o out.osm.pbf"},
	{errHistory, "take one day of it with: osmium time-filter in.osh.pbf 2010-01-01T00:00:00Z -o out.osm.pbf"},
	{ErrNoRoads, "look at the roads of the file with: osmium tags-count in.osm.pbf 'highway=*'"},
	{feature.ErrTruncated, "download or copy it again"},
	{errDamaged, "download or copy it again"},
}

// located makes an *Error of what went wrong in a file.
func located(file string, err error) error {
	var already *feature.Error
	if errors.As(err, &already) {
		return err
	}
	out := &feature.Error{File: file, Err: err}
	for _, h := range hints {
		if errors.Is(err, h.err) {
			out.Hint = h.hint
			break
		}
	}
	return out
}

// open opens a file and reads its header.
func open(path string, opts feature.Options) (*blobs, error) {
	in, err := feature.OpenBytes(path, opts)
	if err != nil {
		return nil, err
	}
	r := &blobs{in: in}
	if err := r.begin(); err != nil {
		in.Close()
		return nil, located(in.Label(), err)
	}
	return r, nil
}

func (r *blobs) begin() error {
	head, err := r.in.Peek(64)
	if len(head) == 0 {
		if err != io.EOF {
			return r.in.Error(err)
		}
		return fmt.Errorf("the file is empty: %w", feature.ErrTruncated)
	}
	if !bytes.HasPrefix(head, []byte{0, 0}) || len(head) > 6 && head[4] != 0x0a {
		return r.foreign(head)
	}
	b, err := r.next(typeHeader)
	if err != nil {
		return err
	}
	var unfold inflater
	contents, err := unfold.inflate(b.data)
	if err == nil {
		err = checkFeatures(contents)
	}
	if err != nil {
		return b.wrap(err)
	}
	return nil
}

// foreign names what a file is that is not a PBF.
func (r *blobs) foreign(head []byte) error {
	out := &feature.Error{File: r.in.Label(), Err: fmt.Errorf("not an OSM PBF file: %w", feature.ErrFormat),
		Hint: "give an extract such as country-latest.osm.pbf"}
	text := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	const convert = "convert it with: osmium cat in -o out.osm.pbf"
	switch {
	case strings.HasPrefix(string(head), "\xff\xe0\x04o5m"), strings.HasPrefix(string(head), "\xff\xe0\x04o5c"):
		out.Err, out.Hint = fmt.Errorf("an o5m file: %w", feature.ErrFormat), "convert it with: osmconvert in.o5m -o=out.osm.pbf"
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"):
		out.Err, out.Hint = fmt.Errorf("a web page: %w", feature.ErrFormat), "the download went wrong: get the file itself"
	case strings.HasPrefix(text, "<"):
		out.Err, out.Hint = fmt.Errorf("an OSM XML file: %w", feature.ErrFormat), convert
	case strings.HasPrefix(text, "{"):
		out.Err, out.Hint = fmt.Errorf("a JSON file: %w", feature.ErrFormat), "GeoJSON is read as a layer of lines, not as OSM"
	}
	return out
}

// checkFeatures refuses a file that needs of its reader what this one has not.
func checkFeatures(contents []byte) error {
	w := wire{rest: contents}
	for w.next() {
		if !w.is(4, kindBytes) {
			continue
		}
		switch need := string(w.data); need {
		case "OsmSchema-V0.6", "DenseNodes":
		case "HistoricalInformation":
			return errHistory
		default:
			return fmt.Errorf("the file needs %q: %w", shorten(need), feature.ErrFormat)
		}
	}
	if w.bad {
		return errDamaged
	}
	return nil
}

// shorten cuts a text of the file for use in a message.
func shorten(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "..."
}
