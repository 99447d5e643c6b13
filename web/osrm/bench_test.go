package osrm_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/internal/outside"
	"github.com/corredor-geo/corredor/web/osrm"
)

// mexico is the server over today's highways of Mexico.
func mexico(b *testing.B) *osrm.Server {
	b.Helper()
	n, err := engine.OpenNetwork(context.Background(), outside.ReferenceData(b, "roads/mexico_highways.geojson"), engine.NetworkOptions{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := osrm.New(n, osrm.Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// point is the i-th of a lattice over central Mexico.
func point(i int) string {
	return fmt.Sprintf("%.3f,%.3f", -104+float64(i%25)*0.25, 18+float64(i/25%20)*0.3)
}

func points(from, n int) string {
	var list []string
	for i := range n {
		list = append(list, point(from+i))
	}
	return strings.Join(list, ";")
}

func BenchmarkRoute(b *testing.B) {
	s := mexico(b)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/route/v1/driving/"+point(i)+";"+point(7*i+13), nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
}

func BenchmarkTable200x50(b *testing.B) {
	s := mexico(b)
	address := largeTable(200, 50)
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

// BenchmarkTable5000x100 is the largest table that is promised.
func BenchmarkTable5000x100(b *testing.B) {
	s := mexico(b)
	address := largeTable(5000, 100)
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

// largeTable asks for the durations from so many sources to so many targets.
func largeTable(sources, targets int) string {
	var from, to []string
	for i := range sources + targets {
		if i < sources {
			from = append(from, fmt.Sprint(i))
		} else {
			to = append(to, fmt.Sprint(i))
		}
	}
	return "/table/v1/driving/" + points(0, sources+targets) + "?sources=" + strings.Join(from, ";") + "&destinations=" + strings.Join(to, ";")
}
