package corredor_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/corredor-geo/corredor/"

// floor says how high a package stands. A package imports only packages of
// lower floors; siblings of one floor do not know each other.
func floor(dir string) (height int, known bool) {
	for _, room := range []struct {
		dir    string
		below  bool // and every folder below it
		height int
	}{
		{"docs", false, 0},
		{"docs/generate", false, 70},
		{"docs/reproduce", false, 70},
		{"graph", false, 0},
		{"graph/load/internal/projection", false, 10},
		{"graph/load/internal/bz2", false, 10},
		{"graph/load/feature", false, 20},
		{"internal/matlab", false, 25},
		{"internal/stata", false, 25},
		{"graph/load/osm", false, 25},
		{"graph/load", false, 30},
		{"graph/cch", false, 30},
		{"graph/cost", false, 30},
		{"graph/graphtest", false, 30},
		{"graph/conflate", false, 30},
		{"graph/route", false, 40},
		{"graph/alternative", false, 40},
		{"engine", false, 60},
		{"engine/replicate", false, 55},
		{"engine/scenario/shard", false, 45},
		{"engine", true, 50},
		{"web", false, 67},
		{"web", true, 65},
		{"cmd", true, 70},
		{"internal/machine", false, 0},
		{"internal/outside", false, 0},
		{"internal/bench", false, 65},
		{"benchmarks", true, 70},
		{"examples", true, 70},
		{"release", true, 70},
	} {
		if dir == room.dir || room.below && under(dir, room.dir) {
			return room.height, true
		}
	}
	return 0, false
}

func under(dir, top string) bool { return dir == top || strings.HasPrefix(dir, top+"/") }

// TestImportsRunOneWay holds ARCHITECTURE.md's arrows against the code.
func TestImportsRunOneWay(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		checkImports(t, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const fewest = 50 // the walk found the project, and not an empty folder
	if files < fewest {
		t.Errorf("only %d Go files were looked at", files)
	}
}

func checkImports(t *testing.T, name string) {
	t.Helper()
	dir := path.Dir(name)
	mine, known := floor(dir)
	if !known {
		t.Errorf("%s: the folder %s has no floor; give it one here and in ARCHITECTURE.md", name, dir)
		return
	}
	for _, word := range []string{"util", "common", "helpers", "misc"} {
		if path.Base(dir) == word {
			t.Errorf("%s: a package is named for what it holds, not %q", name, word)
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		inside, ok := strings.CutPrefix(imported, module)
		if !ok {
			continue
		}
		theirs, known := floor(inside)
		if !known || theirs >= mine {
			t.Errorf("%s imports %s: imports run from cmd down to graph only", name, inside)
		}
	}
}

// TestEveryPackageHasDoc wants a doc.go in each library package.
func TestEveryPackageHasDoc(t *testing.T) {
	packages := []string{"graph/", "engine/", "web/"}
	for _, pattern := range []string{"graph/*/", "graph/load/*/", "graph/load/internal/*/", "engine/*/", "web/*/", "web/internal/*/", "internal/*/"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, found...)
	}
	for _, dir := range packages {
		if files, err := filepath.Glob(filepath.Join(dir, "*.go")); err == nil && len(files) == 0 {
			continue // a folder of folders or of data
		}
		if _, err := os.Stat(filepath.Join(dir, "doc.go")); err != nil {
			t.Error(err)
		}
	}
}
