package fetch_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine/fetch"
)

// FuzzUnzip unpacks anything: nothing may appear beside the folder, nor more than
// the limits in it.
func FuzzUnzip(f *testing.F) {
	for _, members := range [][]member{
		{{"a.txt", 0o644, []byte("hola")}},
		{{"folder/", os.ModeDir | 0o755, nil}, {"folder/b", 0o644, body(1, 300)}},
		{{"../out", 0o644, []byte("x")}},
		{{"zeros", 0o644, make([]byte, 100_000)}},
	} {
		text, err := os.ReadFile(zipFile(f, members...))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		top := t.TempDir()
		name := filepath.Join(top, "a.zip")
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		const most = 10_000
		fetch.Unzip(t.Context(), name, filepath.Join(top, "in"), fetch.Limits{Files: 20, Bytes: most})
		var total int64
		err := filepath.Walk(top, func(path string, info os.FileInfo, err error) error {
			if err == nil && path != name && info.Mode().IsRegular() {
				total += info.Size()
			}
			return err
		})
		entries, _ := os.ReadDir(top)
		if err != nil || total > most+1 || len(entries) > 2 {
			t.Errorf("%d bytes, %v, %v", total, entries, err)
		}
	})
}
