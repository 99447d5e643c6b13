package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Sweep says which scenarios of a study to run. Its grid is every combination of the
// levels that Vary lists, the last varying fastest, each Repeat times; what is drawn is
// drawn anew in every scenario, from a generator seeded by Seed and the scenario's number.
type Sweep struct {
	Title string `yaml:"title"` // printed, and written to the report
	// Study is a study file, relative to the sweep; mexico:study.yaml is the embedded one.
	Study  string      `yaml:"study"`
	Seed   int64       `yaml:"seed"`   // of what is drawn, 0 or more; default 0
	Repeat int         `yaml:"repeat"` // scenarios per combination; default 1
	Vary   []Variation `yaml:"vary"`
	// Layers are those of some scenarios, written as maps beside the rows of all.
	Layers []LayerChoice `yaml:"layers"`

	label string // how messages name the file
	text  []byte
	study *Study
}

// Variation is one thing that varies. It has exactly one of Municipalities, Segments,
// Ports, Shocks, Prices, Origins and Roads.
type Variation struct {
	Name           string       `yaml:"name"` // begins its columns; default its key
	Municipalities *Choice      `yaml:"municipalities"`
	Segments       *Choice      `yaml:"segments"`
	Ports          *PortChoice  `yaml:"ports"`
	Shocks         *ShockChoice `yaml:"shocks"`
	Prices         *PriceChoice `yaml:"prices"`
	Origins        string       `yaml:"origins"` // drawn anew, with replacement
	// Roads are vintages of the study by name; study is its own roads.
	Roads []string `yaml:"roads"`
}

// Choice closes or re-prices some of a kind of thing: each in turn, a level of the
// grid for each, or some drawn at random.
type Choice struct {
	Pool `yaml:",inline"`
	Each bool `yaml:"each"` // one after the other
	Draw int  `yaml:"draw"` // so many at random
	// Multipliers are a level each, or drawn from, one for all that is drawn; default inf.
	Multipliers []string `yaml:"multipliers"`
}

// Pool is what is chosen from: Only, by code, number or id; or used (the default: some
// route of the study uses it) or all (with a road).
type Pool struct {
	Among string   `yaml:"among"` // chosen from what some route of the study uses (the default), or all with a road
	Only  []string `yaml:"only"`  // instead of among: by code, number or id
}

// PortChoice closes ports or adds a fee to the cost of each route to them.
type PortChoice struct {
	Pool `yaml:",inline"`
	Each bool `yaml:"each"` // one after the other
	Draw int  `yaml:"draw"` // so many at random
	// Fees, in the unit of the study's costs, are a level each, or drawn from; default inf.
	Fees []string `yaml:"fees"`
}

// ShockChoice takes the shocks of the study's own table that hold in a month.
type ShockChoice struct {
	Months []string `yaml:"months"` // a level each
	// Permute gives their multipliers to as many municipalities of the pool, drawn at random.
	Permute bool `yaml:"permute"`
	Pool    `yaml:",inline"`
}

// PriceChoice evaluates a formula with parameters of its own.
type PriceChoice struct {
	Formula    string               `yaml:"formula"` // default that of the study
	Parameters map[string]Parameter `yaml:"parameters"`
}

// Parameter is a number of a formula: Values, a level each, or drawn from From to To,
// evenly or, with Log, evenly in its logarithm.
type Parameter struct {
	Values []float64 `yaml:"values"` // a level each
	From   float64   `yaml:"from"`   // or drawn, from this
	To     float64   `yaml:"to"`     // to this
	Log    bool      `yaml:"log"`    // evenly in the logarithm
}

// ReadSweep reads a sweep and its study. An unknown key, a value of the wrong type and a
// sweep that cannot be run is an error with its line.
func ReadSweep(path string) (*Sweep, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &feature.Error{File: path, Err: errors.New("there is no such file"), Hint: "copy examples/sweep.yaml"}
	}
	if err != nil {
		return nil, err
	}
	s := &Sweep{label: path, text: text, Repeat: 1}
	file := feature.YAML{File: path, Kind: "a sweep", Hint: "copy examples/sweep.yaml and change it"}
	if err := file.Decode(text, s); err != nil {
		return nil, err
	}
	switch s.Study {
	case "":
		return nil, s.mistake([]any{"study"}, errors.New("study: is missing"), "name a study file, or mexico:study.yaml for the embedded one")
	case embeddedPrefix + "study.yaml":
		s.study, err = Embedded()
	default:
		name := s.Study
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), name)
		}
		if _, missing := os.Stat(name); errors.Is(missing, os.ErrNotExist) {
			return nil, s.mistake([]any{"study"}, fmt.Errorf("there is no file %s", name), "a path begins at the folder of the sweep; mexico:study.yaml is the embedded study")
		}
		s.study, err = ReadStudy(name)
	}
	if err != nil {
		return nil, err
	}
	return s, s.check()
}

// mistake is an error at a path of keys of the sweep.
func (s *Sweep) mistake(path []any, err error, hint string) error {
	return &feature.Error{File: s.label, Line: lineOf(s.text, path), Err: err, Hint: hint}
}

// hash tells sweeps apart.
func (s *Sweep) hash() string { return digest(s.text) }

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
