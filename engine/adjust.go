package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Adjustment is one correction of the counts of violence, as a study or a command
// line names it. Which keys go with which Name is in adjustmentKeys.
type Adjustment struct {
	Name string `yaml:"name"` // undated, late, annualise, intent, recode, metro

	Series    string   `yaml:"series"`    // late: the series to inflate [the first]
	Year      int      `yaml:"year"`      // late: the year [the last whole one]
	Share     float64  `yaml:"share"`     // late: part of a year's deaths that is registered later
	Factor    string   `yaml:"factor"`    // late: column of factors
	Registry  string   `yaml:"registry"`  // late: INEGI's table of occurrence by registration
	Reference int      `yaml:"reference"` // late: year whose late registrations are known
	By        string   `yaml:"by"`        // late, intent: national, state or municipality
	Months    bool     `yaml:"months"`    // late: a factor for each month of the year
	Min       *float64 `yaml:"min"`       // late: deaths below which the next larger unit counts [20]

	Unknown string   `yaml:"unknown"` // intent: series of firearm deaths of unknown intent
	Known   []string `yaml:"known"`   // intent: series of known intent, homicides first
	Into    string   `yaml:"into"`    // intent: series of homicides [the first]

	Codes map[string]string `yaml:"codes"` // recode: [the later municipalities of Mexico]
	Table string            `yaml:"table"` // metro: table of areas [mexico:metro.csv]
}

// adjustmentKeys says which keys an adjustment knows, beside its name.
var adjustmentKeys = map[string][]string{
	"undated":   {},
	"late":      {"series", "year", "share", "factor", "registry", "reference", "by", "months", "min"},
	"annualise": {},
	"intent":    {"unknown", "known", "into", "by"},
	"recode":    {"codes"},
	"metro":     {"table"},
}

// AdjustmentNames lists the adjustments in the order in which they usually come.
var AdjustmentNames = []string{"recode", "undated", "intent", "late", "annualise", "metro"}

// MetroTable is the embedded table of metropolitan areas, EventsTable that of
// events, MunicipalitiesTable that of municipalities.
const (
	MetroTable          = embeddedPrefix + "metro.csv"
	EventsTable         = embeddedPrefix + "events.csv"
	MunicipalitiesTable = embeddedPrefix + "municipalities.csv"
)

// fewDeaths is what an estimate of late registration must rest on, unless min says
// otherwise: with 20 deaths a share of 3 % has a standard error of 4 %.
const fewDeaths = 20

// Locate finds a file by its path, or a table of the embedded study by a name that
// begins with "mexico:". A nil file system is that of the machine.
func Locate(as string) (fsys fs.FS, path string) {
	if strings.HasPrefix(as, embeddedPrefix) {
		return embeddedTables{}, as
	}
	return nil, as
}

// Steps turns adjustments into steps, reading the tables that they name. The warnings
// are what reading the registries of late registration left out.
func Steps(ctx context.Context, list []Adjustment) (steps []violence.Step, warnings []string, err error) {
	steps, _, err = buildSteps(ctx, list, fileSource("").resolve)
	return steps, registryWarnings(steps), err
}

// buildSteps also returns the files that were read.
func buildSteps(ctx context.Context, list []Adjustment, resolve func(as string) (input, error)) (steps []violence.Step, files []feature.FileHash, err error) {
	for _, a := range list {
		step, read, err := a.step(ctx, resolve)
		if err != nil {
			return nil, nil, err
		}
		steps, files = append(steps, step), append(files, read...)
	}
	return steps, files, nil
}

func (a Adjustment) step(ctx context.Context, resolve func(as string) (input, error)) (violence.Step, []feature.FileHash, error) {
	switch a.Name {
	case "undated":
		return violence.Undated{}, nil, nil
	case "annualise":
		return violence.Annualise{}, nil, nil
	case "late":
		return a.late(ctx, resolve)
	case "intent":
		by, err := a.level("state")
		return violence.Intent{Unknown: a.Unknown, Known: a.Known, Into: a.Into, By: by}, nil, err
	case "recode":
		if len(a.Codes) == 0 {
			return violence.MexicoFrame(), nil, nil
		}
		return violence.Recode{Codes: a.Codes}, nil, nil
	case "metro":
		in, err := resolve(cmp.Or(a.Table, MetroTable))
		if err != nil {
			return nil, nil, err
		}
		areas, err := violence.ReadAreas(ctx, in.path, in.fsys)
		if err != nil {
			return nil, nil, err
		}
		return violence.Metro{Areas: areas}, areas.Files, nil
	}
	return nil, nil, fmt.Errorf("unknown adjustment %q; write one of %s", a.Name, strings.Join(AdjustmentNames, ", "))
}

