package queue

import (
	"cmp"
	"time"
)

// Options for [Serve] and [Work]. The zero value is what is right between machines.
type Options struct {
	Workers int // scenarios at a time of a worker; 0 is one a core
	// AckWait is how long a worker may be silent before its shard goes to another; default 10 s.
	// The coordinator's holds: a worker says that it is alive three times as often.
	AckWait time.Duration
	// Memory keeps the messages of the job in the memory of the server, not on its disk.
	Memory bool
	// Wait is how long a worker waits for a job that is not there, or is there no more; default 60 s.
	Wait time.Duration
	// Progress is told how many scenarios of those missing are done.
	Progress func(done, total int64)
}

func (o Options) ackWait() time.Duration { return cmp.Or(o.AckWait, 10*time.Second) }
func (o Options) wait() time.Duration    { return cmp.Or(o.Wait, time.Minute) }

// pause is between attempts at a server that does not answer.
const pause = 100 * time.Millisecond
