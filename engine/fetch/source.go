package fetch

import (
	"bytes"
	_ "embed"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed sources.yaml
var table []byte

// Source is one file that someone else publishes.
type Source struct {
	Name    string `yaml:"name" json:"name"` // lower-case letters, digits, hyphens; also its folder in a cache
	Title   string `yaml:"title" json:"title"`
	Address string `yaml:"address" json:"address,omitempty"` // of the file; "" where it must be got by hand
	Page    string `yaml:"page" json:"page"`                 // where its publisher describes it
	Licence string `yaml:"licence" json:"licence"`
	File    string `yaml:"file" json:"file"` // name in the cache; by default the end of Address
	// Bytes and SHA256 are known where the publisher never changes the file.
	// ApproximateBytes only tells a user what to expect.
	Bytes            int64  `yaml:"bytes" json:"bytes,omitempty"`
	ApproximateBytes int64  `yaml:"approximate_bytes" json:"approximate_bytes,omitempty"`
	SHA256           string `yaml:"sha256" json:"sha256,omitempty"`
	Unpack           bool   `yaml:"unpack" json:"unpack,omitempty"` // a .zip that studies need unpacked
	Moves            bool   `yaml:"moves" json:"moves,omitempty"`   // the address may have changed
	Manual           string `yaml:"manual" json:"manual,omitempty"` // how to get it without an Address
	Note             string `yaml:"note" json:"note,omitempty"`
	Use              string `yaml:"use" json:"use,omitempty"` // what to write in a study
}

// Sources returns the sources that the program knows, in the order of its table.
func Sources() []Source { return append([]Source(nil), registry()...) }

var registry = sync.OnceValue(func() []Source {
	list, err := ParseSources(table)
	if err != nil {
		panic(err) // a test reads the embedded table
	}
	return list
})

// Find returns the source of this name, or says which there are.
func Find(name string) (Source, error) {
	var names []string
	for _, s := range registry() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return Source{}, fmt.Errorf("no source is called %q (there are: %s)", name, strings.Join(names, ", "))
}

// ParseSources reads a table of sources: a YAML list with the keys of [Source].
func ParseSources(text []byte) ([]Source, error) {
	var list []Source
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&list); err != nil {
		return nil, fmt.Errorf("table of sources: %w", err)
	}
	seen := map[string]bool{}
	for i := range list {
		s := &list[i]
		if s.File == "" {
			s.File = path.Base(s.Address)
		}
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("table of sources: %s: %w", s.Name, err)
		}
		if seen[s.Name] {
			return nil, fmt.Errorf("table of sources: %s is there twice", s.Name)
		}
		seen[s.Name] = true
	}
	return list, nil
}

var (
	sourceName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sum        = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func (s *Source) check() error {
	switch {
	case !sourceName.MatchString(s.Name):
		return fmt.Errorf("a name has lower-case letters, digits and hyphens")
	case s.Title == "" || s.Licence == "" || s.Page == "":
		return fmt.Errorf("title, licence and page are needed")
	case (s.Address == "") == (s.Manual == ""):
		return fmt.Errorf("either an address or what to do by hand is needed")
	case s.SHA256 != "" && !sum.MatchString(s.SHA256):
		return fmt.Errorf("sha256 has 64 hexadecimal digits")
	case s.File != filepath.Base(s.File) || strings.HasPrefix(s.File, "."):
		return fmt.Errorf("file %q is not a plain name", s.File)
	}
	for _, address := range []string{s.Page, s.Address} {
		if u, err := url.Parse(address); err != nil || address != "" && u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("%q is not a web address", address)
		}
	}
	return nil
}
