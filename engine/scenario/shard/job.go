package shard

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Job is what a folder of shards is the answer to. Two jobs are the same when their
// [Job.Hash] is.
type Job struct {
	Format  int    `json:"format"`  // of the folder; [Format]
	Version string `json:"version"` // of the program
	Study   string `json:"study"`   // hash of the study and of all that it reads
	Sweep   string `json:"sweep"`   // hash of the sweep
	// Scenarios are numbered from 0; ShardSize of them make a shard, the last may be smaller.
	Scenarios int `json:"scenarios"`
	ShardSize int `json:"shard_size"`
	// Detail is for whoever reads the rows: the names of their columns, a title.
	Detail json.RawMessage `json:"detail,omitempty"`
}

// Format is the version of the layout of a folder.
const Format = 1

// MostScenarios is far above what anyone runs, and keeps products of numbers whole.
const MostScenarios = 100_000_000

// Hash returns 64 hexadecimal digits that tell jobs apart.
func (j Job) Hash() string {
	sum := sha256.Sum256(j.encode())
	return hex.EncodeToString(sum[:])
}

func (j Job) encode() []byte {
	text, err := json.Marshal(j)
	if err != nil {
		panic(err) // Detail is not JSON: a mistake of the caller
	}
	return text
}

// Shards returns the number of shards.
func (j Job) Shards() int { return (j.Scenarios + j.ShardSize - 1) / j.ShardSize }

// Range returns the scenarios of a shard: from, up to but without to.
func (j Job) Range(shard int) (from, to int) {
	return shard * j.ShardSize, min((shard+1)*j.ShardSize, j.Scenarios)
}

// Check returns a *[MismatchError] unless other is the same job.
func (j Job) Check(other Job) error {
	for _, d := range []struct {
		what         string
		mine, theirs any
	}{
		{"format of the folder", j.Format, other.Format},
		{"version of corredor", j.Version, other.Version},
		{"study, or a file that it reads", brief(j.Study), brief(other.Study)},
		{"sweep", brief(j.Sweep), brief(other.Sweep)},
		{"number of scenarios", j.Scenarios, other.Scenarios},
		{"shard size", j.ShardSize, other.ShardSize},
	} {
		if d.mine != d.theirs {
			return &MismatchError{d.what, fmt.Sprint(d.mine), fmt.Sprint(d.theirs)}
		}
	}
	if j.Hash() != other.Hash() {
		return &MismatchError{"columns", brief(j.Hash()), brief(other.Hash())}
	}
	return nil
}

// brief is enough of a hash to tell two apart by eye.
func brief(hash string) string { return hash[:min(12, len(hash))] }

// MismatchError says in what two jobs differ first.
type MismatchError struct{ What, Job, Worker string }

func (e *MismatchError) Error() string {
	return fmt.Sprintf("the job has another %s: %s, here it is %s", e.What, e.Job, e.Worker)
}

// check refuses a job that cannot be run.
func (j Job) check() error {
	switch {
	case j.Format != Format:
		return fmt.Errorf("the folder has format %d, this program knows %d", j.Format, Format)
	case j.Scenarios < 1 || j.Scenarios > MostScenarios:
		return fmt.Errorf("there are %d scenarios; a job has 1 to %d", j.Scenarios, MostScenarios)
	case j.ShardSize < 1:
		return fmt.Errorf("the shard size is %d; it is 1 or more", j.ShardSize)
	}
	return nil
}

// DefaultSize returns a shard size that keeps many cores busy to the end, and the
// files few.
func DefaultSize(scenarios int) int {
	const (
		shards = 64
		most   = 1000
	)
	return min(max(1, scenarios/shards), most)
}
