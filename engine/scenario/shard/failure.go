package shard

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Failure is a shard that failed each time it was tried. The rest goes on without it.
type Failure struct {
	Shard    int    `json:"shard"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	Scenario int    `json:"scenario"` // the first that failed; -1 when whoever ran it died
	Message  string `json:"message"`
}

func (f Failure) Error() string {
	if f.Scenario < 0 {
		return fmt.Sprintf("shard %d (scenarios %d to %d): %s", f.Shard, f.From, f.To-1, f.Message)
	}
	return fmt.Sprintf("shard %d (scenarios %d to %d) fails at scenario %d: %s", f.Shard, f.From, f.To-1, f.Scenario, f.Message)
}

// FailureOf describes a shard that failed with an error of [Job.Do], or for another
// reason.
func (j Job) FailureOf(shard int, err error) Failure {
	f := Failure{Shard: shard, Scenario: -1, Message: err.Error()}
	f.From, f.To = j.Range(shard)
	var at *ScenarioError
	if errors.As(err, &at) {
		f.Scenario, f.Message = at.Scenario, at.Err.Error()
	}
	return f
}

// Fail notes in the folder that a shard failed, for those who look at its status. The
// shard stays missing, and is tried again by the next run.
func (d *Dir) Fail(f Failure) error {
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return replace(d.shards(), shardName(f.Shard)+failedEnd, append(text, '\n'))
}

// Failures returns what [Dir.Fail] noted of shards that are still not finished, ascending.
func (d *Dir) Failures() ([]Failure, error) {
	entries, err := os.ReadDir(d.shards())
	if err != nil {
		return nil, err
	}
	var list []Failure
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), failedEnd)
		if !ok {
			continue
		}
		var f Failure
		text, err := os.ReadFile(filepath.Join(d.shards(), e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // finished meanwhile
		}
		if err == nil {
			err = json.Unmarshal(text, &f)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, f)
	}
	return list, nil
}
