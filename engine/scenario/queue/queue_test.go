package queue_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/queue"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

func draw(_ context.Context, scenario int) ([]byte, error) {
	return fmt.Appendf(nil, "%d\t%d", scenario, rand.New(rand.NewPCG(1, uint64(scenario))).Uint64()), nil
}

func create(t *testing.T, scenarios, size int) *shard.Dir {
	t.Helper()
	d, err := shard.Create(t.TempDir(), shard.Job{Format: shard.Format, Version: "1", Study: "study", Sweep: "sweep", Scenarios: scenarios, ShardSize: size})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func start(t *testing.T, listen string) *queue.Server {
	t.Helper()
	s, err := queue.Start(t.TempDir(), listen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func connect(t *testing.T, s *queue.Server) *nats.Conn {
	t.Helper()
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// quick misses a dead worker soon.
var quick = queue.Options{Workers: 2, AckWait: 300 * time.Millisecond, Wait: 5 * time.Second, Memory: true}

func checkRows(t *testing.T, d *shard.Dir) {
	t.Helper()
	i := 0
	for row, err := range d.Rows() {
		if want, _ := draw(context.Background(), i); err != nil || string(row) != string(want) {
			t.Fatalf("row %d is %q, %v; want %q", i, row, err, want)
		}
		i++
	}
	if i != d.Job.Scenarios {
		t.Errorf("%d rows, want %d", i, d.Job.Scenarios)
	}
}

func TestServeAndWork(t *testing.T) {
	d, s := create(t, 200, 3), start(t, "")
	ran := atomic.Int64{}
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			n, err := queue.Work(context.Background(), connect(t, s), d.Job, draw, quick)
			if err != nil {
				t.Error(err)
			}
			ran.Add(int64(n))
		})
	}
	last := int64(0)
	opts := quick
	opts.Progress = func(done, total int64) {
		if done <= last || total != 200 {
			t.Errorf("%d of %d done after %d", done, total, last)
		}
		last = done
	}
	report, err := queue.Serve(context.Background(), connect(t, s), d, opts)
	if err != nil || report.Ran != 67 || report.Kept != 0 || len(report.Failed) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
	group.Wait()
	if ran.Load() < 67 || last != 200 {
		t.Errorf("%d shards run, %d scenarios done", ran.Load(), last)
	}
	checkRows(t, d)
	if report, err = queue.Serve(context.Background(), connect(t, s), d, quick); err != nil || report.Kept != 67 {
		t.Errorf("again: %+v, %v", report, err)
	}
}

// Workers that take a shard and fall silent, results that come twice or are none, and a
// scenario that fails: the rest finishes, and the failure is told.
func TestFaults(t *testing.T) {
	d, s := create(t, 40, 2), start(t, "")
	poisoned := func(ctx context.Context, i int) ([]byte, error) {
		if i == 11 {
			return nil, errors.New("no road")
		}
		return draw(ctx, i)
	}
	var group sync.WaitGroup
	ctx, stop := context.WithCancel(context.Background())
	group.Go(func() { vandalise(ctx, t, connect(t, s), d.Job) })
	group.Go(func() {
		if _, err := queue.Work(context.Background(), connect(t, s), d.Job, poisoned, quick); err != nil {
			t.Error(err)
		}
	})
	report, err := queue.Serve(context.Background(), connect(t, s), d, quick)
	stop()
	group.Wait()
	if err != nil || report.Ran != 19 || len(report.Failed) != 1 || report.Failed[0].Scenario != 11 || report.Failed[0].Message != "no road" {
		t.Errorf("%+v, %v", report, err)
	}
	if _, err := shard.Run(context.Background(), d, draw, shard.Options{}); err != nil {
		t.Error(err)
	}
	checkRows(t, d)
}

// vandalise takes shards without running them, and stores damaged and doubled results.
func vandalise(ctx context.Context, t *testing.T, nc *nats.Conn, job shard.Job) {
	js, err := jetstream.New(nc)
	if err != nil {
		t.Error(err)
		return
	}
	subject := "corredor." + job.Hash()[:16] + ".result."
	for i := 0; ctx.Err() == nil; i++ {
		if c, err := js.Consumer(ctx, "corredor-"+job.Hash()[:16]+"-work", "all"); err == nil && i < 3 {
			c.Fetch(1, jetstream.FetchMaxWait(50*time.Millisecond))
		}
		for _, text := range []string{"", "damaged", "{}"} {
			nc.Publish(subject+[]string{"3", "5", "x", "999"}[i%4], []byte(text))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// A shard that kills whoever works on it fails after some deaths, and the rest finishes.
func TestDeadlyShard(t *testing.T) {
	d, s := create(t, 6, 1), start(t, "")
	opts := quick
	opts.Workers = 1
	var group sync.WaitGroup
	var deaths atomic.Int64
	ctx, stop := context.WithCancel(context.Background())
	group.Go(func() {
		for ctx.Err() == nil {
			nc, err := s.Connect()
			if err != nil {
				t.Error(err)
				return
			}
			queue.Work(ctx, nc, d.Job, func(ctx context.Context, i int) ([]byte, error) {
				if i == 2 {
					nc.Close() // as good as dead: nothing more is heard of this worker
					deaths.Add(1)
				}
				return draw(ctx, i)
			}, opts)
		}
	})
	report, err := queue.Serve(context.Background(), connect(t, s), d, opts)
	stop()
	group.Wait()
	if err != nil || report.Ran != 5 || len(report.Failed) != 1 || report.Failed[0].Shard != 2 || !strings.Contains(report.Failed[0].Error(), "died") {
		t.Errorf("%+v, %v", report, err)
	}
	if deaths.Load() != queue.MaxDeliver {
		t.Errorf("%d workers died, want %d", deaths.Load(), queue.MaxDeliver)
	}
}

func TestWorkerOfAnotherVersion(t *testing.T) {
	d, s := create(t, 6, 1), start(t, "")
	ctx, stop := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() { queue.Serve(ctx, connect(t, s), d, quick) })
	other := d.Job
	other.Version = "2"
	_, err := queue.Work(context.Background(), connect(t, s), other, draw, quick)
	var mismatch *shard.MismatchError
	if !errors.As(err, &mismatch) || mismatch.What != "version of corredor" || mismatch.Job != "1" || mismatch.Worker != "2" {
		t.Errorf("%v", err)
	}
	stop()
	group.Wait()
	opts := quick
	opts.Wait = 200 * time.Millisecond
	if _, err := queue.Work(context.Background(), connect(t, start(t, "")), other, draw, opts); !errors.Is(err, queue.ErrNoJob) {
		t.Errorf("without a job: %v", err)
	}
}

// A coordinator that dies between the stream of work and its consumer leaves a job that no one
// can work on: a worker waits for another one, which comes or does not.
func TestJobWithoutLine(t *testing.T) {
	d, s := create(t, 6, 1), start(t, "")
	id, nc := d.Job.Hash()[:16], connect(t, s)
	told, err := nc.SubscribeSync("corredor." + id + ".opened")
	if err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "corredor-" + id + "-work", Subjects: []string{"corredor." + id + ".work.*"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.MemoryStorage, MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true}); err != nil {
		t.Fatal(err)
	}
	opts := quick
	opts.Wait = 200 * time.Millisecond
	if _, err := queue.Work(t.Context(), connect(t, s), d.Job, draw, opts); !errors.Is(err, queue.ErrNoJob) {
		t.Errorf("no coordinator comes: %v", err)
	}
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := queue.Work(t.Context(), connect(t, s), d.Job, draw, quick); err != nil {
			t.Error(err)
		}
	})
	if report, err := queue.Serve(t.Context(), connect(t, s), d, quick); err != nil || report.Ran != 6 {
		t.Errorf("%+v, %v", report, err)
	}
	group.Wait()
	checkRows(t, d)
	if _, err := told.NextMsg(5 * time.Second); err != nil {
		t.Errorf("those who wait are not told of the job: %v", err)
	}
}

