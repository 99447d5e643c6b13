package export_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/export"
)

// tree lists what is below a directory: contents by path, "" for a directory.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(name)] = ""
		if entry.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checkTree(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if got := tree(t, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
}

func stage(t *testing.T, dir string) *export.Staging {
	t.Helper()
	s, err := export.Stage(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func content(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// write stages files whose contents are their names, in capitals.
func write(t *testing.T, s *export.Staging, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := s.Write(name, content(strings.ToUpper(name))); err != nil {
			t.Fatal(err)
		}
	}
}

// earlier makes a directory with the outputs of an earlier run.
func earlier(t *testing.T) (dir string, files map[string]string) {
	t.Helper()
	dir, files = t.TempDir(), map[string]string{"a.csv": "old a", "b.csv": "old b", "mine.txt": "not an output"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, files
}

func TestCommitMovesAll(t *testing.T) {
	dir, files := earlier(t)
	s := stage(t, dir)
	write(t, s, "a.csv", "b.csv", "c.csv")
	for name, text := range files {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != text || err != nil {
			t.Errorf("before the commit %s is %q, %v", name, got, err)
		}
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a.csv": "A.CSV", "b.csv": "B.CSV", "c.csv": "C.CSV", "mine.txt": "not an output"}
	checkTree(t, dir, want)
	s.Abort() // safe after Commit
	checkTree(t, dir, want)
}

func TestCommitMakesFolders(t *testing.T) {
	dir := t.TempDir()
	s := stage(t, dir)
	write(t, s, "layers/1/a.csv", "layers/2/a.csv", "b.csv")
	if _, err := os.Stat(filepath.Join(dir, "layers")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before the commit: %v", err)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	checkTree(t, dir, map[string]string{"layers": "", "layers/1": "", "layers/1/a.csv": "LAYERS/1/A.CSV", "layers/2": "", "layers/2/a.csv": "LAYERS/2/A.CSV", "b.csv": "B.CSV"})
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "layers"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s = stage(t, other)
	write(t, s, "b.csv", "layers/1/a.csv")
	if err := s.Commit(); err == nil {
		t.Error("a file stands where the folder goes, and nothing is said")
	}
	s.Abort()
	if err := s.Write("layers/1/a.csv", content("")); err == nil {
		t.Error("a file can be written after Abort")
	}
	checkTree(t, other, map[string]string{"layers": ""})
}

func TestWritten(t *testing.T) {
	s := stage(t, t.TempDir())
	defer s.Abort()
	write(t, s, "a.csv", "b.csv")
	var want []export.Written
	for _, name := range []string{"a.csv", "b.csv"} {
		sum := sha256.Sum256([]byte(strings.ToUpper(name)))
		want = append(want, export.Written{Name: name, Bytes: int64(len(name)), SHA256: hex.EncodeToString(sum[:])})
	}
	if got := s.Files(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestAbortLeavesEarlierFiles(t *testing.T) {
	dir, files := earlier(t)
	s := stage(t, dir)
	write(t, s, "a.csv", "c.csv")
	s.Abort()
	checkTree(t, dir, files)
}

func TestAbortCreatesNothing(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"out", "deep/er/out"} {
		s := stage(t, filepath.Join(root, dir))
		write(t, s, "a.csv")
		s.Abort()
		checkTree(t, root, map[string]string{})
	}
}

// What someone else put into a new directory meanwhile stays.
func TestAbortRemovesOnlyItsOwn(t *testing.T) {
	root := t.TempDir()
	s := stage(t, filepath.Join(root, "deep", "out"))
	if err := os.WriteFile(filepath.Join(root, "deep", "notes.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.Abort()
	checkTree(t, root, map[string]string{"deep": "", "deep/notes.txt": "mine"})
}

func TestCommitIntoNewDirectory(t *testing.T) {
	root := t.TempDir()
	s := stage(t, filepath.Join(root, "deep", "out"))
	write(t, s, "a.csv")
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	s.Abort()
	checkTree(t, root, map[string]string{"deep": "", "deep/out": "", "deep/out/a.csv": "A.CSV"})
}

func TestFailedWriteLeavesOldOutputs(t *testing.T) {
	dir, files := earlier(t)
	s := stage(t, dir)
	write(t, s, "a.csv")
	enough := errors.New("enough")
	err := s.Write("b.csv", func(w io.Writer) error {
		if err := content("half a file")(w); err != nil {
			return err
		}
		return enough
	})
	if !errors.Is(err, enough) || err.Error() != "writing b.csv: enough" {
		t.Errorf("error %v", err)
	}
	if len(s.Files()) != 1 {
		t.Errorf("staged %+v", s.Files())
	}
	s.Abort()
	checkTree(t, dir, files)
}

// A directory that has the name of a later output must not leave the run half in place.
func TestCommitReplacesAllOrNone(t *testing.T) {
	dir, files := earlier(t)
	if err := os.Mkdir(filepath.Join(dir, "z.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	files["z.csv"] = ""
	s := stage(t, dir)
	write(t, s, "a.csv", "b.csv", "z.csv")
	err := s.Commit()
	if want := "cannot write " + filepath.Join(dir, "z.csv") + ": a directory has this name"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	s.Abort()
	checkTree(t, dir, files)
}

func TestUnwritableDirectory(t *testing.T) {
	check := func(dir string) {
		t.Helper()
		if _, err := export.Stage(dir); err == nil || !strings.HasPrefix(err.Error(), "cannot write to "+dir+": ") {
			t.Errorf("error %v", err)
		}
	}
	root := t.TempDir()
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	check(file)
	check(filepath.Join(file, "out"))
	check("")
	if _, err := export.Stage(file); err == nil || !strings.HasSuffix(err.Error(), "is in the way") {
		t.Errorf("of a file in place of the folder: %v", err)
	}
	t.Run("without permission", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("permissions do not hold root back")
		}
		locked := filepath.Join(root, "locked")
		if err := os.Mkdir(locked, 0o555); err != nil {
			t.Fatal(err)
		}
		check(locked)
		check(filepath.Join(locked, "out"))
	})
}

func TestWriteIntoNoDirectory(t *testing.T) {
	dir, files := earlier(t)
	s := stage(t, dir)
	write(t, s, "a.csv")
	if err := s.Write("a.csv/b.csv", content("")); err == nil {
		t.Error("a file is taken for a folder")
	}
	s.Abort()
	checkTree(t, dir, files)
	if err := s.Write("a.csv", content("")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Abort: error %v", err)
	}
}
