package outside

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Environment variables that say where the reference data are, and that nothing
// may be skipped for want of them or of a program.
const (
	dataVariable   = "CORREDOR_DATA"
	strictVariable = "CORREDOR_STRICT"
)

// ReferenceData returns the path of a file of the reference data, or of their
// folder for "". They lie beside the project, in ../shared/data, or where
// CORREDOR_DATA says, from the root of the project. Without the file the test is
// skipped; with CORREDOR_STRICT set it fails.
func ReferenceData(tb testing.TB, name string) string {
	tb.Helper()
	root := os.Getenv(dataVariable)
	if root == "" {
		root = filepath.Join("..", "shared", "data")
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join(moduleRoot(tb), root)
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		missing(tb, "no reference data "+name+": set "+dataVariable+" to their folder")
	}
	return path
}

// Program returns the path of a program that a result is compared with. Where it
// is not installed the test is skipped; with CORREDOR_STRICT set it fails.
func Program(tb testing.TB, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(tb, name+" is not installed: no comparison with it")
	}
	return path
}

// Path wants a file or folder that is installed beside a test, and says how it
// comes there. Without it the test is skipped; with CORREDOR_STRICT set it fails.
func Path(tb testing.TB, path, how string) {
	tb.Helper()
	if _, err := os.Stat(path); err != nil {
		missing(tb, "no "+path+": "+how)
	}
}

// Output runs a program found by [Program] on an input, and returns what it
// prints. The test fails when the program does, with what it complained of.
func Output(tb testing.TB, input string, command ...string) string {
	tb.Helper()
	run := exec.Command(Program(tb, command[0]), command[1:]...)
	run.Stdin = strings.NewReader(input)
	var complaint bytes.Buffer
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil {
		tb.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, &complaint)
	}
	return string(out)
}

func missing(tb testing.TB, message string) {
	tb.Helper()
	if os.Getenv(strictVariable) != "" {
		tb.Fatal(message)
	}
	tb.Skip(message)
}

func moduleRoot(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			tb.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}
