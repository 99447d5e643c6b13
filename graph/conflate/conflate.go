package conflate

import (
	"cmp"
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// Options for [Carry]. The zero value has the defaults.
type Options struct {
	// ToleranceMeters is how far apart two drawings of a road may be [500].
	ToleranceMeters float64
	// MaxAngleDegrees is how far their directions may differ [30].
	MaxAngleDegrees float64
	// StepMeters is the most that one vote stands for [250].
	StepMeters float64
	Workers    int // goroutines; 0 is one a core
}

// Report says how much was matched.
type Report struct {
	Segments, Matched          int
	TotalMeters, MatchedMeters float64
}

// Share returns the share of the kilometres that were matched.
func (r Report) Share() float64 { return r.MatchedMeters / max(r.TotalMeters, graph.Step) }

// ErrNoCoordinates is returned for a network that has no geometry to match.
var ErrNoCoordinates = errors.New("both networks need coordinates")

// leastVotes is the share of a segment's pieces that must find an edge.
const leastVotes = 0.5

// mostEdges bounds how many edges near a point are looked at for a parallel one.
const mostEdges = 24

// Carry returns target with the named columns of source. The result does not
// depend on the number of workers. A column that source lacks is empty.
func Carry(ctx context.Context, target, source *graph.Graph, columns []string, opts Options) (*graph.Graph, Report, error) {
	if !target.HasCoordinates() || !source.HasCoordinates() {
		return nil, Report{}, ErrNoCoordinates
	}
	opts.ToleranceMeters = cmp.Or(opts.ToleranceMeters, 500)
	opts.MaxAngleDegrees = cmp.Or(opts.MaxAngleDegrees, 30)
	opts.StepMeters = cmp.Or(opts.StepMeters, 250)
	opts.Workers = cmp.Or(opts.Workers, runtime.GOMAXPROCS(0))
	snapper := graph.NewSnapper(source, func(graph.SegmentID) bool { return true })
	matches := make([]match, target.SegmentCount())
	var next atomic.Int64
	var group sync.WaitGroup
	for range opts.Workers {
		group.Go(func() {
			m := matcher{target: target, near: snapper.Near(opts.ToleranceMeters, mostEdges), opts: opts}
			for s := next.Add(1) - 1; s < int64(len(matches)) && ctx.Err() == nil; s = next.Add(1) - 1 {
				matches[s] = m.match(graph.SegmentID(s))
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return nil, Report{}, context.Cause(ctx)
	}
	return target.WithColumns(columns, valuesOf(source, columns, matches)), reportOf(target, matches), nil
}

// match is what the pieces of one segment found: votes by source segment.
type match struct {
	votes  map[graph.SegmentID]int
	found  int
	pieces int
}

func (m match) ok() bool { return float64(m.found) >= leastVotes*float64(m.pieces) && m.found > 0 }

// matcher is the state of one goroutine.
type matcher struct {
	target *graph.Graph
	near   *graph.NearQuery
	opts   Options
	places []graph.NearPlace
}

func (m *matcher) match(s graph.SegmentID) match {
	length := m.target.LengthMeters(s)
	pieces := int(max(1, math.Ceil(length/m.opts.StepMeters)))
	result := match{votes: map[graph.SegmentID]int{}, pieces: pieces}
	for i := range pieces {
		from, to := length*float64(i)/float64(pieces), length*float64(i+1)/float64(pieces)
		line := m.target.AppendLine(nil, graph.Span{Segment: s, FromMeters: from, ToMeters: to})
		if found, ok := m.parallel(line); ok {
			result.votes[found]++
			result.found++
		}
	}
	return result
}

// parallel returns the nearest source segment that runs along a piece of road.
func (m *matcher) parallel(piece orb.LineString) (graph.SegmentID, bool) {
	first, last := piece[0], piece[len(piece)-1]
	if first == last {
		return graph.None, false
	}
	bearing := graph.Bearing(first, last)
	middle := orb.Point{(first[0] + last[0]) / 2, (first[1] + last[1]) / 2}
	m.places = m.near.Append(m.places[:0], middle)
	for _, place := range m.places {
		if between(bearing, place.BearingDegrees) <= m.opts.MaxAngleDegrees {
			return place.Segment, true
		}
	}
	return graph.None, false
}

// between is the angle between two lines without direction, 0 to 90 degrees.
func between(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 180)
	return min(d, 180-d)
}

// valuesOf takes the value with most votes, the lowest text of equals.
func valuesOf(source *graph.Graph, columns []string, matches []match) [][]string {
	values := make([][]string, len(columns))
	for i, name := range columns {
		column := source.Column(name)
		values[i] = make([]string, len(matches))
		for s, m := range matches {
			if m.ok() {
				values[i][s] = m.winner(column)
			}
		}
	}
	return values
}

func (m match) winner(column *graph.Column) string {
	votes := map[string]int{}
	for segment, count := range m.votes {
		votes[column.Text(segment)] += count
	}
	texts := make([]string, 0, len(votes))
	for text := range votes {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a, b)) })
	return texts[0]
}

func reportOf(target *graph.Graph, matches []match) Report {
	r := Report{Segments: len(matches), TotalMeters: target.TotalLengthMeters()}
	for s, m := range matches {
		if m.ok() {
			r.Matched++
			r.MatchedMeters += target.LengthMeters(graph.SegmentID(s))
		}
	}
	return r
}
