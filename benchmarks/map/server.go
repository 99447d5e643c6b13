package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// weigh sums the bytes of the files of the first view, as gzip sends them. Those
// that are asked for later are among them: it is the upper bound.
func (r *report) weigh(address string) error {
	for _, file := range slices.Sorted(maps.Keys(r.files)) {
		size, err := gzipped(address + file)
		if err != nil {
			return err
		}
		kind := "page"
		switch {
		case strings.Contains(file, "/vendor/"):
			kind = "libraries and font"
		case strings.Contains(file, "/tiles/"):
			kind = "tiles"
		case strings.Contains(file, "/api/"):
			kind = "data"
		}
		r.weight[kind] += size
	}
	return nil
}

// noting remembers which files were asked for, by the page or by its worker.
func (r *report) noting(next http.Handler) http.Handler {
	r.files = map[string]bool{}
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodGet {
			mu.Lock()
			r.files[q.URL.RequestURI()] = true
			mu.Unlock()
		}
		next.ServeHTTP(w, q)
	})
}

func gzipped(file string) (int, error) {
	request, err := http.NewRequest(http.MethodGet, file, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", file, answer.Status)
	}
	return len(body), err
}

// ask times answers on one core, those that are kept and those that are made.
func (r *report) ask(h http.Handler) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, q := range []struct {
		name string
		path func(i int) string
	}{
		{"tiles, kept", func(i int) string { return fmt.Sprintf("/api/v1/tiles/6/%d/%d", 13+i%3, 26+i%3) }},
		{"tiles, made anew", func(i int) string { return fmt.Sprintf("/api/v1/tiles/11/%d/%d", 400+i%90, 850+i/90) }},
		{"series of a municipality", func(i int) string { return fmt.Sprintf("/api/v1/series?region=25006&v=%d", i) }},
		{"series of a polygon", func(i int) string {
			return fmt.Sprintf("/api/v1/series?polygon=-107,24,-106,24,-106,%.5f", 24.5+float64(i)/1e5)
		}},
		{"series of the country, made anew", func(i int) string { return fmt.Sprintf("/api/v1/series?v=%d", i) }},
	} {
		const fill, longest = 10, time.Second
		for i := range fill {
			answer(h, q.path(i))
		}
		start, n := time.Now(), 0
		for ; time.Since(start) < longest; n++ {
			answer(h, q.path(n))
		}
		r.rates = append(r.rates, rate{q.name, float64(n) / time.Since(start).Seconds()})
	}
}

func answer(h http.Handler, path string) {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	h.ServeHTTP(httptest.NewRecorder(), request)
}
