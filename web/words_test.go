package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// words returns the keys of a language, and the names in braces of each text.
func words(t *testing.T, language string) map[string][]string {
	t.Helper()
	keys := map[string][]string{}
	line := regexp.MustCompile(`(?m)^  '([^']+)': '(.*)',$`)
	for _, m := range line.FindAllStringSubmatch(read(t, "app/i18n/"+language+".js"), -1) {
		names := regexp.MustCompile(`\{\w+\}`).FindAllString(m[2], -1)
		slices.Sort(names)
		keys[m[1]] = names
	}
	return keys
}

// Both languages have the same texts with the same values in them, and the page
// asks for none that is missing.
func TestEveryTextInBothLanguages(t *testing.T) {
	en, es := words(t, "en"), words(t, "es")
	for key, names := range en {
		if other, ok := es[key]; !ok || !slices.Equal(names, other) {
			t.Errorf("%s: English %v, Spanish %v (there: %v)", key, names, other, ok)
		}
	}
	if len(en) != len(es) || len(en) < 100 {
		t.Errorf("%d English texts, %d Spanish", len(en), len(es))
	}
	modules, err := filepath.Glob("app/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(modules, "app/index.html") {
		for _, m := range regexp.MustCompile(`\bt\('([^'$]+)'|data-t(?:-label)?="([^"]+)"`).FindAllStringSubmatch(read(t, name), -1) {
			if _, ok := en[m[1]+m[2]]; !ok {
				t.Errorf("%s asks for %q", name, m[1]+m[2])
			}
		}
	}
}

// The page asks for all its modules at once, and each file of the page is short.
func TestModulesArePreloaded(t *testing.T) {
	page := read(t, "app/index.html")
	err := filepath.WalkDir("app", func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == "vendor" {
			return filepath.SkipDir
		}
		module := strings.TrimPrefix(filepath.ToSlash(name), "app/")
		if filepath.Ext(name) != ".js" {
			return nil
		}
		if !strings.Contains(page, `<link rel="modulepreload" href="`+module+`">`) {
			t.Errorf("%s is not preloaded", module)
		}
		const longest = 400
		if lines := strings.Count(read(t, name), "\n"); lines > longest {
			t.Errorf("%s has %d lines", module, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
