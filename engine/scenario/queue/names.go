package queue

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// MaxDeliver is how many workers may die over a shard.
const MaxDeliver = 5

// Prefix of the streams of this program, and key of the job among their metadata.
const (
	prefix  = "corredor-"
	jobKey  = "corredor-job"
	failure = "Corredor-Failure" // header of a result that is a shard.Failure
)

// names are those of a job on the server.
type names struct {
	work, results string // streams
	subject       string // begins all subjects
}

const consumer = "all" // the one consumer of each stream

func namesOf(j shard.Job) names {
	const digits = 16
	id := j.Hash()[:digits]
	return names{prefix + id + "-work", prefix + id + "-results", "corredor." + id}
}

func (n names) workOf(shard int) string   { return fmt.Sprintf("%s.work.%d", n.subject, shard) }
func (n names) resultOf(shard int) string { return fmt.Sprintf("%s.result.%d", n.subject, shard) }
func (n names) opened() string            { return n.subject + ".opened" }
func (n names) done() string              { return n.subject + ".done" }

// shardOf reads the shard from the end of a subject.
func shardOf(subject string, j shard.Job) (int, bool) {
	shard, err := strconv.Atoi(subject[strings.LastIndexByte(subject, '.')+1:])
	return shard, err == nil && shard >= 0 && shard < j.Shards()
}

// streams are the two of a job. A shard that is already in line is not put there again.
func (n names) streams(j shard.Job, storage jetstream.StorageType) []jetstream.StreamConfig {
	text, err := json.Marshal(j)
	if err != nil {
		panic(err) // it came from JSON
	}
	return []jetstream.StreamConfig{
		{Name: n.work, Subjects: []string{n.subject + ".work.*"}, Retention: jetstream.WorkQueuePolicy, Storage: storage,
			MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, Metadata: map[string]string{jobKey: string(text)}},
		{Name: n.results, Subjects: []string{n.subject + ".result.*"}, Retention: jetstream.WorkQueuePolicy, Storage: storage,
			MaxMsgsPerSubject: 1, Discard: jetstream.DiscardOld},
	}
}

func consumerConfig(ackWait time.Duration, deliver int) jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{Durable: consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxDeliver: deliver, MaxAckPending: -1}
}
