package fetch_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine/fetch"
)

// body is a file that looks different everywhere, so that no wrong seam is hidden.
func body(seed uint64, n int) []byte {
	b := make([]byte, n)
	random := rand.NewChaCha8([32]byte{byte(seed)})
	random.Read(b)
	return b
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// publisher serves one file and remembers what it was asked for. Cut makes an
// answer end after so many bytes of its body, once for each number in it.
type publisher struct {
	*httptest.Server
	mu     sync.Mutex
	file   []byte
	etag   string
	cut    []int
	ranges []string // Range of each request
}

func publish(t *testing.T, file []byte, etag string, cut ...int) *publisher {
	t.Helper()
	p := &publisher{file: file, etag: etag, cut: cut}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ranges = append(p.ranges, r.Header.Get("Range"))
	if p.etag != "" {
		w.Header().Set("ETag", p.etag)
	}
	var out http.ResponseWriter = w
	if len(p.cut) > 0 {
		out = &cutter{w, p.cut[0]}
		p.cut = p.cut[1:]
	}
	http.ServeContent(out, r, "", time.Time{}, bytes.NewReader(p.file)) // the standard library's own ranges
}

// cutter breaks the connection after so many bytes of the body.
type cutter struct {
	http.ResponseWriter
	left int
}

func (c *cutter) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	c.ResponseWriter.Write(b[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func source(address string) fetch.Source {
	return fetch.Source{Name: "data", Title: "data", Licence: "none", Page: "https://example.org/about", Address: address, File: "file.bin"}
}

// cache is one that does not wait.
func cache(t *testing.T) *fetch.Cache {
	return &fetch.Cache{Dir: t.TempDir(), Pause: time.Nanosecond, Client: fetch.NewClient()}
}

func wantFile(t *testing.T, name string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes with sum %.8s, want %d with %.8s", name, len(got), sumOf(got), len(want), sumOf(want))
	}
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error has several lines:\n%v", err)
	}
}

// wantNothing wants the folder to have no whole file.
func wantNothing(t *testing.T, c *fetch.Cache, s fetch.Source) {
	t.Helper()
	if _, err := os.Stat(c.Path(s)); err == nil {
		t.Errorf("%s was put in place", filepath.Base(c.Path(s)))
	}
}

func answer(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL + "/file.bin"
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); fmt.Fprintln(w, "no") }
}

// loseOne fails its second request as a machine without a network does.
type loseOne struct {
	next     http.RoundTripper
	requests int
}

func (l *loseOne) RoundTrip(r *http.Request) (*http.Response, error) {
	if l.requests++; l.requests == 2 {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: r.URL.Host}}
	}
	return l.next.RoundTrip(r)
}
