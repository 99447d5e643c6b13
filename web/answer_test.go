package web_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/corredor-geo/corredor/web"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// Every encoding holds the same bytes, and one entity tag serves them all.
func TestEncodings(t *testing.T) {
	for _, path := range []string{"/api/v1/regions", "/api/v1/counts", "/api/v1/tiles/4/3/6", "/api/v1/series?state=20"} {
		plain := ask(t, "GET", path, "")
		want := bodyOf(t, plain)
		for header, encoding := range map[string]string{
			"gzip": "gzip", "zstd": "zstd", "gzip, deflate, br, zstd": "zstd", "gzip;q=1, zstd;q=0.5": "gzip", "gzip;q=0": "", "identity": "", "br": "", "GZIP": "gzip",
		} {
			if strings.Contains(path, "tiles") && encoding == "zstd" {
				continue // tiles are kept as gzip
			}
			r := ask(t, "GET", path, "", "Accept-Encoding", header)
			body := bodyOf(t, r)
			got := r.Header.Get("Content-Encoding")
			if got != encoding || r.Header.Get("ETag") != plain.Header.Get("ETag") || r.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s %q: encoding %q, want %q, tag %s", path, header, got, encoding, r.Header.Get("ETag"))
			}
			if body := unpacked(t, got, body); !bytes.Equal(body, want) {
				t.Errorf("%s %q: other bytes", path, header)
			}
		}
	}
}

func unpacked(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var in io.Reader = bytes.NewReader(body)
	var err error
	switch encoding {
	case "gzip":
		in, err = gzip.NewReader(in)
	case "zstd":
		in, err = zstd.NewReader(in)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEntityTags(t *testing.T) {
	for _, path := range []string{"/", "/api/v1/study", "/api/v1/tiles/5/7/13", "/api/v1/series?state=25"} {
		first := ask(t, "GET", path, "")
		tag := first.Header.Get("ETag")
		if !strings.HasPrefix(tag, `W/"`) {
			t.Fatalf("%s: tag %q", path, tag)
		}
		for _, header := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
			if again := ask(t, "GET", path, "", "If-None-Match", header); again.StatusCode != http.StatusNotModified || len(bodyOf(t, again)) > 0 {
				t.Errorf("%s with %s: %d", path, header, again.StatusCode)
			}
		}
		if other := ask(t, "GET", path, "", "If-None-Match", `W/"x"`); other.StatusCode != http.StatusOK {
			t.Errorf("%s with another tag: %d", path, other.StatusCode)
		}
		if head := ask(t, "HEAD", path, ""); head.StatusCode != http.StatusOK || len(bodyOf(t, head)) > 0 || head.Header.Get("Content-Length") == "0" {
			t.Errorf("%s HEAD: %d, length %s", path, head.StatusCode, head.Header.Get("Content-Length"))
		}
	}
}

// A tile asked for with the version of the data may be kept for ever.
func TestTilesAreKept(t *testing.T) {
	study := get[struct{ Data string }](t, "/api/v1/study")
	for query, want := range map[string]string{"": "no-cache", "?v=old": "no-cache", "?v=" + study.Data: "public, max-age=31536000, immutable"} {
		if got := ask(t, "GET", "/api/v1/tiles/4/3/6"+query, "").Header.Get("Cache-Control"); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

// The policy allows nothing from elsewhere and nothing inline, on every answer.
func TestPolicy(t *testing.T) {
	for _, path := range []string{"/", "/main.js", "/nothing", "/api/v1/study", "/api/v1/nothing"} {
		h := ask(t, "GET", path, "").Header
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be sniffed", path)
		}
	}
}

// Serving ends with its context, and lets an idle client go.
func TestServeEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if !web.Loopback(l.Addr()) || web.Loopback(&net.TCPAddr{IP: net.IPv4zero}) || web.Loopback(&net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}) {
		t.Error("loopback is not told from other addresses")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- web.Of(&atlas.Atlas{}).Serve(ctx, l) }()
	r, err := http.Get("http://" + l.Addr().String() + "/api/v1/study")
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", r, err)
	}
	r.Body.Close()
	idle, err := net.Dial("tcp", l.Addr().String()) // says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	cancel()
	const patience = 20 * time.Second
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}

// A server of nothing answers all the same.
func TestEmptyAtlas(t *testing.T) {
	h := web.Of(&atlas.Atlas{}).Handler()
	for path, status := range map[string]int{"/api/v1/study": 200, "/api/v1/regions": 200, "/api/v1/counts": 200, "/api/v1/flows": 200, "/api/v1/tiles/0/0/0": 200, "/api/v1/series": 404, "/api/v1/route?from=1,1": 404, "/api/v1/routes/0": 404, "/": 200} {
		if got := askOf(t, h, path); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
}
