package queue

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// await waits until the server has the job.
func (w *worker) await(ctx context.Context) error {
	deadline := time.Now().Add(w.opts.wait())
	for {
		_, err := w.js.Stream(ctx, w.names.work)
		if err == nil {
			return nil
		}
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			err = w.others(ctx)
		}
		var mismatch *shard.MismatchError
		if errors.As(err, &mismatch) || w.nc.IsClosed() || time.Now().After(deadline) {
			return err
		}
		if err := sleep(ctx, pause); err != nil {
			return err
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
