package region

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Outside is the Region of a [Piece] that lies in no municipality.
const Outside = -1

// Region is one municipality.
type Region struct {
	// Code is the 5-character CVEGEO: two digits of state, three of municipality.
	Code string
	// Name and State are as in the file; empty when it has none.
	Name, State string
	// Area is nil when the layer has only seats. In a Layer it is repaired:
	// closed simple rings, shells counterclockwise, holes clockwise (RFC 7946),
	// rounded to 1e-7 degree.
	Area orb.MultiPolygon
	// Seat is the municipal seat in degrees, lon lat, if HasSeat.
	Seat    orb.Point
	HasSeat bool
	// AreaKM2 is the ellipsoidal area of Area, or what the file gives for a
	// layer of seats; NaN when unknown.
	AreaKM2 float64
	// Population is in persons; NaN when unknown.
	Population float64
}

// FileHash identifies a file that was read.
type FileHash = feature.FileHash

// Layer is a set of municipalities, each with polygons or each with a seat. It
// is immutable: do not modify Regions. It is safe for any number of goroutines.
// Make one with [Read] or [NewLayer]; the zero Layer is not usable.
type Layer struct {
	Regions  []Region  // sorted by Code, each code once
	Warnings []Warning // what was mended, in the order in which it was met
	Files    []FileHash

	byCode map[string]int
	edges  *edgeIndex // nil for a layer of seats
	seats  *seatIndex // nil for a layer of polygons
}

// NewLayer makes a layer of municipalities that are already in memory; it does
// not keep the slice. Regions with the same code are merged: their polygons are
// put together, other values come from the first that has one. The layer has
// the polygon method when any region has an area, else that of the nearest seat.
// It fails on a code that is not five digits, a coordinate that is not a
// longitude and latitude in degrees, and when there is neither polygon nor
// seat. O(n log n) in the points.
func NewLayer(regions []Region) (*Layer, error) {
	l := &Layer{Regions: slices.Clone(regions)}
	for _, r := range l.Regions {
		if err := checkRegion(r); err != nil {
			return nil, fmt.Errorf("region %q: %w", r.Code, err)
		}
	}
	var notes tally
	if err := l.prepare(&notes); err != nil {
		return nil, err
	}
	return l, nil
}

// prepare sorts, merges, repairs and indexes the regions.
func (l *Layer) prepare(notes *tally) error {
	slices.SortStableFunc(l.Regions, func(a, b Region) int { return cmp.Compare(a.Code, b.Code) })
	l.merge(notes)
	l.repairAll(notes)
	polygons, seats := false, false
	for _, r := range l.Regions {
		polygons = polygons || len(r.Area) > 0
		seats = seats || r.HasSeat
	}
	if !polygons && !seats {
		return ErrNoPlace
	}
	for _, r := range l.Regions {
		if polygons && len(r.Area) == 0 || !polygons && !r.HasSeat {
			notes.add(NoPlace, r.Code)
		}
	}
	if polygons {
		l.edges = newEdgeIndex(l.Regions)
	} else {
		l.seats = newSeatIndex(l.Regions)
	}
	l.byCode = make(map[string]int, len(l.Regions))
	for i, r := range l.Regions {
		l.byCode[r.Code] = i
	}
	l.Warnings = append(l.Warnings, notes.warnings...)
	return nil
}

// repairAll repairs the polygons on all cores and computes their areas; the
// warnings come in the order of the codes.
func (l *Layer) repairAll(notes *tally) {
	met := make([][]WarningKind, len(l.Regions))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const batch = 64 // regions
	for first := 0; first < len(l.Regions); first += batch {
		group.Go(func() error {
			for i := first; i < min(first+batch, len(l.Regions)); i++ {
				r := &l.Regions[i]
				r.Area = repair(r.Area, func(kind WarningKind) { met[i] = append(met[i], kind) })
				if len(r.Area) > 0 {
					r.AreaKM2 = AreaKM2(r.Area)
				}
			}
			return nil
		})
	}
	group.Wait() // no error to return
	for i, kinds := range met {
		for _, kind := range kinds {
			notes.add(kind, l.Regions[i].Code)
		}
	}
}

// merge joins neighbours of the same code.
func (l *Layer) merge(notes *tally) {
	merged := l.Regions[:0]
	for _, r := range l.Regions {
		if len(merged) == 0 || merged[len(merged)-1].Code != r.Code {
			merged = append(merged, r)
			continue
		}
		notes.add(CodeDuplicate, r.Code)
		merged[len(merged)-1].absorb(r)
	}
	l.Regions = merged
}

func (r *Region) absorb(other Region) {
	r.Name, r.State = cmp.Or(r.Name, other.Name), cmp.Or(r.State, other.State)
	r.Area = append(slices.Clip(r.Area), other.Area...)
	if !r.HasSeat {
		r.Seat, r.HasSeat = other.Seat, other.HasSeat
	}
	if math.IsNaN(r.AreaKM2) {
		r.AreaKM2 = other.AreaKM2
	}
	if math.IsNaN(r.Population) {
		r.Population = other.Population
	}
}

// Index returns the position of a code in Regions, and false when it is absent.
// Constant time.
func (l *Layer) Index(code string) (int, bool) {
	i, ok := l.byCode[code]
	return i, ok
}

// Locate returns the position in Regions of the municipality that contains p
// (degrees, lon lat), the lowest code when several do, and false when none does
// or p is not in degrees. On a layer of seats it is the municipality of the
// nearest seat on the ellipsoid. It agrees with the [Overlay] of the same layer
// exactly. About a microsecond.
func (l *Layer) Locate(p orb.Point) (int, bool) {
	if feature.CheckLonLat(p) != nil {
		return 0, false
	}
	p = wrap(p)
	if l.seats != nil {
		return int(l.seats.nearest(p)), true
	}
	var room [4]int32
	parts := l.edges.appendParts(room[:0], graph.PointOf(p))
	if len(parts) == 0 {
		return 0, false
	}
	return int(l.edges.parts[parts[0]].region), true
}

// Method says how a point is given a municipality: "polygon" or "nearest-seat".
// Outputs label their figures with it.
func (l *Layer) Method() string {
	if l.seats != nil {
		return "nearest-seat"
	}
	return "polygon"
}

// String names a region for messages: "25006 Culiacán".
func (r Region) String() string { return strings.TrimSpace(r.Code + " " + r.Name) }
