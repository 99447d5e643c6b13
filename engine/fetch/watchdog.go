package fetch

import (
	"context"
	"fmt"
	"io"
	"time"
)

// watch ends a request that has been silent for too long.
type watch struct {
	timer    *time.Timer
	patience time.Duration
	cancel   context.CancelCauseFunc
}

func watchdog(ctx context.Context, patience time.Duration) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(ctx)
	bark := func() { cancel(fmt.Errorf("nothing came for %v", patience)) }
	return ctx, &watch{time.AfterFunc(patience, bark), patience, cancel}
}

// reader passes bytes on, and winds the watch up whenever some come.
func (w *watch) reader(in io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := in.Read(p)
		if n > 0 {
			w.timer.Reset(w.patience)
		}
		return n, err
	})
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
