package region_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/region"
	"github.com/corredor-geo/corredor/graph"
)

func TestMexicoLayers(t *testing.T) {
	for _, tt := range []struct {
		file, method string
		regions      int
		warnings     map[region.WarningKind]int
		outsideKM    float64 // of 57,959.05
	}{
		// Roads outside are coast roads, put to sea by sparse points and generalised
		// shores: Campeche, Tijuana to Ensenada, Vallarta.
		{"municipalities/municipios.shp", "polygon", 2457, map[region.WarningKind]int{region.RingCrossing: 12}, 279.597},
		// With the roads of the eight areas in dispute between states.
		{"municipalities/mun2007_wgs84.geojson", "polygon", 2455, map[region.WarningKind]int{
			region.CodeDisputed: 8, region.RingCrossing: 42, region.PointRepeated: 15, region.HoleOutside: 1}, 267.826},
		{"gazetteer/df_mxmunicipio_2015.csv", "nearest-seat", 2457, nil, 0},
		// Codes are numbers there: 1001 to 9017 have lost their zero.
		{"gazetteer/municipality-heads.csv", "nearest-seat", 2454, map[region.WarningKind]int{region.CodeZeroRestored: 265}, 0},
	} {
		t.Run(tt.file, func(t *testing.T) {
			l, g := readLayer(t, tt.file), mexicoRoads(t)
			if len(l.Regions) != tt.regions || l.Method() != tt.method {
				t.Errorf("%d regions by %s, want %d by %s", len(l.Regions), l.Method(), tt.regions, tt.method)
			}
			for _, w := range l.Warnings {
				if w.Kind != region.FileNote && w.Count != tt.warnings[w.Kind] {
					t.Errorf("warning %v, want %d", w, tt.warnings[w.Kind])
				}
			}
			o := newOverlay(t, g, l)
			if got := o.OutsideMeters() / 1000; math.Abs(got-tt.outsideKM) > 0.001 {
				t.Errorf("%v km outside, want %v", got, tt.outsideKM)
			}
			if o.OverlapMeters() > 1 {
				t.Errorf("%v m in two municipalities", o.OverlapMeters())
			}
		})
	}
}

func TestSameForAnyWorkerCount(t *testing.T) {
	for _, file := range []string{"municipalities/municipios.shp", "gazetteer/municipality-heads.csv"} {
		l, g := readLayer(t, file), mexicoRoads(t)
		var want []region.Piece
		for _, workers := range []int{1, 2, 3, 16, 1000} {
			o, err := region.NewOverlay(t.Context(), g, l, region.Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			var got []region.Piece
			for s := range graph.SegmentID(g.SegmentCount()) {
				got = append(got, o.Pieces(s)...)
			}
			if want == nil {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %d workers give other pieces than 1", file, workers)
			}
		}
	}
}

func TestProgress(t *testing.T) {
	l, g := readLayer(t, "gazetteer/municipality-heads.csv"), mexicoRoads(t)
	last := 0
	_, err := region.NewOverlay(t.Context(), g, l, region.Options{Workers: 4, Progress: func(done, total int) {
		if done <= last || total != g.SegmentCount() {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}})
	if err != nil || last != g.SegmentCount() {
		t.Errorf("ended at %d of %d: %v", last, g.SegmentCount(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = region.NewOverlay(ctx, g, l, region.Options{Workers: 1, Progress: func(int, int) { cancel() }})
	if err == nil {
		t.Error("a cancelled overlay gives no error")
	}
}

// Every seat lies in its own municipality, or nearly: gazetteers round.
func TestLocateSeats(t *testing.T) {
	l := readLayer(t, "municipalities/municipios.shp")
	seats := readLayer(t, "gazetteer/df_mxmunicipio_2015.csv")
	right := 0
	for _, r := range seats.Regions {
		if i, ok := l.Locate(r.Seat); ok && l.Regions[i].Code == r.Code {
			right++
		}
		if i, ok := seats.Locate(r.Seat); !ok || seats.Regions[i].Code != r.Code {
			t.Errorf("the seat nearest to %s is %s", r, seats.Regions[i])
		}
	}
	if share := float64(right) / float64(len(seats.Regions)); share < 0.97 {
		t.Errorf("%v of the seats lie in their municipality", share)
	} else {
		t.Logf("%d of %d seats lie in their municipality", right, len(seats.Regions))
	}
}
