package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// TestBillOfThisTest: the modules are those that the running program knows of itself.
func TestBillOfThisTest(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(t.TempDir(), "package-lock.json")
	text := `{"packages": {"": {"version": "1"}, "node_modules/uplot": {"version": "1.6.0", "integrity": "sha512-x"},
	  "node_modules/@fonts/sans": {"version": "5.0.0"}, "node_modules/axe": {"version": "4", "dev": true},
	  "node_modules/a/node_modules/uplot": {"version": "1.6.0", "integrity": "sha512-x"}}}`
	if err := os.WriteFile(lock, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var one, two bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &two} {
		if err := write(w, self, lock); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two bills of one program differ")
	}
	var b bill
	if err := json.Unmarshal(one.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, c := range b.Components {
		seen[c.BOMRef]++
	}
	for ref, n := range seen {
		if n > 1 {
			t.Errorf("%s is there %d times", ref, n) // CycloneDX wants references to be unique
		}
	}
	info, _ := debug.ReadBuildInfo()
	want := []string{"pkg:npm/uplot@1.6.0", "pkg:npm/%40fonts/sans@5.0.0", "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go")}
	for _, m := range info.Deps {
		want = append(want, "pkg:golang/"+m.Path+"@"+m.Version)
	}
	for _, ref := range want {
		if seen[ref] == 0 {
			t.Errorf("%s is missing", ref)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%d components, want %d", len(seen), len(want))
	}
}

func TestNotAProgram(t *testing.T) {
	if err := write(new(bytes.Buffer), "main.go", ""); err == nil || !strings.Contains(err.Error(), "built by Go") {
		t.Error(err)
	}
}