// The server goes away in the middle, and comes back at the same address without memory.
func TestServerIsReplaced(t *testing.T) {
	const token, address = "secret", "127.0.0.1:0"
	first, err := queue.Start(t.TempDir(), token+"@"+address)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.TrimPrefix(first.URL(), "nats://")
	if nc, err := queue.Connect("nats://" + at); err == nil {
		nc.Close()
		t.Error("the server lets in whoever comes")
	}
	d := create(t, 60, 1)
	slow := func(ctx context.Context, i int) ([]byte, error) {
		time.Sleep(10 * time.Millisecond)
		return draw(ctx, i)
	}
	under, begun := quick, make(chan struct{})
	under.Progress = func(done, _ int64) {
		if done == 10 {
			close(begun)
		}
	}
	var group sync.WaitGroup
	for _, run := range []func(*nats.Conn) error{
		func(nc *nats.Conn) error { _, err := queue.Work(t.Context(), nc, d.Job, slow, quick); return err },
		func(nc *nats.Conn) error { _, err := queue.Serve(t.Context(), nc, d, under); return err },
	} {
		nc, err := queue.Connect("nats://" + token + "@" + at)
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			defer nc.Close()
			if err := run(nc); err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	first.Close()
	if missing, err := d.Missing(shard.Part{}); err != nil || len(missing) == 0 {
		t.Errorf("nothing is missing when the server goes: the test says little, %v", err)
	}
	start(t, token+"@"+at)
	group.Wait()
	checkRows(t, d)
}
