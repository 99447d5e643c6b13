package shard

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Work makes the row of a scenario: a line of text that depends on its number
// only. It must be safe for concurrent use.
type Work func(ctx context.Context, scenario int) ([]byte, error)

// ScenarioError is what went wrong in a scenario.
type ScenarioError struct {
	Scenario int
	Err      error
}

func (e *ScenarioError) Error() string { return fmt.Sprintf("scenario %d: %v", e.Scenario, e.Err) }

// Unwrap returns the cause.
func (e *ScenarioError) Unwrap() error { return e.Err }

// Do runs the scenarios of a shard one after the other and encodes the result. done, which may
// be nil, is called after each. A scenario that fails or panics is a *[ScenarioError];
// when ctx ends, its cause is returned.
func (j Job) Do(ctx context.Context, shard int, work Work, done func()) ([]byte, error) {
	from, to := j.Range(shard)
	rows := make([][]byte, 0, to-from)
	for scenario := from; scenario < to; scenario++ {
		row, err := attempt(ctx, scenario, work)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, &ScenarioError{scenario, err}
		}
		rows = append(rows, row)
		if done != nil {
			done()
		}
	}
	return j.Encode(shard, rows)
}

// attempt turns a panic into an error: one scenario may not end the others.
func attempt(ctx context.Context, scenario int, work Work) (row []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v at %s", p, origin(debug.Stack()))
		}
	}()
	return work(ctx, scenario)
}
