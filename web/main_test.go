package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web"
)

// embedded is the embedded study, run once for all tests.
var embedded = sync.OnceValues(func() (*engine.Result, error) {
	study, err := engine.Embedded()
	if err != nil {
		return nil, err
	}
	return engine.Run(context.Background(), study, engine.Options{})
})

// served makes one server of the embedded study for all tests.
var served = sync.OnceValues(func() (*web.Server, error) {
	r, err := embedded()
	if err != nil {
		return nil, err
	}
	return web.New(r, nil), nil
})

// server serves the embedded study.
func server(t testing.TB) *web.Server {
	t.Helper()
	s, err := served()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func handler(t testing.TB) http.Handler {
	t.Helper()
	return server(t).Handler()
}

// ask sends a request; headers come in pairs.
func ask(t testing.TB, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler(t).ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t testing.TB, r *http.Response) []byte {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// get decodes an answer that must be JSON.
func get[T any](t testing.TB, path string) T {
	t.Helper()
	var v T
	r := ask(t, "GET", path, "")
	body := bodyOf(t, r)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", path, r.StatusCode, body)
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}

// askOf gets a path of some handler and returns the status.
func askOf(t testing.TB, h http.Handler, path string) int {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:8080"+path, nil))
	return w.Code
}
