package corredor_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDependenciesAreNamed holds the modules that go.mod asks for itself against the
// table in docs/dependencies.md.
func TestDependenciesAreNamed(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var direct []string
	for line := range strings.Lines(string(text)) {
		if m := regexp.MustCompile(`^(?:require )?\s*(\S+\.\S+/\S+) v\S+\s*$`).FindStringSubmatch(line); m != nil {
			direct = append(direct, m[1])
		}
	}
	var named []string
	for name := range tableRows(t, "docs/dependencies.md") {
		if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") {
			named = append(named, name)
		}
	}
	slices.Sort(direct)
	slices.Sort(named)
	if !slices.Equal(direct, named) {
		t.Errorf("go.mod asks for\n%s\ndocs/dependencies.md has\n%s", strings.Join(direct, "\n"), strings.Join(named, "\n"))
	}
}
