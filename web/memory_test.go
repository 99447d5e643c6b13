package web_test

import (
	"fmt"
	"runtime"
	"testing"
)

// heap is what is in use after a collection.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what finalizers let go
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// load asks n questions of every kind, each another than before.
func load(t *testing.T, first, n int) {
	t.Helper()
	for i := first; i < first+n; i++ {
		z := 3 + i%9
		side := 1 << z
		path := fmt.Sprintf("/api/v1/tiles/%d/%d/%d", z, (i*7)%side, (i*13)%side)
		switch i % 8 {
		case 1:
			path = fmt.Sprintf("/api/v1/series?polygon=-107,24,-106,24,-106,%.4f", 24.5+float64(i)/1e5)
		case 2:
			path = fmt.Sprintf("/api/v1/series?region=25006&from=%d-01&v=%d", 2004+i%7, i)
		case 3:
			path = fmt.Sprintf("/api/v1/routes/%d?v=%d", i%200, i)
		case 4:
			path = fmt.Sprintf("/api/v1/nothing/%d", i)
		case 5:
			path = fmt.Sprintf("/api/v1/routes?segment=%d", i%1000)
		case 6:
			if i%160 == 6 {
				path = fmt.Sprintf("/api/v1/route?from=%.4f,24.8", -107.4+float64(i)/1e6)
			}
		}
		ask(t, "GET", path, "").Body.Close()
	}
}

// The memory of a server does not grow with the requests: the caches are full after
// the first thousands, and 20,000 more leave no more than a few megabytes.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("20,000 requests")
	}
	const warm, more = 6000, 20000
	load(t, 0, warm)
	before := heap()
	load(t, warm, more)
	const most = 8 << 20 // the caches trade small answers for large ones
	if grown := heap() - before; grown > most {
		t.Errorf("%d requests left %.1f MB", more, float64(grown)/(1<<20))
	} else {
		t.Logf("%d requests left %.1f MB", more, float64(grown)/(1<<20))
	}
}
