package osm

import (
	_ "embed"
	"fmt"
	"io"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Profile says which ways are roads of the network, and how they are travelled.
// It is written as YAML; profiles/highways.yaml explains every key. A Profile is
// immutable and safe for any number of goroutines. Get one from [Highways],
// [Car], [ReadProfile] or [ParseProfile].
type Profile struct {
	rules   rules
	classes map[string]int // highway value -> place in classNames
	names   []string       // of the classes; the last is the ferry
	kmh     []float64      // per class
	oneway  []bool         // per class
	closed  map[string]bool
	block   map[string]bool // barriers
	keys    map[string]tagKey
}

// rules is the profile as it is written.
type rules struct {
	Speeds   map[string]speed `yaml:"speeds"`
	OneWay   []string         `yaml:"oneway"`
	Access   []string         `yaml:"access"`
	Closed   []string         `yaml:"closed"`
	FerryKMH speed            `yaml:"ferry_kmh"`
	Barriers []string         `yaml:"barriers"`
	WalkKMH  speed            `yaml:"walk_kmh"`
	NoneKMH  speed            `yaml:"none_kmh"`
	Limits   map[string]speed `yaml:"limits"`
}

// The classes of the column class are the values of highway=*, and this one.
const classFerry = "ferry"

//go:embed profiles/highways.yaml
var highwaysYAML []byte

//go:embed profiles/car.yaml
var carYAML []byte

// Highways returns the profile of main roads: motorway to tertiary with their
// links, and car ferries.
func Highways() *Profile { return embedded("profiles/highways.yaml", highwaysYAML) }

// Car returns the profile of every road that a car may use, and car ferries.
func Car() *Profile { return embedded("profiles/car.yaml", carYAML) }

func embedded(label string, text []byte) *Profile {
	p, err := ParseProfile(label, text)
	if err != nil {
		panic(err) // a test parses both
	}
	return p
}

// ReadProfile reads a profile from a file.
func ReadProfile(path string, opts feature.Options) (*Profile, error) {
	in, err := feature.OpenBytes(path, opts)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxProfileBytes+1))
	if err != nil {
		return nil, in.Error(err)
	}
	if len(text) > maxProfileBytes {
		return nil, &feature.Error{File: in.Label(), Err: fmt.Errorf("a profile of more than %d bytes: %w", maxProfileBytes, feature.ErrTooLarge)}
	}
	return ParseProfile(in.Label(), text)
}

// maxProfileBytes bounds a profile: the embedded ones have less than 2,000.
const maxProfileBytes = 64 << 10

// ParseProfile reads a profile from its text; label is its name in errors. An
// unknown key or a value that cannot be is an *Error with its line.
func ParseProfile(label string, text []byte) (*Profile, error) {
	r, err := parseRules(label, text)
	if err != nil {
		return nil, err
	}
	p := &Profile{rules: r, classes: map[string]int{}, closed: setOf(r.Closed), block: setOf(r.Barriers)}
	for name := range r.Speeds {
		p.names = append(p.names, name)
	}
	slices.Sort(p.names)
	implied := setOf(r.OneWay)
	for i, name := range p.names {
		p.classes[name] = i
		p.kmh = append(p.kmh, float64(r.Speeds[name]))
		p.oneway = append(p.oneway, implied[name])
	}
	p.names = append(p.names, classFerry)
	p.kmh = append(p.kmh, float64(r.FerryKMH))
	p.oneway = append(p.oneway, false)
	p.keys = keysFor(r.Access)
	return p, nil
}

// ferry is the class of ferries.
func (p *Profile) ferry() int { return len(p.names) - 1 }

// Classes returns the values of highway=* that are in the network, sorted.
func (p *Profile) Classes() []string { return slices.Clone(p.names[:p.ferry()]) }

// SpeedKMH returns the speed of a class where no limit is mapped, 0 when the
// class is not in the network. The class of ferries is "ferry".
func (p *Profile) SpeedKMH(class string) float64 {
	if class == classFerry {
		return p.kmh[p.ferry()]
	}
	if i, ok := p.classes[class]; ok {
		return p.kmh[i]
	}
	return 0
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, text := range list {
		set[text] = true
	}
	return set
}
