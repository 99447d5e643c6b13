package replicate

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/graph"
)

// readPeriods reads which links each later network still has.
func (a *Archive) readPeriods(ctx context.Context, opts Options) error {
	a.open = make([][]bool, Periods)
	a.open[0] = make([]bool, a.Graph.SegmentCount())
	for s := range a.open[0] {
		a.open[0][s] = true
	}
	errs := make([]error, Periods)
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for p := 1; p < Periods; p++ {
		if opts.Period != nil && *opts.Period != p {
			continue
		}
		wait.Go(func() {
			slots <- struct{}{}
			a.open[p], errs[p] = a.readPeriod(ctx, p)
			<-slots
		})
	}
	wait.Wait()
	for p := range errs {
		if errs[p] != nil {
			return errs[p]
		}
	}
	return nil
}

// readPeriod reads which links a later network has. It must have no others, and of
// the same lengths.
func (a *Archive) readPeriod(ctx context.Context, period int) ([]bool, error) {
	name := roadNetName(period)
	table, err := a.columns(ctx, name, "Network")
	if err != nil {
		return nil, err
	}
	if len(table) != roadNetColumns {
		return nil, fmt.Errorf("%w: %s: Network has %d columns, not %d", ErrArchive, name, len(table), roadNetColumns)
	}
	open := make([]bool, a.Graph.SegmentCount())
	for i, one := range table[0] {
		other, km := table[1][i], table[2][i]
		same := a.byEnds[ends{graph.NodeID(min(one, other)) - 1, graph.NodeID(max(one, other)) - 1}]
		if len(same) == 0 || one != math.Trunc(one) || other != math.Trunc(other) {
			return nil, fmt.Errorf("%w: %s: link %d (%v-%v) is not in %s; later networks only lose roads",
				ErrArchive, name, i+1, one, other, roadNetName(0))
		}
		if length := a.Graph.LengthMeters(same[0]); len(same) == 1 && graph.Quantize(km*metersPerKM) != length {
			return nil, fmt.Errorf("%w: %s: link %d (%v-%v) is %v km long, and %v km in %s", ErrArchive, name, i+1,
				one, other, km, length/metersPerKM, roadNetName(0))
		}
		open[same[0]] = true
	}
	return open, nil
}

const roadNetColumns = 8 // node1, node2, dist, bcx, port, tbcx, containers, lanes

// check says whether a period was read.
func (a *Archive) check(period int) error {
	if period < 0 || period >= Periods {
		return fmt.Errorf("there is no period %d; the archive has 0 to %d", period, Periods-1)
	}
	if a.open[period] == nil {
		return fmt.Errorf("period %d was not read", period)
	}
	return nil
}
