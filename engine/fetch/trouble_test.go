package fetch_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// TestRefusals: what a server may say instead of the file.
func TestRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		handle http.HandlerFunc
		want   []string
	}{
		"404":      {status(404), []string{"404", "may have moved", "https://example.org/about"}},
		"410":      {status(410), []string{"may have moved"}},
		"403":      {status(403), []string{"403", "login"}},
		"407":      {status(407), []string{"HTTPS_PROXY=http://NAME:PASSWORD"}},
		"418":      {status(418), []string{"418"}},
		"busy":     {status(503), []string{"busy", "503", "by hand"}},
		"too many": {status(429), []string{"busy", "429"}},
		"redirect loop": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) },
			[]string{"more than 10 times", "may have moved"}},
		"a page for a login": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintln(w, "<html>Sign in</html>")
		}, []string{"web page", "login"}},
		"always cut": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Write(make([]byte, 10))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, []string{"after 10 of 1000 bytes", "run the same command again"}},
		"a range never asked for": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 5-9/10")
			w.WriteHeader(http.StatusPartialContent)
			w.Write(make([]byte, 5))
		}, []string{"another version"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := cache(t), source(answer(t, test.handle))
			_, err := c.Fetch(t.Context(), s)
			wantError(t, err, append(test.want, "data: ")...)
			wantNothing(t, c, s)
		})
	}
}

// TestSilence: a server that takes the request and says nothing, or stops halfway.
func TestSilence(t *testing.T) {
	for name, sent := range map[string]int{"before the head": 0, "in the body": 1000} {
		t.Run(name, func(t *testing.T) {
			done := make(chan struct{})
			address := answer(t, func(w http.ResponseWriter, r *http.Request) {
				if sent > 0 {
					w.Header().Set("Content-Length", "2000")
					w.Write(make([]byte, sent))
					w.(http.Flusher).Flush()
				}
				select {
				case <-r.Context().Done():
				case <-done:
				}
			})
			t.Cleanup(func() { close(done) })
			c, s := cache(t), source(address)
			c.Patience, c.Tries = 50*time.Millisecond, 2
			_, err := c.Fetch(t.Context(), s)
			wantError(t, err, "nothing came for 50ms")
			wantNothing(t, c, s)
		})
	}
}

func TestNoEncryption(t *testing.T) {
	plain := httptest.NewServer(status(200))
	t.Cleanup(plain.Close)
	secure := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	t.Cleanup(secure.Close)
	c, s := cache(t), source(secure.URL)
	_, err := c.Fetch(t.Context(), s) // before its certificate is known
	wantError(t, err, "certificate", "SSL_CERT_FILE")
	check := c.Client.CheckRedirect
	c.Client = secure.Client()
	c.Client.CheckRedirect = check
	_, err = c.Fetch(t.Context(), s)
	wantError(t, err, "without encryption")
}

func TestOffline(t *testing.T) {
	gone := httptest.NewServer(status(200))
	gone.Close() // nobody listens at its address
	c, s := cache(t), source(gone.URL)
	_, err := c.Fetch(t.Context(), s)
	wantError(t, err, "is this machine online", "HTTPS_PROXY", gone.URL)

	s.Address = "http://no-such-host.invalid/file.bin" // RFC 2606 keeps .invalid free
	c.Client = &http.Client{Transport: &http.Transport{}}
	_, err = c.Fetch(t.Context(), s)
	wantError(t, err, "is this machine online")

	proxy, _ := url.Parse(gone.URL)
	c.Client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
	_, err = c.Fetch(t.Context(), s)
	wantError(t, err, "the proxy cannot be reached")
}

// TestBackAfterOffline: a server that is gone for a while in the middle is asked again.
func TestBackAfterOffline(t *testing.T) {
	file := body(20, 400_000)
	p := publish(t, file, `"v1"`, 100_000)
	c, s := cache(t), source(p.URL)
	lost := &loseOne{next: http.DefaultTransport}
	c.Client = &http.Client{Transport: lost}
	got, err := c.Fetch(t.Context(), s)
	if err != nil || lost.requests != 3 {
		t.Fatalf("%v after %d requests", err, lost.requests)
	}
	wantFile(t, got.Path, file)
}
