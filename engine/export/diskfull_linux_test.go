package export_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/corredor-geo/corredor/engine/export"
)

// TestFullDisk writes every format to a disk of 200 kB: the error says what to do,
// and nothing stays behind.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=200k"); err != nil {
		t.Skip("only root may mount a small disk: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	for _, f := range export.Formats {
		staging, err := export.Stage(filepath.Join(disk, "out"))
		if err != nil {
			t.Fatal(err)
		}
		err = staging.WriteLayers(f, "study", manySegments(5000))
		if err == nil || !strings.Contains(err.Error(), "the disk is full (make room") {
			t.Errorf("%s: %v", f, err)
		}
		staging.Abort()
		if left, err := os.ReadDir(disk); err != nil || len(left) > 0 {
			t.Errorf("%s leaves %v, %v", f, left, err)
		}
	}
}
