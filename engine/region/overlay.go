package region

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/graph"
)

// Piece is a stretch of a segment that lies in one municipality. Positions are
// metres from the segment's first node, multiples of [graph.Step].
type Piece struct {
	Region               int32 // index into Layer.Regions, or Outside
	FromMeters, ToMeters float64
}

// LengthMeters returns the length of the piece.
func (p Piece) LengthMeters() float64 { return math.Abs(p.ToMeters - p.FromMeters) }

// Options configures [NewOverlay]. The zero value uses every core.
type Options struct {
	// Workers is the number of goroutines; 0 means one per core. The overlay
	// is the same for any number.
	Workers int
	// Progress is called with the number of segments done, rising, one call at
	// a time, from the goroutines that work.
	Progress func(done, total int)
}

// Overlay holds the row of every segment: which municipality each metre of it
// lies in. It is immutable and safe for any number of goroutines.
type Overlay struct {
	layer    *Layer
	first    []int32 // pieces of segment s are pieces[first[s]:first[s+1]]
	pieces   []Piece
	warnings []Warning
	outside  float64
	overlap  float64
}

// blockSegments is the unit of parallel work: long enough to make the handing
// out cheap, short enough to keep all workers busy to the end.
const blockSegments = 64

// NewOverlay cuts every segment of g at the municipal borders of l. It fails
// with [ErrNoCoordinates] on a network without positions, and with the
// context's error when cancelled. Time is O((edges + crossings) log borders):
// tens of milliseconds for the highways of Mexico.
func NewOverlay(ctx context.Context, g *graph.Graph, l *Layer, opts Options) (*Overlay, error) {
	if !g.HasCoordinates() && g.SegmentCount() > 0 {
		return nil, ErrNoCoordinates
	}
	blocks := make([]block, (g.SegmentCount()+blockSegments-1)/blockSegments)
	var next atomic.Int64
	report := progress(opts.Progress, g.SegmentCount())
	group, ctx := errgroup.WithContext(ctx)
	for range workers(opts.Workers, len(blocks)) {
		group.Go(func() error {
			t := &tracer{g: g, l: l}
			for {
				if err := ctx.Err(); err != nil {
					return err
				}
				i := int(next.Add(1)) - 1
				if i >= len(blocks) {
					return nil
				}
				blocks[i] = t.block(i)
				report(len(blocks[i].ends))
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return assemble(l, blocks), nil
}

func workers(asked, blocks int) int {
	if asked <= 0 {
		asked = runtime.GOMAXPROCS(0)
	}
	return max(1, min(asked, blocks))
}

// progress returns a function that adds to the segments done and tells call.
func progress(call func(done, total int), total int) func(more int) {
	if call == nil {
		return func(int) {}
	}
	var mutex sync.Mutex
	done := 0
	return func(more int) {
		mutex.Lock()
		defer mutex.Unlock()
		done += more
		call(done, total)
	}
}

// assemble puts the blocks together in the order of their segments. Positions
// are multiples of graph.Step, so the sums are exact.
func assemble(l *Layer, blocks []block) *Overlay {
	o := &Overlay{layer: l, first: []int32{0}}
	var notes tally
	for _, b := range blocks {
		base := int32(len(o.pieces))
		o.pieces = append(o.pieces, b.pieces...)
		for _, end := range b.ends {
			o.first = append(o.first, base+end)
		}
		for _, s := range b.shared {
			o.overlap += s.meters
			notes.add(RegionsOverlap, fmt.Sprintf("%s and %s on segment %d",
				l.Regions[s.regions[0]].Code, l.Regions[s.regions[1]].Code, s.segment))
		}
	}
	for _, p := range o.pieces {
		if p.Region == Outside {
			o.outside += p.LengthMeters()
		}
	}
	o.warnings = notes.warnings
	return o
}

// Method says how the pieces were found: "polygon" or "nearest-seat".
func (o *Overlay) Method() string { return o.layer.Method() }

// OutsideMeters returns how much of the network lies in no municipality, each
// segment once. It is 0 with the nearest-seat method.
func (o *Overlay) OutsideMeters() float64 { return o.outside }

// OverlapMeters returns how much of the network lies in two municipalities or
// more at once; it is counted in the one of the lowest code.
func (o *Overlay) OverlapMeters() float64 { return o.overlap }

// Warnings returns the oddities met, in a fixed order. Do not modify it.
func (o *Overlay) Warnings() []Warning { return o.warnings }

// Pieces returns the row of a segment: at least one piece, ascending, each
// beginning where the last ended, from 0 to the segment's length exactly;
// neighbours differ in region. Constant time. Do not modify it.
func (o *Overlay) Pieces(s graph.SegmentID) []Piece {
	return o.pieces[o.first[s]:o.first[s+1]:o.first[s+1]]
}

// AppendSpan appends the pieces of a span in order of travel, clipped to it:
// their lengths add up to that of the span exactly. Pieces travelled against
// the shape have FromMeters > ToMeters, as the span has. A span without length
// adds nothing. O(log pieces + pieces appended).
func (o *Overlay) AppendSpan(buf []Piece, span graph.Span) []Piece {
	low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
	if !(low < high) {
		return buf
	}
	row := o.Pieces(span.Segment)
	first := sort.Search(len(row), func(i int) bool { return row[i].ToMeters > low })
	end := first + sort.Search(len(row)-first, func(i int) bool { return row[first+i].FromMeters >= high })
	if span.FromMeters <= span.ToMeters {
		for _, p := range row[first:end] {
			buf = append(buf, Piece{p.Region, max(p.FromMeters, low), min(p.ToMeters, high)})
		}
		return buf
	}
	for i := end - 1; i >= first; i-- {
		p := row[i]
		buf = append(buf, Piece{p.Region, min(p.ToMeters, high), max(p.FromMeters, low)})
	}
	return buf
}
