package web_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every feature that docs/map.md lists has a test, and the test exists.
func TestEveryFeatureHasATest(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, name := range files {
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(read(t, name), -1) {
			there[m[1]] = true
		}
	}
	_, table, _ := strings.Cut(read(t, "../docs/map.md"), "| feature | test |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	const fewest = 25 // of Valle-Jones' list alone
	if len(rows) < fewest {
		t.Errorf("the table has %d rows", len(rows))
	}
	for _, row := range rows {
		names := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(row, -1)
		if len(names) == 0 {
			t.Errorf("no test: %s", row)
		}
		for _, m := range names {
			if !there[m[1]] {
				t.Errorf("there is no %s", m[1])
			}
		}
	}
}