func (a Adjustment) late(ctx context.Context, resolve func(as string) (input, error)) (violence.Step, []feature.FileHash, error) {
	by, err := a.level("national")
	if err != nil {
		return nil, nil, err
	}
	late := violence.Late{Series: a.Series, Year: a.Year, Share: a.Share, Factor: a.Factor != "", Reference: a.Reference,
		By: by, Months: a.Months, Min: fewDeaths}
	if a.Min != nil {
		late.Min = *a.Min
	}
	if a.Registry == "" {
		return late, nil, nil
	}
	in, err := resolve(a.Registry)
	if err != nil {
		return nil, nil, err
	}
	late.From, err = violence.ReadCross(ctx, in.path, violence.Options{FS: in.fsys})
	if err != nil {
		return nil, nil, err
	}
	return late, late.From.Files, nil
}

func (a Adjustment) level(otherwise string) (violence.Level, error) {
	level, err := violence.ParseLevel(cmp.Or(a.By, otherwise))
	if err == nil && level == violence.Area {
		err = fmt.Errorf("%s goes by national, state or municipality, not metro", a.Name)
	}
	return level, err
}

// adjust corrects the counts as the study says, after bringing their codes to
// those of the municipalities.
func (r *run) adjust(ctx context.Context, table *violence.Table) error {
	var steps []violence.Step
	if codes := r.Study.Regions.Recode; len(codes) > 0 {
		steps = append(steps, violence.Recode{Codes: codes, Why: "as in the municipalities"})
	}
	more, files, err := buildSteps(ctx, r.Study.Violence.Adjust, r.resolve)
	if err != nil {
		return err
	}
	recorded, changes, err := table.Adjust(steps...)
	if err == nil {
		r.ViolenceTable, r.Adjustments, err = recorded.Adjust(more...)
	}
	if err != nil {
		return errorAt(r.Study, err, "")
	}
	if len(more) > 0 {
		r.Recorded = recorded
	}
	r.Adjustments = append(changes, r.Adjustments...)
	steps = append(steps, more...)
	r.ViolenceTable.Files = slices.Concat(r.ViolenceTable.Files, files)
	r.ViolenceTable.Warnings = slices.Concat(r.ViolenceTable.Warnings, registryWarnings(steps))
	return nil
}

// registryWarnings is what reading the registries of late registration left out.
func registryWarnings(steps []violence.Step) []string {
	var warnings []string
	for _, step := range steps {
		if late, ok := step.(violence.Late); ok && late.From != nil {
			for _, text := range late.From.Warnings {
				warnings = append(warnings, "registry: "+text)
			}
		}
	}
	return warnings
}

// ParseAdjustments reads adjustments from a line such as
// "undated,late:by=state:year=2010,metro". A list of values is joined by +, a pair
// of codes by >.
func ParseAdjustments(text string) ([]Adjustment, error) {
	var list []Adjustment
	for _, one := range strings.Split(text, ",") {
		if one == "" {
			continue
		}
		a, err := parseAdjustment(one)
		if err == nil {
			err = a.check()
		}
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

func parseAdjustment(text string) (a Adjustment, err error) {
	name, rest, _ := strings.Cut(text, ":")
	keys := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("name"), scalar(name)}}
	for rest != "" {
		var pair string
		pair, rest, _ = strings.Cut(rest, ":")
		key, value, given := strings.Cut(pair, "=")
		if !given {
			value = "true"
		}
		keys.Content = append(keys.Content, scalar(key), valueNode(key, value))
	}
	encoded, err := yaml.Marshal(keys)
	if err != nil {
		return a, err
	}
	if err := (feature.YAML{Kind: "an adjustment"}).Decode(encoded, &a); err != nil {
		var located *feature.Error
		if errors.As(err, &located) {
			located.Line = 0
		}
		return a, fmt.Errorf("the adjustment %s: %w", name, err)
	}
	return a, nil
}

func scalar(text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text} }

func valueNode(key, value string) *yaml.Node {
	switch key {
	case "known":
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range strings.Split(value, "+") {
			list.Content = append(list.Content, scalar(item))
		}
		return list
	case "codes":
		pairs := &yaml.Node{Kind: yaml.MappingNode}
		for _, item := range strings.Split(value, "+") {
			from, to, _ := strings.Cut(item, ">")
			pairs.Content = append(pairs.Content, codeNode(from), codeNode(to))
		}
		return pairs
	}
	return scalar(value)
}

// codeNode keeps a code text, with its leading zero.
func codeNode(code string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: code, Style: yaml.DoubleQuotedStyle, Tag: "!!str"}
}
