package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// Limits of one request.
const (
	maxHeaderBytes     = 64 << 10
	maxBodyBytes       = 256 << 10
	maxPolygonVertices = 1000
	maxWhatIfRegions   = 500
	maxWhatIfSegments  = 5000
	maxCodes           = 3000
	answerTime         = 10 * time.Second // of one question
)

// failure is an error with the status that it is answered with.
type failure struct {
	status  int
	message string
}

func (f failure) Error() string { return f.message }

func badRequest(format string, args ...any) error {
	return failure{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return failure{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// guard turns an endpoint into a handler: it checks the method, limits size and
// time, and answers errors with one line of JSON.
func (s *Server) guard(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recover(w, r)
		if len(e.methods) > 0 && !slices.Contains(e.methods, r.Method) {
			w.Header().Set("Allow", strings.Join(e.methods, ", "))
			s.fail(w, failure{http.StatusMethodNotAllowed, "this path takes " + strings.Join(e.methods, ", ")})
			return
		}
		if err := e.checkQuery(r.URL.RawQuery); e.path != "" && err != nil {
			s.fail(w, err)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), answerTime)
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
		d, err := e.answer(r)
		if err != nil {
			s.fail(w, err)
			return
		}
		d.send(w, r)
	})
}

// checkQuery refuses parameters that the endpoint does not know: a misspelt
// filter would give the figures of the whole country. Every path takes v, which
// tells versions of the data apart in caches.
func (e endpoint) checkQuery(raw string) error {
	q, err := url.ParseQuery(raw)
	if err != nil {
		return badRequest("the address cannot be read after its question mark")
	}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if name != "v" && !slices.Contains(e.query, name) {
			if len(e.query) == 0 {
				return badRequest("this path takes no parameter %.40q", name)
			}
			return badRequest("there is no parameter %.40q here; there is %s", name, strings.Join(e.query, ", "))
		}
	}
	return nil
}

// recover answers a request that made the server panic.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	if s.log != nil {
		s.log.Printf("%s %s: %v", r.Method, r.URL.Path, cause)
	}
	s.fail(w, failure{http.StatusInternalServerError, "the server made a mistake on this request"})
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	var f failure
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &f):
	case errors.As(err, &large):
		f = failure{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is more than %d bytes", large.Limit)}
	case errors.Is(err, os.ErrDeadlineExceeded):
		f = failure{http.StatusRequestTimeout, "the body came too slowly"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		f = failure{http.StatusServiceUnavailable, "the answer took too long; ask for less"}
	default:
		f = failure{http.StatusInternalServerError, "the server could not answer"}
		if s.log != nil {
			s.log.Print(err)
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(f.status)
	json.NewEncoder(w).Encode(map[string]string{"error": f.message})
}

// readJSON reads the body of a request into v: one value, no unknown keys.
func readJSON(r *http.Request, v any) error {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		return failure{http.StatusUnsupportedMediaType, "send application/json"}
	}
	in := json.NewDecoder(r.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(v); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) || errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
		return badRequest("the body is not what this path takes: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := in.Token(); err != io.EOF {
		return badRequest("the body has more than one value")
	}
	return nil
}

// occupy waits for a place among the questions that take a core, until ctx ends.
func (s *Server) occupy(ctx context.Context) (leave func(), err error) {
	select {
	case s.busy <- struct{}{}:
		return func() { <-s.busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
