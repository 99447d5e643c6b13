package web_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/web"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// soon is longer than anything here takes; the tests end well before it.
const soon = 30 * time.Second

// impatient serves the embedded study to clients that must be quick, and returns
// its address.
func impatient(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	const header, read = 200 * time.Millisecond, 600 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- web.ServeImpatiently(ctx, l, &http.Server{Handler: handler(t)}, header, read)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// say sends text to a server and returns all that it answers until it hangs up.
func say(t *testing.T, address, text string) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c)
	if os.IsTimeout(err) {
		t.Error("the server waits for ever")
	}
	return string(answer)
}

// A client that sends its head or its body drop by drop is let go; a hundred of them
// do not keep another from its answer.
func TestSlowClients(t *testing.T) {
	address := impatient(t)
	for range 100 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, "GET /api/v1/study HTTP/1.1\r\nHost: x\r\nX-")
	}
	r, err := http.Get("http://" + address + "/api/v1/study")
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", r, err)
	}
	r.Body.Close()
	if got := say(t, address, "GET / HTTP/1.1\r\nHost: x\r\nX-"); got != "" && !strings.HasPrefix(got, "HTTP/1.1 4") {
		t.Errorf("half a head is answered with %.80q", got)
	}
	const head = "POST /api/v1/whatif HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
	if got := say(t, address, head+`{"regions":`); !strings.HasPrefix(got, "HTTP/1.1 408") || !strings.Contains(got, "too slowly") {
		t.Errorf("half a body is answered with %.300q", got)
	}
}

// A head beyond 64 kB and a body beyond 256 kB are refused.
func TestLargeRequests(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go web.Of(&atlas.Atlas{}).Serve(ctx, l)
	r, err := http.NewRequest("GET", "http://"+l.Addr().String()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Large", strings.Repeat("x", 100<<10))
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a head of 100 kB: %v %v", answer, err)
	}
	for _, path := range []string{"/api/v1/whatif", "/api/v1/series"} {
		if got := ask(t, "POST", path, `{"polygon":[`+strings.Repeat(" ", 300<<10)+`]}`); got.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s with 300 kB: %d", path, got.StatusCode)
		}
	}
}

// circle is a polygon of n corners that does not cross itself, as JSON and for an address.
func circle(n int) (body, address string) {
	var text []string
	for i := range n {
		// up one side of a strip and down the other
		x, y := -105.0, 22+float64(i)/float64(n)
		if i >= n/2 {
			x, y = -104, 22+float64(n-i)/float64(n)
		}
		text = append(text, fmt.Sprintf("%g,%.5f", x, y))
	}
	return `{"polygon":[[` + strings.Join(text, "],[") + `]]}`, strings.Join(text, ",")
}

// 1,000 corners are the most, by either way; polygons out of the world are refused by both.
func TestPolygonLimits(t *testing.T) {
	for n, status := range map[int]int{1000: 200, 1001: 400, 5000: 400} {
		body, address := circle(n)
		if got := ask(t, "POST", "/api/v1/series", body); got.StatusCode != status {
			t.Errorf("%d corners by POST: %d %s", n, got.StatusCode, bodyOf(t, got))
		}
		if got := ask(t, "GET", "/api/v1/series?polygon="+address, ""); got.StatusCode != status {
			t.Errorf("%d corners by GET: %d %s", n, got.StatusCode, bodyOf(t, got))
		}
	}
	for name, polygon := range map[string]string{
		"crossing": "[[-100,20],[-90,30],[-90,20],[-100,30]]", "NaN": "[[NaN,20],[-100,20],[-100,30]]", "null": "[[null,null],[-100,20],[-100,30]]",
		"1e9": "[[1e9,20],[-100,20],[-100,30]]", "1e999": "[[1e999,20],[-100,20],[-100,30]]", "a point thrice": "[[-100,20],[-100,20],[-100,20]]",
	} {
		r := ask(t, "POST", "/api/v1/series", `{"polygon":`+polygon+`}`)
		if body := bodyOf(t, r); r.StatusCode != 400 && name != "null" && name != "a point thrice" || r.StatusCode >= 500 || bytes.Count(body, []byte("\n")) != 1 {
			t.Errorf("%s: %d %s", name, r.StatusCode, body)
		}
	}
}

// No path leads out of the page: what is asked for raw, without the cleaning of a
// client, is refused or sent to its clean form.
func TestPathTraversal(t *testing.T) {
	server := httptest.NewServer(handler(t))
	defer server.Close()
	address := strings.TrimPrefix(server.URL, "http://")
	for _, path := range []string{
		"/../server.go", "/../../etc/passwd", "/vendor/../../server.go", "/%2e%2e/server.go", "/..%2fserver.go", "/vendor/%2e%2e/%2e%2e/server.go", "//etc/passwd", "/app/index.html",
		`/..\server.go`, "/index.html%00.js", "/i18n/", "/vendor", "/.", "/..", "/api/v1/../../server.go", "/api/v1/tiles/../../../server.go", "/api/v1/tiles/4/3/..%2f..%2fstudy", "/api/v1/routes/..%2f..%2fserver.go", "/main.js/../../server.go", "/main.js%2f..%2f..%2fserver.go",
	} {
		answer := say(t, address, "GET "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if r.StatusCode < 300 || r.StatusCode >= 500 || strings.Contains(answer, "package web") || strings.Contains(answer, "root:") {
			t.Errorf("%s: %.200q", path, answer)
		}
	}
}
