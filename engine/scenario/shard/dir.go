package shard

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Dir is the folder of a job. Any number of processes may use one at once, on any
// number of machines.
type Dir struct {
	Path string
	Job  Job
}

// Names in a folder.
const (
	jobFile     = "job.json"
	shardFolder = "shards"
	partial     = ".partial-" // begins files that are not whole yet
	failedEnd   = ".failed"
)

// ErrNoJob is returned for a folder without a job.
var ErrNoJob = errors.New("there is no job.json; begin with corredor sweep run")

// Create makes the folder of a job, or joins it where it is. A folder of another job is
// a *[MismatchError].
func Create(path string, job Job) (*Dir, error) {
	if err := job.check(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(path, shardFolder), 0o755); err != nil {
		return nil, fmt.Errorf("cannot write to %s: %w (name another folder)", path, err)
	}
	d, err := Open(path)
	if errors.Is(err, ErrNoJob) {
		if err = publish(path, jobFile, append(job.encode(), '\n')); err == nil {
			d, err = Open(path) // whoever else has put its job there first is found out
		}
	}
	if err != nil {
		return nil, err
	}
	if err := d.Job.Check(job); err != nil {
		return nil, fmt.Errorf("%s: %w (use another folder, or remove this one)", path, err)
	}
	return d, nil
}

// Open reads the job of a folder.
func Open(path string) (*Dir, error) {
	text, err := os.ReadFile(filepath.Join(path, jobFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, ErrNoJob)
	}
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path}
	if err := json.Unmarshal(text, &d.Job); err != nil {
		return nil, fmt.Errorf("%s: %w (the file is damaged; remove it, and run the sweep again: finished shards stay)", filepath.Join(path, jobFile), err)
	}
	if err := d.Job.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(path, jobFile), err)
	}
	return d, nil
}

func (d *Dir) shards() string { return filepath.Join(d.Path, shardFolder) }

func shardName(shard int) string { return fmt.Sprintf("%06d.rows", shard) }

// Get returns the rows of a shard: [fs.ErrNotExist] when it is not finished, and
// [ErrDamaged] when its file is not whole.
func (d *Dir) Get(shard int) ([][]byte, error) {
	text, err := os.ReadFile(filepath.Join(d.shards(), shardName(shard)))
	if err != nil {
		return nil, err
	}
	return d.Job.Decode(shard, text)
}

// Put writes the result of a shard, as [Job.Encode] made it, beside its place and
// moves it there. A note that the shard had failed is removed.
func (d *Dir) Put(shard int, result []byte) error {
	if err := replace(d.shards(), shardName(shard), result); err != nil {
		return err
	}
	return ignoreMissing(os.Remove(filepath.Join(d.shards(), shardName(shard)+failedEnd)))
}

// Missing returns the shards of a part that are not finished, ascending. Every file is
// read and its hash compared; one that is damaged counts as missing.
func (d *Dir) Missing(p Part) ([]int, error) {
	var missing []int
	for shard := range d.Job.Shards() {
		if !p.has(shard) {
			continue
		}
		_, err := d.Get(shard)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrDamaged):
			missing = append(missing, shard)
		case err != nil:
			return nil, err
		}
	}
	return missing, nil
}

// IncompleteError says how much of a job is missing.
type IncompleteError struct {
	Missing, Shards int
	Failed          []Failure
}

func (e *IncompleteError) Error() string {
	text := fmt.Sprintf("%d of %d shards are missing; corredor sweep run goes on from there", e.Missing, e.Shards)
	if len(e.Failed) > 0 {
		text += "; " + e.Failed[0].Error()
	}
	return text
}

// Complete returns an *[IncompleteError] unless every shard is finished.
func (d *Dir) Complete() error {
	missing, err := d.Missing(Part{})
	if err != nil || len(missing) == 0 {
		return err
	}
	failed, err := d.Failures()
	if err != nil {
		return err
	}
	return &IncompleteError{len(missing), d.Job.Shards(), failed}
}

// Rows reads the rows of all scenarios in order, one shard at a time. A row is valid until
// the next. It ends with an error at a shard that is missing or damaged.
func (d *Dir) Rows() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for shard := range d.Job.Shards() {
			rows, err := d.Get(shard)
			if err != nil {
				yield(nil, fmt.Errorf("shard %d: %w", shard, err))
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// Sweep removes what processes that were killed have left half written. Others who work in the
// folder write again what they lose.
func (d *Dir) Sweep() error {
	entries, err := os.ReadDir(d.shards())
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), partial) {
			if err := ignoreMissing(os.Remove(filepath.Join(d.shards(), e.Name()))); err != nil {
				return err
			}
		}
	}
	return nil
}
