package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Trip is the demand from one zone to another, in trips per whatever time the
// link capacities are for.
type Trip struct {
	Origin, Destination graph.NodeID
	Demand              float64
}

// TripTable is a table of trips between zones.
type TripTable struct {
	Zones    int
	Trips    []Trip // in file order, those of no demand and within a zone too
	Total    float64
	Warnings []string
	Files    []feature.FileHash
}

// Trips reads a table of trips of a TNTP network (*_trips.tntp): lines
// "Origin 1", and below each "2 : 365.9; 3 : 407.4;". Zone n of the file is node
// n-1, as in [TNTP]. A table whose sum is not its <TOTAL OD FLOW>, to a millionth,
// is an error, as is a pair that stands twice. Of the options, FS, Member and
// Progress are used. Time is linear in the number of trips.
func Trips(ctx context.Context, path string, opts Options) (*TripTable, error) {
	r := &tripReader{table: &TripTable{}, origins: map[int]bool{}, destinations: map[int]bool{}}
	r.meta.wanted = []string{tagZones, tagTotal}
	report := &Report{}
	if err := eachLine(ctx, path, opts, report, r.line); err != nil {
		return nil, err
	}
	if err := r.complete(); err != nil {
		return nil, &Error{File: path, Err: err, Hint: "is the file cut short?"}
	}
	r.table.Warnings, r.table.Files = r.meta.warnings, report.Files
	return r.table, nil
}

// tripReader reads a *_trips.tntp line by line.
type tripReader struct {
	table        *TripTable
	meta         tntpMeta
	claimed      float64 // the total
	origin       int     // 0 before the first
	origins      map[int]bool
	destinations map[int]bool // of origin
}

func (r *tripReader) line(l line) error {
	switch {
	case l[0] == '~':
		return nil
	case !r.meta.done:
		if err := r.meta.line(l); err != nil || !r.meta.done {
			return err
		}
		return r.counts()
	case len(l) >= len("origin") && bytes.EqualFold(l[:len("origin")], []byte("origin")):
		return r.startOrigin(l[len("origin"):])
	case r.origin == 0:
		return &Error{Err: fmt.Errorf("%s stands before the first origin", shortQuote(l)), Hint: "write a line such as: Origin 1"}
	}
	for len(l) > 0 {
		pair, rest, ok := bytes.Cut(l, []byte(";"))
		if !ok {
			return &Error{Err: fmt.Errorf("%s does not end in ;", shortQuote(l)), Hint: "write trips as: 2 : 365.9;"}
		}
		if err := r.pair(pair); err != nil {
			return err
		}
		l = bytes.TrimSpace(rest)
	}
	return nil
}

func (r *tripReader) counts() (err error) {
	if r.table.Zones, err = r.meta.whole(tagZones); err != nil {
		return err
	}
	if r.claimed, err = decimal(r.meta.value(tagTotal)); err != nil {
		return columnError(tagTotal, err)
	}
	if r.claimed < 0 {
		return fmt.Errorf("<%s> is %g; it cannot be negative", tagTotal, r.claimed)
	}
	return nil
}

func (r *tripReader) startOrigin(text []byte) (err error) {
	if r.origin, err = wholeField(bytes.TrimSpace(text), r.table.Zones); err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	if r.origins[r.origin] {
		return fmt.Errorf("origin %d stands twice", r.origin)
	}
	r.origins[r.origin] = true
	clear(r.destinations)
	return nil
}

// pair reads "2 : 365.9".
func (r *tripReader) pair(text []byte) error {
	zone, demand, ok := bytes.Cut(text, []byte(":"))
	if !ok {
		return &Error{Err: fmt.Errorf("%s is no destination with its demand", shortQuote(text)), Hint: "write trips as: 2 : 365.9;"}
	}
	to, err := wholeField(bytes.TrimSpace(zone), r.table.Zones)
	if err != nil {
		return fmt.Errorf("destination: %w", err)
	}
	if r.destinations[to] {
		return fmt.Errorf("trips from %d to %d stand twice", r.origin, to)
	}
	r.destinations[to] = true
	x, err := decimal(string(bytes.TrimSpace(demand)))
	if err != nil {
		return err
	}
	if x < 0 || x > mostOfUnit {
		return fmt.Errorf("the demand from %d to %d is %g; it lies between 0 and %g", r.origin, to, x, mostOfUnit)
	}
	r.table.Trips = append(r.table.Trips, Trip{Origin: graph.NodeID(r.origin - 1), Destination: graph.NodeID(to - 1), Demand: x})
	r.table.Total += x
	return nil
}

// complete compares the sum with the claim. Totals are printed with seven
// digits or more.
func (r *tripReader) complete() error {
	const tolerance = 1e-6
	switch {
	case !r.meta.done:
		return r.meta.incomplete()
	case len(r.table.Trips) == 0:
		return errors.New("the file has no trip")
	case math.Abs(r.table.Total-r.claimed) > tolerance*max(r.claimed, 1):
		return fmt.Errorf("the trips sum to %.10g, but <%s> is %.10g", r.table.Total, tagTotal, r.claimed)
	}
	return nil
}
