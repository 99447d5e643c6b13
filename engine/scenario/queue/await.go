package queue

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// await waits until the server has the job, and the line to pull its shards from.
func (w *worker) await(ctx context.Context) error {
	deadline := time.Now().Add(w.opts.wait())
	opened := make(chan struct{}, 1) // hears of the job that is made after it was looked for
	hear, err := w.nc.Subscribe(w.names.opened(), func(*nats.Msg) {
		select {
		case opened <- struct{}{}:
		default:
		}
	})
	if err != nil {
		return err
	}
	defer hear.Unsubscribe()
	for {
		_, err := w.js.Consumer(ctx, w.names.work, consumer)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, jetstream.ErrStreamNotFound):
			err = w.others(ctx)
		case errors.Is(err, jetstream.ErrConsumerNotFound):
			err = ErrNoJob // its coordinator is making it, or has died over that
		}
		var mismatch *shard.MismatchError
		if errors.As(err, &mismatch) || w.nc.IsClosed() || time.Now().After(deadline) {
			return err
		}
		select {
		case <-opened:
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// others says in what the first other job on the server differs.
func (w *worker) others(ctx context.Context) error {
	list := w.js.ListStreams(ctx)
	for info := range list.Info() {
		var other shard.Job
		if strings.HasPrefix(info.Config.Name, prefix) && json.Unmarshal([]byte(info.Config.Metadata[jobKey]), &other) == nil {
			if err := other.Check(w.job); err != nil {
				return err
			}
		}
	}
	if list.Err() != nil {
		return list.Err()
	}
	return ErrNoJob
}
