package hotspot

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// bandRows is how many rows one goroutine takes at a time. It is no function of
// the number of cores, and no result depends on it.
const bandRows = 16

// eachBand calls work for bands [lo, hi) of n rows, on all cores, and returns
// the cause of ctx's end, if it did.
func eachBand(ctx context.Context, n int, work func(lo, hi int)) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for lo := 0; lo < n && ctx.Err() == nil; lo += bandRows {
		group.Go(func() error {
			work(lo, min(lo+bandRows, n))
			return nil
		})
	}
	_ = group.Wait() // no band returns an error
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
