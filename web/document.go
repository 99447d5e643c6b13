package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// document is an answer, compressed when first asked for. It is immutable to
// its users and safe for any number of goroutines.
type document struct {
	kind    string // Content-Type
	name    string // of the file to save it as; "" to show it
	etag    string
	forever bool // its address changes with its content
	plain   func() []byte
	packed  map[string]func() []byte // by Content-Encoding
}

// smallest is the size below which compressing costs more than it saves.
const smallest = 1000

// newDocument makes an answer of some bytes.
func newDocument(kind string, body []byte) *document {
	d := &document{kind: kind, etag: tagOf(body), plain: func() []byte { return body }}
	if len(body) >= smallest {
		d.packed = map[string]func() []byte{
			"zstd": sync.OnceValue(func() []byte { return zstdWriter.EncodeAll(body, nil) }),
			"gzip": sync.OnceValue(func() []byte { return gzipped(body) }),
		}
	}
	return d
}

// jsonDocument makes an answer of a value that encoding/json knows.
func jsonDocument(v any) (*document, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return newDocument("application/json; charset=utf-8", out.Bytes()), nil
}

// zippedDocument makes an answer of bytes that are gzip already.
func zippedDocument(kind string, zipped []byte, etag string) *document {
	return &document{kind: kind, etag: etag,
		plain:  func() []byte { return unzipped(zipped) },
		packed: map[string]func() []byte{"gzip": func() []byte { return zipped }},
	}
}

// tagOf returns the entity tag of some bytes. It is a weak one: the same for
// every encoding of them.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	const enough = 12 // bytes
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:enough]) + `"`
}

// send writes the document, in the encoding that the client likes best, or says
// that the client has it already.
func (d *document) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("ETag", d.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if d.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Method != http.MethodPost && matches(r.Header.Get("If-None-Match"), d.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", d.kind)
	if d.name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
	}
	body := d.plain
	for _, encoding := range accepted(r.Header.Get("Accept-Encoding")) {
		if pack, ok := d.packed[encoding]; ok {
			body = pack
			h.Set("Content-Encoding", encoding)
			break
		}
	}
	bytes := body()
	h.Set("Content-Length", strconv.Itoa(len(bytes)))
	if r.Method != http.MethodHead {
		w.Write(bytes)
	}
}

// One encoder of each kind, shared: EncodeAll is safe for concurrent use.
var (
	zstdWriter = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err) // the options are constants
		}
		return e
	})()
	gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}
)

func gzipped(body []byte) []byte {
	var out bytes.Buffer
	zip := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(zip)
	zip.Reset(&out)
	zip.Write(body) // a bytes.Buffer takes everything
	zip.Close()
	return out.Bytes()
}

func unzipped(zipped []byte) []byte {
	zip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		panic(err) // it was made here
	}
	body, err := io.ReadAll(zip)
	if err != nil {
		panic(err)
	}
	return body
}
