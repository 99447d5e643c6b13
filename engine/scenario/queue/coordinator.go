package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// Serve hands the missing shards of a folder to workers and puts their results there, until
// none is missing or failed for good. It stops with the cause when ctx ends, and when a
// result cannot be written; what is finished stays, on the server and in the folder.
func Serve(ctx context.Context, nc *nats.Conn, d *shard.Dir, opts Options) (shard.Report, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return shard.Report{}, err
	}
	missing, err := d.Missing(shard.Part{})
	if err != nil {
		return shard.Report{}, err
	}
	c := &coordinator{js: js, dir: d, names: namesOf(d.Job), opts: opts, missing: map[int]bool{}}
	c.report.Kept = d.Job.Shards() - len(missing)
	for _, shard := range missing {
		c.missing[shard] = true
		from, to := d.Job.Range(shard)
		c.total += int64(to - from)
	}
	for len(c.missing) > 0 {
		err := c.round(ctx)
		switch {
		case ctx.Err() != nil:
			return c.report, context.Cause(ctx)
		case errors.As(err, new(*writeError)), nc.IsClosed():
			return c.report, err
		case err != nil: // the server is away, or has lost the job
			if err := sleep(ctx, pause); err != nil {
				return c.report, err
			}
		}
	}
	slices.SortFunc(c.report.Failed, func(a, b shard.Failure) int { return a.Shard - b.Shard })
	return c.report, c.end(ctx, nc)
}

type coordinator struct {
	js          jetstream.JetStream
	dir         *shard.Dir
	names       names
	opts        Options
	missing     map[int]bool
	done, total int64 // scenarios
	report      shard.Report
}

// writeError is a result that cannot be put in the folder.
type writeError struct{ error }

func (e *writeError) Unwrap() error { return e.error }

// round makes what the server lacks of the job, tells workers who wait for it, and takes results as long as they come.
func (c *coordinator) round(ctx context.Context) error {
	work, results, err := c.open(ctx)
	if err != nil {
		return err
	}
	if err := c.js.Conn().Publish(c.names.opened(), nil); err != nil {
		return err
	}
	if err := c.offer(ctx, work); err != nil {
		return err
	}
	for len(c.missing) > 0 {
		useful, err := c.take(results)
		if err != nil || useful == 0 {
			return err
		}
	}
	return nil
}

// open makes the streams and their consumers unless they are there.
func (c *coordinator) open(ctx context.Context) (work, results jetstream.Consumer, err error) {
	storage := jetstream.FileStorage
	if c.opts.Memory {
		storage = jetstream.MemoryStorage
	}
	for _, config := range c.names.streams(c.dir.Job, storage) {
		if _, err := c.js.CreateOrUpdateStream(ctx, config); err != nil {
			return nil, nil, fmt.Errorf("stream %s: %w", config.Name, err)
		}
	}
	if work, err = c.js.CreateOrUpdateConsumer(ctx, c.names.work, consumerConfig(c.opts.ackWait(), MaxDeliver)); err != nil {
		return nil, nil, err
	}
	results, err = c.js.CreateOrUpdateConsumer(ctx, c.names.results, consumerConfig(c.opts.ackWait(), -1))
	return work, results, err
}

// offer puts missing shards in line when nothing is in line or at work, or fails those whose
// workers have died too often: they are still in the stream, and given to no one. Those whose
// results wait to be taken are left alone.
func (c *coordinator) offer(ctx context.Context, work jetstream.Consumer) error {
	info, err := work.Info(ctx)
	if err != nil || info.NumPending > 0 || info.NumAckPending > 0 {
		return err
	}
	results, err := c.js.Stream(ctx, c.names.results)
	if err != nil {
		return err
	}
	state, err := results.Info(ctx, jetstream.WithSubjectFilter(c.names.subject+".result.*"))
	if err != nil {
		return err
	}
	stream, err := c.js.Stream(ctx, c.names.work)
	if err != nil {
		return err
	}
	for _, shard := range slices.Sorted(maps.Keys(c.missing)) {
		if state.State.Subjects[c.names.resultOf(shard)] > 0 {
			continue
		}
		if msg, err := stream.GetLastMsgForSubject(ctx, c.names.workOf(shard)); err == nil {
			if info.Delivered.Stream < msg.Sequence {
				continue // it came in meanwhile
			}
			if err := c.fail(c.dir.Job.FailureOf(shard, fmt.Errorf("%d workers died or fell silent over it", MaxDeliver))); err != nil {
				return err
			}
			if err := stream.DeleteMsg(ctx, msg.Sequence); err != nil {
				return err
			}
			continue
		}
		if err := c.enqueue(shard); err != nil {
			return err
		}
	}
	select {
	case <-c.js.PublishAsyncComplete():
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(patience):
		return errors.New("the server does not answer")
	}
}

// take puts the results that have come in the folder, and says how many of them finish a shard.
func (c *coordinator) take(results jetstream.Consumer) (useful int, err error) {
	const (
		most = 64
		soon = time.Second
	)
	batch, err := results.Fetch(most, jetstream.FetchMaxWait(soon))
	if err != nil {
		return 0, err
	}
	missing := len(c.missing)
	for msg := range batch.Messages() {
		if err := c.put(msg); err != nil {
			return 0, err
		}
		if err := msg.Ack(); err != nil {
			return 0, err
		}
		if len(c.missing) == 0 {
			break
		}
	}
	return missing - len(c.missing), batch.Error()
}

// put takes one result. One that is damaged is dropped, and its shard put in line again unless
// it is there.
func (c *coordinator) put(msg jetstream.Msg) error {
	number, ok := shardOf(msg.Subject(), c.dir.Job)
	if !ok || !c.missing[number] {
		return nil // a duplicate
	}
	if msg.Headers().Get(failure) != "" {
		var f shard.Failure
		if err := json.Unmarshal(msg.Data(), &f); err != nil || f.Shard != number {
			return c.enqueue(number)
		}
		return c.fail(f)
	}
	result, err := unpack(msg.Data())
	if err != nil {
		return c.enqueue(number)
	}
	if _, err := c.dir.Job.Decode(number, result); err != nil {
		return c.enqueue(number)
	}
	if err := c.dir.Put(number, result); err != nil {
		return &writeError{err}
	}
	c.report.Ran++
	c.finish(number)
	return nil
}

func (c *coordinator) enqueue(shard int) error {
	_, err := c.js.PublishMsgAsync(nats.NewMsg(c.names.workOf(shard)))
	return err
}

func (c *coordinator) fail(f shard.Failure) error {
	if err := c.dir.Fail(f); err != nil {
		return &writeError{err}
	}
	c.report.Failed = append(c.report.Failed, f)
	c.finish(f.Shard)
	return nil
}

func (c *coordinator) finish(shard int) {
	delete(c.missing, shard)
	from, to := c.dir.Job.Range(shard)
	if c.done += int64(to - from); c.opts.Progress != nil {
		c.opts.Progress(c.done, c.total)
	}
}

// end tells the workers that the job is done, and removes it from the server.
func (c *coordinator) end(ctx context.Context, nc *nats.Conn) error {
	if err := nc.Publish(c.names.done(), nil); err != nil {
		return err
	}
	for _, stream := range []string{c.names.work, c.names.results} {
		if err := c.js.DeleteStream(ctx, stream); err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
			return err
		}
	}
	return nc.Flush()
}
