package docs_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/internal/outside"
)

// blocks are the examples of reading.md, by language.
func blocks(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("reading.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, block := range regexp.MustCompile("(?s)```(\\w+)\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		found[block[1]] += block[2]
	}
	return found
}

// written is the embedded study in out/mexico of a folder, and what the examples
// should print of it.
func written(t *testing.T) (dir, want string, result *engine.Result) {
	t.Helper()
	study, err := engine.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if result, err = engine.Run(t.Context(), study, engine.Options{}); err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := result.Write(filepath.Join(dir, "out", "mexico"), export.GeoJSON, export.GeoPackage); err != nil {
		t.Fatal(err)
	}
	var on, homicides int
	var km float64
	for i, m := range result.Municipalities {
		if m.Routes > 0 {
			on++
			if n := result.Violence[0].Events[i]; !math.IsNaN(n) {
				homicides += int(n)
			}
		}
	}
	for _, r := range result.Routes {
		km += r.Meters / 1000
	}
	return dir, fmt.Sprintf("%d %d %.0f", on, homicides, km), result
}

// TestReadingExamples runs the examples for R and Python as they stand in reading.md.
func TestReadingExamples(t *testing.T) {
	examples := blocks(t)
	dir, want, _ := written(t)
	for language, command := range map[string][]string{"r": {"Rscript", "-e"}, "python": {"/usr/bin/python3", "-c"}} {
		t.Run(language, func(t *testing.T) {
			run := exec.Command(outside.Program(t, command[0]), command[1], examples[language])
			run.Dir = dir
			out, err := run.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, err.(*exec.ExitError).Stderr)
			}
			if got := strings.Join(strings.Fields(string(out)), " "); got != want {
				t.Errorf("it prints %s, want %s", got, want)
			}
		})
	}
}

// TestStataExample: Stata is not here; the files and columns of its example are.
func TestStataExample(t *testing.T) {
	dir, _, _ := written(t)
	columns := map[string]bool{}
	used := regexp.MustCompile(`^import delimited "(.*?)"|^count if (\w+)|^summarize (\w+)(?: if (\w+))?`)
	checked := 0
	for line := range strings.Lines(blocks(t)["stata"]) {
		m := used.FindStringSubmatch(line)
		switch {
		case m == nil:
		case m[1] != "":
			text, err := os.ReadFile(filepath.Join(dir, m[1]))
			if err != nil {
				t.Fatal(err)
			}
			header, _, _ := strings.Cut(string(text), "\n")
			clear(columns)
			for i, name := range strings.Split(header, ",") {
				columns[name] = true
				if strings.Contains(line, fmt.Sprintf("stringcols(%d)", i+1)) && !strings.HasSuffix(name, "code") {
					t.Errorf("column %d of %s is %s, not a code", i+1, m[1], name)
				}
			}
		default:
			for _, name := range m[2:] {
				if name == "" {
					continue
				}
				if checked++; !columns[name] {
					t.Errorf("%s: there is no column %s", strings.TrimSpace(line), name)
				}
			}
		}
	}
	const names = 4 // routes twice, homicides, length_km
	if checked != names {
		t.Errorf("%d names were looked at, want %d", checked, names)
	}
}

// TestQuickstartStudy runs the study that quickstart.md shows.
func TestQuickstartStudy(t *testing.T) {
	text, err := os.ReadFile("quickstart.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("quickstart.md has no study")
	}
	study, err := engine.ReadStudyFS(fstest.MapFS{"poppy.yaml": {Data: block[1]}}, "poppy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	result, err := engine.Run(t.Context(), study, engine.Options{})
	if err != nil || result.Counts().Routed != 20 {
		t.Errorf("%d of 20 origins have a route, %v", result.Counts().Routed, err)
	}
}
