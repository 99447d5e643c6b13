package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// trial is how long tests may take, and which others a survivor must pass.
type trial struct {
	limit time.Duration
	more  []string
}

// catches reports whether the tests notice a fault. One that does not compile
// is caught, too: no test is needed for it.
func (t trial) catches(ctx context.Context, folder string, f fault) (bool, error) {
	work, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)
	overlay, err := f.plant(work)
	if err != nil {
		return false, err
	}
	for _, tests := range append([]string{"./" + folder}, t.more...) {
		caught, err := t.fails(ctx, overlay, tests)
		if err != nil || caught {
			return caught, err
		}
	}
	return false, nil
}

func (t trial) fails(ctx context.Context, overlay, tests string) (bool, error) {
	c := exec.CommandContext(ctx, "go", "test", "-failfast", "-timeout", t.limit.String(), "-overlay", overlay, tests)
	err := c.Run()
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return true, nil
	}
	return false, err
}

// plant writes the faulty file into a folder, and the table that puts it in the place of the other.
func (f fault) plant(folder string) (overlay string, err error) {
	text, err := os.ReadFile(f.file)
	if err != nil {
		return "", err
	}
	faulty := filepath.Join(folder, filepath.Base(f.file))
	if err := os.WriteFile(faulty, bytes.Join([][]byte{text[:f.from], []byte(f.new), text[f.to:]}, nil), 0o600); err != nil {
		return "", err
	}
	here, err := filepath.Abs(f.file)
	if err != nil {
		return "", err
	}
	table, err := json.Marshal(map[string]any{"Replace": map[string]string{here: faulty}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, table, 0o600)
}
