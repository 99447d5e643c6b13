package corredor_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/engine"
)

// TestCitation holds CITATION.cff to what the Citation File Format 1.2.0 needs, and
// to the version of the program.
func TestCitation(t *testing.T) {
	text, err := os.ReadFile("CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	var cff struct {
		Format  string `yaml:"cff-version"`
		Message string
		Title   string
		Version string
		License string
		Authors []map[string]string
	}
	if err := yaml.Unmarshal(text, &cff); err != nil {
		t.Fatal(err)
	}
	if cff.Format != "1.2.0" || cff.Message == "" || cff.Title == "" || cff.License != "MIT" || len(cff.Authors) == 0 {
		t.Errorf("a citation file needs more than %+v", cff)
	}
	if cff.Version != engine.Version {
		t.Errorf("it is of version %s, the program %s", cff.Version, engine.Version)
	}
}

var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinksOfTheDocuments: a link to a file of the project leads to one.
func TestLinksOfTheDocuments(t *testing.T) {
	names, err := filepath.Glob("docs/*.md")
	if err != nil || len(names) < 8 {
		t.Fatal(names, err)
	}
	for _, name := range append(names, "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range markdownLink.FindAllStringSubmatch(string(text), -1) {
			file, _, _ := strings.Cut(link[1], "#")
			if file == "" || strings.Contains(file, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), file)); err != nil {
				t.Errorf("%s: %s leads nowhere", name, link[1])
			}
		}
	}
}
