package fetch_test

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/corredor-geo/corredor/engine/fetch"
)

type member struct {
	name string
	mode fs.FileMode
	text []byte
}

func zipFile(t testing.TB, members ...member) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for _, m := range members {
		head := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		head.SetMode(m.mode)
		w, err := z.CreateHeader(head)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(m.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestUnpack(t *testing.T) {
	archive, err := os.ReadFile(zipFile(t,
		member{"folder/", fs.ModeDir | 0o755, nil},
		member{"folder/roads.shp", 0o644, body(1, 5000)},
		member{"leame ñ.txt", 0o600, []byte("hola")}))
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t, archive, "")
	c, s := cache(t), source(p.URL)
	s.File, s.Unpack = "file.zip", true
	got, err := c.Fetch(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(got.Unpacked, "folder", "roads.shp"), body(1, 5000))
	wantFile(t, filepath.Join(got.Unpacked, "leame ñ.txt"), []byte("hola"))
	if _, err := c.Fetch(t.Context(), s); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

// TestBadArchives: nothing may be written outside the folder, nor more than the limits.
func TestBadArchives(t *testing.T) {
	zeros := make([]byte, 3<<20)
	for name, test := range map[string]struct {
		members []member
		limits  fetch.Limits
		want    string
	}{
		"up and out":       {[]member{{"../out.txt", 0o644, nil}}, fetch.Limits{}, "out of the folder"},
		"up from inside":   {[]member{{"a/../../out.txt", 0o644, nil}}, fetch.Limits{}, "out of the folder"},
		"absolute":         {[]member{{"/out.txt", 0o644, nil}}, fetch.Limits{}, "out of the folder"},
		"a link":           {[]member{{"link", fs.ModeSymlink | 0o777, []byte("/etc")}}, fetch.Limits{}, "a link"},
		"twice":            {[]member{{"a", 0o644, nil}, {"./a", 0o644, nil}}, fetch.Limits{}, "exists"},
		"a file as folder": {[]member{{"a", 0o644, nil}, {"a/b", 0o644, nil}}, fetch.Limits{}, "a/b"},
		"bomb":             {[]member{{"zeros", 0o644, zeros}}, fetch.Limits{}, "limits"},
		"bomb in pieces":   {[]member{{"a", 0o644, zeros[:900_000]}, {"b", 0o644, zeros[:900_000]}}, fetch.Limits{}, "limits"},
		"too large":        {[]member{{"a", 0o644, body(1, 2000)}}, fetch.Limits{Bytes: 1999}, "limits"},
		"too many":         {[]member{{"a", 0o644, nil}, {"b", 0o644, nil}}, fetch.Limits{Files: 1}, "2 files"},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			err := fetch.Unzip(t.Context(), zipFile(t, test.members...), filepath.Join(top, "in", "unpacked"), test.limits)
			if !errors.Is(err, fetch.ErrArchive) {
				t.Errorf("not ErrArchive: %v", err)
			}
			wantError(t, err, test.want)
			for _, outside := range []string{filepath.Join(top, "in", "out.txt"), filepath.Join(top, "out.txt"), "/out.txt"} {
				if _, err := os.Lstat(outside); err == nil {
					t.Errorf("%s was written", outside)
				}
			}
		})
	}
}

// TestNoHalfUnpacked: an archive that fails leaves no folder that a study could take.
func TestNoHalfUnpacked(t *testing.T) {
	archive, err := os.ReadFile(zipFile(t, member{"good.txt", 0o644, []byte("x")}, member{"../bad.txt", 0o644, nil}))
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t, archive, "")
	c, s := cache(t), source(p.URL)
	s.File, s.Unpack = "file.zip", true
	_, err = c.Fetch(t.Context(), s)
	wantError(t, err, "bad.txt")
	for _, dir := range []string{c.Unpacked(s), c.Unpacked(s) + ".part"} {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is there", dir)
		}
	}
}

func TestNotAnArchive(t *testing.T) {
	p := publish(t, []byte("PK but no more"), "")
	c, s := cache(t), source(p.URL)
	s.File, s.Unpack = "file.zip", true
	_, err := c.Fetch(t.Context(), s)
	wantError(t, err, "not unpacked", "fetch it again")
}
