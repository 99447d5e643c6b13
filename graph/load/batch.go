package load

import (
	"context"
	"iter"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// batchSize features are handed over at a time, so that handing over costs nothing.
const batchSize = 512

// batch is a run of features, or the error that ends them.
type batch struct {
	features []feature.Feature
	err      error
}

// inBatches reads features on a goroutine of its own while the caller works on
// those before, in their order. An error comes after the features before it. The
// reader may be closed when the loop has ended.
func inBatches(ctx context.Context, reader *feature.Reader) iter.Seq2[[]feature.Feature, error] {
	return func(yield func([]feature.Feature, error) bool) {
		ctx, cancel := context.WithCancelCause(ctx)
		batches := make(chan batch, 2)
		go func() {
			defer close(batches)
			readBatches(ctx, reader, batches)
		}()
		stopped := false
		for b := range batches { // to its end, so that nobody reads any more
			if !stopped && !yield(b.features, b.err) {
				stopped = true
				cancel(nil)
			}
		}
		cancel(nil)
	}
}

func readBatches(ctx context.Context, reader *feature.Reader, out chan<- batch) {
	var b batch
	for f, err := range reader.All() {
		if err != nil {
			b.err = err
			break
		}
		b.features = append(b.features, f)
		if len(b.features) < batchSize {
			continue
		}
		if ctx.Err() != nil {
			b.err = context.Cause(ctx)
			break
		}
		out <- b
		b = batch{features: make([]feature.Feature, 0, batchSize)}
	}
	if b.err != nil && len(b.features) > 0 {
		out <- batch{features: b.features}
		b.features = nil
	}
	if ctx.Err() != nil && b.err == nil {
		b.err = context.Cause(ctx)
	}
	out <- b
}
