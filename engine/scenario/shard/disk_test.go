package shard_test

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"syscall"
	"testing"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// A full disk ends the run with what is wrong. What was finished is whole, and with
// room again the rest is run.
func TestFullDisk(t *testing.T) {
	path := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", path).CombinedOutput(); err != nil {
		t.Skipf("a small file system cannot be mounted here, so no disk is full: %v %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", path).Run() })
	d, err := shard.Create(path, job(100, 2))
	if err != nil {
		t.Fatal(err)
	}
	large := bytes.Repeat([]byte{'x'}, 4000)
	work := func(context.Context, int) ([]byte, error) { return large, nil }
	if _, err := shard.Run(context.Background(), d, work, shard.Options{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("%v, want %v", err, syscall.ENOSPC)
	}
	missing, err := d.Missing(shard.Part{})
	if err != nil || len(missing) == 0 || len(missing) == 50 {
		t.Fatalf("%d shards are missing, %v", len(missing), err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=8m", path).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	report := run(t, d, work, shard.Options{})
	if report.Ran != len(missing) || report.Kept != 50-len(missing) || d.Complete() != nil {
		t.Errorf("%+v after %d were missing", report, len(missing))
	}
}
