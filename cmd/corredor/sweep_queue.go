package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine/scenario/queue"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// queueFlags say whether and how shards go through a queue.
type queueFlags struct {
	url, listen string
	noWork      bool
	silence     time.Duration
}

// embeddedServer is the --nats of the server inside the program.
const embeddedServer = "embedded"

func (q *queueFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&q.url, "nats", "", "hand shards out through the NATS server at a `URL`, or embedded")
	c.Flags().StringVar(&q.listen, "listen", "", "open a port of the embedded server to workers: `host:port` or token@host:port")
	c.Flags().DurationVar(&q.silence, "silence", 0, "with --nats, give the shard of a worker not heard of to another after this long (default 10s)")
	c.Flags().BoolVar(&q.noWork, "no-work", false, "with --nats, leave the scenarios to workers elsewhere")
}

func (q *queueFlags) check(part string) error {
	switch {
	case q.url != "" && part != "":
		return errors.New("give --shard or --nats, not both: a queue needs no parts")
	case q.url == "" && (q.noWork || q.silence != 0):
		return errors.New("--no-work and --silence go with --nats")
	case q.silence < 0:
		return errors.New("--silence is a time such as 10s")
	case q.url != embeddedServer && q.listen != "":
		return errors.New("--listen goes with --nats embedded")
	case q.url == embeddedServer && q.noWork && q.listen == "":
		return errors.New("no worker can reach the embedded server; give it a port with --listen")
	}
	return nil
}

// run finishes the missing shards, on this machine or through a queue.
func (q *queueFlags) run(ctx context.Context, dir *shard.Dir, work shard.Work, opts shard.Options) (shard.Report, error) {
	if q.url == "" {
		return shard.Run(ctx, dir, work, opts)
	}
	connect := func() (*nats.Conn, error) { return queue.Connect(q.url) }
	if q.url == embeddedServer {
		server, err := queue.Start(dir.Path, q.listen)
		if err != nil {
			return shard.Report{}, err
		}
		defer server.Close()
		connect = server.Connect
	}
	nc, err := connect()
	if err != nil {
		return shard.Report{}, err
	}
	defer nc.Close()
	settings := queue.Options{Workers: opts.Workers, AckWait: q.silence, Progress: opts.Progress, Memory: q.url == embeddedServer}
	if q.noWork {
		return queue.Serve(ctx, nc, dir, settings)
	}
	return serveAndWork(ctx, nc, job{dir, work}, settings)
}

// job is a folder and what fills it.
type job struct {
	dir  *shard.Dir
	work shard.Work
}

// serveAndWork coordinates and works at once.
func serveAndWork(ctx context.Context, nc *nats.Conn, j job, opts queue.Options) (shard.Report, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		if _, err := queue.Work(ctx, nc, j.dir.Job, j.work, opts); err != nil {
			stop(err)
		}
	}()
	report, err := queue.Serve(ctx, nc, j.dir, opts)
	stop(err)
	<-finished
	return report, err
}

func newSweepWorker(f *flags) *cobra.Command {
	var s sweepFlags
	var url string
	c := &cobra.Command{
		Use:   "worker SWEEP.yaml",
		Short: "Run shards that a queue hands out, until the sweep is done",
		Long: `A worker takes shards of a sweep from a NATS server and sends the rows back. It
needs the same sweep, study, data and program as corredor sweep run --nats, which it
checks; it needs no folder. Start as many as there are machines, at any time.`,
		Example: "  corredor sweep worker examples/sweep.yaml --nats nats://token@head:4222",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if url == "" || url == embeddedServer {
				return usageError{errors.New("give the URL of the server: --nats nats://host:4222")}
			}
			sweep, err := prepareSweep(c, f, args[0])
			if err != nil {
				return err
			}
			nc, err := queue.Connect(url)
			if err != nil {
				return err
			}
			defer nc.Close()
			ran, err := queue.Work(c.Context(), nc, sweep.Job(s.size), sweep.Work, queue.Options{Workers: s.workers})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%d shards run\n", ran)
			return err
		},
	}
	c.Flags().StringVar(&url, "nats", "", "`URL` of the NATS server")
	c.Flags().IntVar(&s.size, "shard-size", 0, "as given to corredor sweep run")
	c.Flags().IntVar(&s.workers, "workers", 0, "scenarios at a time (default: one a core)")
	return c
}
