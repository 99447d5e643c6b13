package region

import (
	"cmp"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// sliverMeters is the length below which a piece is given to its neighbour. It
// is a tenth of the resolution of coordinates: such pieces come from rounding.
const sliverMeters = 1e-3

// block is the result for blockSegments neighbouring segments.
type block struct {
	pieces []Piece
	ends   []int32 // per segment, where its pieces end
	shared []shared
}

// shared is a segment that runs for some metres in two municipalities at once.
type shared struct {
	segment graph.SegmentID
	regions [2]int32 // the first two met
	meters  float64
}

// tracer follows one segment after the other through the municipalities. Not
// safe for concurrent use.
type tracer struct {
	g *graph.Graph
	l *Layer

	along  []float64 // metres from the first node, per shape point
	inside []int32   // parts around the current position, ascending
	hits   []hit
	out    block
	row    []Piece // of the current segment, slivers included
	double shared  // of the current segment
	at     float64 // current position in metres
}

// block traces the segments of block number i.
func (t *tracer) block(i int) block {
	first := i * blockSegments
	end := min(first+blockSegments, t.g.SegmentCount())
	t.out = block{ends: make([]int32, 0, end-first)}
	for s := graph.SegmentID(first); s < graph.SegmentID(end); s++ {
		t.segment(s)
		t.out.ends = append(t.out.ends, int32(len(t.out.pieces)))
	}
	return t.out
}

func (t *tracer) segment(s graph.SegmentID) {
	t.measure(s)
	t.row, t.at, t.double = t.row[:0], 0, shared{segment: s}
	if t.l.seats != nil {
		t.followSeats(t.g.Shape(s))
	} else {
		t.followBorders(t.g.Shape(s))
	}
	t.row[len(t.row)-1].ToMeters = t.g.LengthMeters(s)
	t.out.pieces = appendWithoutSlivers(t.out.pieces, t.row)
	if t.double.meters > sliverMeters {
		t.out.shared = append(t.out.shared, t.double)
	}
}

// measure fills along. Like the places of package graph, it scales the shape to
// the length of the segment, which the data may give.
func (t *tracer) measure(s graph.SegmentID) {
	shape := t.g.Shape(s)
	t.along = append(t.along[:0], 0)
	for i := 1; i < len(shape); i++ {
		t.along = append(t.along, t.along[i-1]+graph.Distance(shape[i-1].Orb(), shape[i].Orb()))
	}
	last := len(shape) - 1
	if meters := t.along[last]; meters > 0 {
		scale := t.g.LengthMeters(s) / meters
		for i := range t.along {
			t.along[i] *= scale
		}
	}
	t.along[last] = t.g.LengthMeters(s)
}

// position is where a share of the edge that ends at shape point i is, in
// metres along the segment; never before the current position.
func (t *tracer) position(i int, share float64) float64 {
	meters := t.along[i-1] + float64(share*(t.along[i]-t.along[i-1]))
	return min(max(graph.Quantize(meters), t.at), t.along[len(t.along)-1])
}

// followBorders walks the shape and keeps the set of parts around it: known at
// the start, changed by one part at each crossing. Predicates are exact, so the
// set is too.
func (t *tracer) followBorders(shape []graph.Point) {
	t.inside = t.l.edges.appendParts(t.inside[:0], shape[0])
	t.enter(t.lowest())
	for i := 1; i < len(shape); i++ {
		if shape[i-1] == shape[i] {
			continue
		}
		t.hits = t.l.edges.appendHits(t.hits[:0], shape[i-1], shape[i])
		slices.SortFunc(t.hits, func(a, b hit) int {
			return cmp.Or(cmp.Compare(a.share, b.share), cmp.Compare(a.part, b.part))
		})
		for k, h := range t.hits {
			if k == 0 || h.share != t.hits[k-1].share {
				t.advance(t.position(i, h.share))
			}
			t.toggle(h.part)
			if k+1 == len(t.hits) || h.share != t.hits[k+1].share {
				t.enter(t.lowest())
			}
		}
	}
	t.advance(t.along[len(t.along)-1])
}

// toggle enters a part, or leaves it.
func (t *tracer) toggle(part int32) {
	i, in := slices.BinarySearch(t.inside, part)
	if in {
		t.inside = slices.Delete(t.inside, i, i+1)
	} else {
		t.inside = slices.Insert(t.inside, i, part)
	}
}

// lowest is the region of the current position: parts are in order of code.
func (t *tracer) lowest() int32 {
	if len(t.inside) == 0 {
		return Outside
	}
	return t.l.edges.parts[t.inside[0]].region
}

// advance moves to a position; what was passed is counted when two regions
// claim it.
func (t *tracer) advance(meters float64) {
	if len(t.inside) > 1 {
		parts := t.l.edges.parts
		first, last := parts[t.inside[0]].region, parts[t.inside[len(t.inside)-1]].region
		if first != last {
			if t.double.meters == 0 {
				t.double.regions = [2]int32{first, last}
			}
			t.double.meters += meters - t.at
		}
	}
	t.at = meters
}

// enter begins a piece at the current position, unless it continues the last.
func (t *tracer) enter(region int32) {
	if n := len(t.row); n > 0 {
		if t.row[n-1].Region == region {
			return
		}
		t.row[n-1].ToMeters = t.at
	}
	t.row = append(t.row, Piece{Region: region, FromMeters: t.at})
}

// appendWithoutSlivers appends a row in which pieces shorter than sliverMeters
// have gone to the piece before, or after at the start. A row of nothing else
// becomes one piece.
func appendWithoutSlivers(buf, row []Piece) []Piece {
	start := len(buf)
	for _, p := range row {
		n := len(buf)
		switch {
		case n == start:
			p.FromMeters = row[0].FromMeters
			if p.ToMeters-p.FromMeters >= sliverMeters {
				buf = append(buf, p)
			}
		case p.ToMeters-p.FromMeters < sliverMeters || p.Region == buf[n-1].Region:
			buf[n-1].ToMeters = p.ToMeters
		default:
			buf = append(buf, p)
		}
	}
	if len(buf) == start {
		return append(buf, Piece{row[0].Region, row[0].FromMeters, row[len(row)-1].ToMeters})
	}
	return buf
}
