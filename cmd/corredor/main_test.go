package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"corredor": main})
}

// TestScripts runs the command line as a user would, a script per feature.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error { // $EXAMPLES is the folder of the studies to copy
			examples, err := filepath.Abs("../../examples")
			env.Setenv("EXAMPLES", examples)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCode,
		},
	})
}

// exitCode runs a command and wants a certain code: exitcode 2 corredor ...
func exitCode(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exitcode N COMMAND ...")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		code = "1"
		if exit, ok := err.(interface{ ExitCode() int }); ok {
			code = string(rune('0' + exit.ExitCode()))
		}
	}
	if code != args[0] {
		ts.Fatalf("exit code is %s, want %s", code, args[0])
	}
}

func TestProgressIsSilentWhenPiped(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bars := newProgress(file, false)
	bars.update("roads", 1, 2)
	bars.finish()
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("%v bytes were written, %v", info.Size(), err)
	}
}

func TestThousands(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 57959.4: "57,959", 1234567: "1,234,567"} {
		if got := thousands(x); got != want {
			t.Errorf("thousands(%v) is %s, want %s", x, got, want)
		}
	}
}
