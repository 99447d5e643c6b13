package replicate

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// readPeriods reads which links each later network still has.
func (a *Archive) readPeriods(ctx context.Context, opts Options) error {
	a.open = make([][]bool, Periods)
	a.open[0] = make([]bool, a.Graph.SegmentCount())
	for s := range a.open[0] {
		a.open[0][s] = true
	}
	errs, files := make([]error, Periods), make([][]feature.FileHash, Periods)
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for p := 1; p < Periods; p++ {
		if opts.Period != nil && *opts.Period != p {
			continue
		}
		wait.Go(func() {
			slots <- struct{}{}
			a.open[p], files[p], errs[p] = a.readPeriod(ctx, p)
			<-slots
		})
	}
	wait.Wait()
	for p := range errs {
		if errs[p] != nil {
			return errs[p]
		}
		a.Files = append(a.Files, files[p]...)
	}
	return nil
}

// readPeriod reads a later network, every link of which must be one of period 0.
func (a *Archive) readPeriod(ctx context.Context, period int) ([]bool, []feature.FileHash, error) {
	name := roadNetName(period)
	n, err := load.RoadNet(ctx, name, load.Options{FS: a.files})
	if err != nil {
		return nil, nil, err
	}
	open := make([]bool, a.Graph.SegmentCount())
	for s := range graph.SegmentID(n.Graph.SegmentCount()) {
		key := endsOf(n.Graph, s)
		same := a.byEnds[key]
		if len(same) == 0 {
			return nil, nil, fmt.Errorf("%w: %s: link %d (%d-%d) is not in %s; later networks only lose roads",
				ErrArchive, name, s+1, key.low+1, key.high+1, roadNetName(0))
		}
		if length := a.Graph.LengthMeters(same[0]); len(same) == 1 && n.Graph.LengthMeters(s) != length {
			return nil, nil, fmt.Errorf("%w: %s: link %d (%d-%d) is %v m long, and %v m in %s", ErrArchive, name, s+1,
				key.low+1, key.high+1, n.Graph.LengthMeters(s), length, roadNetName(0))
		}
		open[same[0]] = true
	}
	return open, n.Report.Files, nil
}

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
