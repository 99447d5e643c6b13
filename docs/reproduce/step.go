package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Step is a command and what documents say of its output.
type Step struct {
	// Run is a command line without a shell. $DATA is the folder of the reference
	// data, $OUT one that is thrown away.
	Run string `yaml:"run"`
	// Same names a file of the project that the standard output must equal.
	Same    string   `yaml:"same"`
	Figures []Figure `yaml:"figures"`
}

// Figure is a text that documents quote.
type Figure struct {
	Says string   `yaml:"says"`
	In   []string `yaml:"in"`
	// Prints is a regular expression that the output matches; by default the text
	// itself, with any blanks between its words.
	Prints string `yaml:"prints"`
}

func readSteps(path string) ([]Step, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var steps []Step
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&steps); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return steps, nil
}

// check runs the command and returns what does not agree.
func (s *Step) check(ctx context.Context, program, data, work string) (faults []string, err error) {
	words := strings.Fields(s.Run)
	for i, w := range words {
		words[i] = os.Expand(w, func(name string) string { return map[string]string{"DATA": data, "OUT": work}[name] })
	}
	if words[0] == "corredor" {
		words[0] = program
	}
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	c.Env = append(os.Environ(), "CORREDOR_DATA="+data)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err = c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return []string{strings.TrimSpace(said.String())}, nil
	}
	if err != nil {
		return nil, err
	}
	if s.Same != "" {
		if there, err := os.ReadFile(s.Same); err != nil || !bytes.Equal(there, out.Bytes()) {
			faults = append(faults, s.Same+" is not what the command prints")
		}
	}
	printed := append(out.Bytes(), said.Bytes()...)
	for _, f := range s.Figures {
		faults = append(faults, f.check(printed)...)
	}
	return faults, nil
}

func (f *Figure) check(out []byte) (faults []string) {
	pattern := f.Prints
	if pattern == "" {
		words := strings.Fields(f.Says)
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		pattern = strings.Join(words, `\s+`)
	}
	if expression, err := regexp.Compile(pattern); err != nil || !expression.Match(out) {
		faults = append(faults, fmt.Sprintf("the output has no %q", pattern))
	}
	for _, document := range f.In {
		if text, err := os.ReadFile(document); err != nil || !bytes.Contains(text, []byte(f.Says)) {
			faults = append(faults, fmt.Sprintf("%s does not say %q", document, f.Says))
		}
	}
	return faults
}
