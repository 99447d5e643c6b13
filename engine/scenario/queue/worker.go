package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// ErrNoJob is returned when the server has no job to work on.
var ErrNoJob = errors.New("the server has no sweep; begin with corredor sweep run SWEEP.yaml --nats URL")

// Work runs shards of a job until its coordinator says that it is done, or ctx ends. A
// server that has other jobs only is a *[shard.MismatchError]: the worker has another
// study, sweep or version. It returns the number of shards run.
func Work(ctx context.Context, nc *nats.Conn, job shard.Job, work shard.Work, opts Options) (int, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return 0, err
	}
	w := &worker{nc: nc, js: js, job: job, names: namesOf(job), work: work, opts: opts}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	done, err := nc.Subscribe(w.names.done(), func(*nats.Msg) { stop(errDone) })
	if err != nil {
		return 0, err
	}
	defer done.Unsubscribe()
	if err := w.await(ctx); err != nil {
		return 0, notDone(err)
	}
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { stop(w.loop(ctx)) })
	}
	group.Wait()
	return w.ran, notDone(context.Cause(ctx))
}

// errDone ends a worker whose job is done.
var errDone = errors.New("the job is done")

func notDone(err error) error {
	if errors.Is(err, errDone) {
		return nil
	}
	return err
}

type worker struct {
	nc    *nats.Conn
	js    jetstream.JetStream
	job   shard.Job
	names names
	work  shard.Work
	opts  Options

	mu  sync.Mutex
	ran int
}

// loop pulls shards, one at a time, until ctx ends or the job is gone.
func (w *worker) loop(ctx context.Context) error {
	var line jetstream.Consumer // nil when it must be looked for
	gone := time.Time{}
	for ctx.Err() == nil {
		var err error
		if line == nil {
			line, err = w.js.Consumer(ctx, w.names.work, consumer)
		}
		ran := false
		if err == nil {
			ran, err = w.pull(ctx, line)
		}
		if err == nil {
			gone = time.Time{}
		}
		if ran {
			continue
		}
		if w.nc.IsClosed() {
			return nats.ErrConnectionClosed
		}
		if line = nil; err == nil {
			continue
		}
		switch absent := errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrConsumerNotFound); {
		case !absent:
			gone = time.Time{} // the server is away, not the job
		case gone.IsZero():
			gone = time.Now()
		case time.Since(gone) > w.opts.wait():
			return errDone // its coordinator would have made the job anew within that time
		}
		if sleep(ctx, pause) != nil {
			break
		}
	}
	return context.Cause(ctx)
}

// pull runs the next shard, if there is one soon.
func (w *worker) pull(ctx context.Context, line jetstream.Consumer) (ran bool, err error) {
	const soon = 2 * time.Second
	waiting, stop := context.WithTimeout(ctx, soon)
	defer stop()
	batch, err := line.Fetch(1, jetstream.FetchContext(waiting))
	if err != nil {
		return false, err
	}
	for msg := range batch.Messages() {
		if err := w.run(ctx, msg, line.CachedInfo().Config.AckWait); err != nil {
			return false, err
		}
		ran = true
	}
	if err := batch.Error(); !ran && !errors.Is(err, context.DeadlineExceeded) {
		return false, err
	}
	return ran, nil
}

// run works on the shard of a message, and acknowledges it once its result is stored. Wait is
// how long the server waits for a sign of life.
func (w *worker) run(ctx context.Context, msg jetstream.Msg, wait time.Duration) error {
	number, ok := shardOf(msg.Subject(), w.job)
	if !ok {
		return msg.Term()
	}
	defer w.keepAlive(ctx, msg, wait)()
	var packed []byte
	var err error
	for range shard.Tries {
		if packed, err = w.try(ctx, number); err == nil || ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return errors.Join(context.Cause(ctx), msg.Nak())
	}
	out := nats.NewMsg(w.names.resultOf(number))
	if out.Data = packed; err != nil {
		out.Header.Set(failure, "1")
		if out.Data, err = json.Marshal(w.job.FailureOf(number, err)); err != nil {
			return err
		}
	}
	if err := w.publish(ctx, out); err != nil {
		return err
	}
	w.mu.Lock()
	w.ran++
	w.mu.Unlock()
	// No answer is waited for: the server reads this before it is asked for the next shard, and
	// if it never does the shard is run twice.
	return msg.Ack()
}

func (w *worker) try(ctx context.Context, number int) ([]byte, error) {
	result, err := w.job.Do(ctx, number, w.work, nil)
	if err != nil {
		return nil, err
	}
	const room = 4096 // for subject and headers
	return pack(result, w.nc.MaxPayload()-room)
}

// publish stores a result, however long the server is away.
func (w *worker) publish(ctx context.Context, msg *nats.Msg) error {
	for {
		_, err := w.js.PublishMsg(ctx, msg)
		if err == nil || errors.Is(context.Cause(ctx), errDone) { // it was taken before the server's answer came
			return nil
		}
		if w.nc.IsClosed() {
			return nats.ErrConnectionClosed
		}
		if _, lost := w.js.Stream(ctx, w.names.results); errors.Is(lost, jetstream.ErrStreamNotFound) {
			return lost // the job is done, or will be made anew
		}
		if sleep(ctx, pause) != nil {
			return fmt.Errorf("the result of a shard is lost: %w", context.Cause(ctx))
		}
	}
}

// keepAlive tells the server that the shard is being worked on, until its result is called.
func (w *worker) keepAlive(ctx context.Context, msg jetstream.Msg, wait time.Duration) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	go func() {
		for sleep(ctx, wait/3) == nil {
			msg.InProgress() // when it fails the shard is run twice
		}
	}()
	return stop
}

// sleep waits, and returns the cause when ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
