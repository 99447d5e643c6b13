package osrm_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/graphtest"
	"github.com/corredor-geo/corredor/web/osrm"
)

// mexico is the server over today's highways of Mexico.
func mexico(b *testing.B) *osrm.Server {
	b.Helper()
	n, err := engine.OpenNetwork(context.Background(), graphtest.ReferenceData(b, "roads/mexico_highways.geojson"), engine.NetworkOptions{})
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
	for i := 0; b.Loop(); i++ {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/route/v1/driving/"+point(i)+";"+point(7*i+13), nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkTable200x50(b *testing.B) {
	s := mexico(b)
	var sources, destinations []string
	for i := range 250 {
		if i < 200 {
			sources = append(sources, fmt.Sprint(i))
		} else {
			destinations = append(destinations, fmt.Sprint(i))
		}
	}
	address := "/table/v1/driving/" + points(0, 250) + "?sources=" + strings.Join(sources, ";") + "&destinations=" + strings.Join(destinations, ";")
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}
