package engine

import (
	"github.com/corredor-geo/corredor/engine/export"
)

// SweepSummary is the readable short of a sweep.
type SweepSummary struct {
	Title     string          `json:"title"`
	Study     string          `json:"study"`
	Scenarios int             `json:"scenarios"`
	Columns   []ColumnSummary `json:"columns"` // of the results
	// By is the column that Most is sorted by: the scenarios where it is largest, the
	// first of equals first.
	By   string         `json:"by"`
	Most []SweepExtreme `json:"most"`
	// Layers are the scenarios of which layers are written, ascending.
	Layers []int `json:"layers,omitempty"`

	designed []export.Column
}

// ColumnSummary describes the values of a column over the scenarios in which it is known.
// Quantiles are those of R's type 7.
type ColumnSummary struct {
	Column  string    `json:"column"`
	Unit    string    `json:"unit,omitempty"`
	Meaning string    `json:"meaning"`
	Known   int       `json:"known"`
	Mean    Unrounded `json:"mean"`
	SD      Unrounded `json:"sd"`
	Min     Unrounded `json:"min"`
	Q05     Unrounded `json:"q05"`
	Q25     Unrounded `json:"q25"`
	Median  Unrounded `json:"median"`
	Q75     Unrounded `json:"q75"`
	Q95     Unrounded `json:"q95"`
	Max     Unrounded `json:"max"`

	counts   []int // per step between the ends of the histogram
	from, to float64
}

// SweepExtreme is a scenario, what it is and what comes of it.
type SweepExtreme struct {
	Scenario int               `json:"scenario"`
	Design   map[string]string `json:"design"`
	Value    Unrounded         `json:"value"` // of By
	Results  map[string]string `json:"results"`

	label string
}

// Label says in a line what the scenario is.
func (e SweepExtreme) Label() string { return e.label }

const mostExtremes = 20

func (s *sweepRows) summarize() (*SweepSummary, error) {
	sum := &SweepSummary{Title: s.Title, Study: s.Study, Scenarios: s.dir.Job.Scenarios, designed: s.Columns[:s.Designed]}
	for _, l := range s.layers {
		sum.Layers = append(sum.Layers, l.scenario)
	}
	var err error
	if sum.Columns, err = s.describe(); err != nil {
		return nil, err
	}
	for i, c := range sum.Columns {
		if c.Known > 0 && (c.Column == "cost_change" || c.Column == "km_change" && sum.By == "") {
			sum.By = c.Column
			if err := s.extremes(sum, s.Designed+i); err != nil {
				return nil, err
			}
		}
	}
	return sum, nil
}

// extremes finds the scenarios in which a column is largest, and reads their rows.
func (s *sweepRows) extremes(sum *SweepSummary, column int) error {
	most, err := s.largest(column, mostExtremes)
	if err != nil {
		return err
	}
	sum.Most = nil
	for _, m := range most {
		if !(m.value > 0) {
			break
		}
		e := SweepExtreme{Scenario: m.scenario, Value: Unrounded(m.value)}
		if err := s.read(&e); err != nil {
			return err
		}
		sum.Most = append(sum.Most, e)
	}
	return nil
}

// read fills in what a scenario is and what comes of it.
func (s *sweepRows) read(e *SweepExtreme) error {
	size := s.dir.Job.ShardSize
	rows, err := s.dir.Get(e.Scenario / size)
	if err != nil {
		return err
	}
	values, err := s.decode(string(rows[e.Scenario%size]))
	if err != nil {
		return err
	}
	e.Design, e.Results = map[string]string{}, map[string]string{}
	for i, c := range s.Columns {
		text, known := c.Format(values[i])
		switch {
		case i < 2 || !known: // scenario, seed
		case i < s.Designed:
			e.Design[c.Name] = text
			if e.label != "" {
				e.label += ", "
			}
			e.label += text
		default:
			e.Results[c.Name] = text
		}
	}
	return nil
}

// layer is the summary as a table.
func (s *SweepSummary) layer() export.Layer {
	t := &sheet{Layer: export.Layer{Name: "summary"}}
	t.column(text("column", "of scenarios"), func(i int) any { return s.Columns[i].Column })
	t.column(text("unit", "of the values"), func(i int) any { return textOrNothing(s.Columns[i].Unit) })
	t.column(integer("known", "scenarios", "in which it is known"), func(i int) any { return s.Columns[i].Known })
	for _, q := range summaryStatistics {
		t.column(export.Column{Name: q.name, Kind: export.Real, Decimals: decimalsPanel, Meaning: q.meaning}, func(i int) any { return float64(q.of(&s.Columns[i])) })
	}
	return t.layer(len(s.Columns), nil, nil)
}

var summaryStatistics = []struct {
	name, meaning string
	of            func(*ColumnSummary) Unrounded
}{
	{"mean", "over those scenarios", func(c *ColumnSummary) Unrounded { return c.Mean }},
	{"sd", "standard deviation", func(c *ColumnSummary) Unrounded { return c.SD }},
	{"min", "least", func(c *ColumnSummary) Unrounded { return c.Min }},
	{"q05", "5 % are at most this", func(c *ColumnSummary) Unrounded { return c.Q05 }},
	{"q25", "25 % are at most this", func(c *ColumnSummary) Unrounded { return c.Q25 }},
	{"median", "half are at most this", func(c *ColumnSummary) Unrounded { return c.Median }},
	{"q75", "75 % are at most this", func(c *ColumnSummary) Unrounded { return c.Q75 }},
	{"q95", "95 % are at most this", func(c *ColumnSummary) Unrounded { return c.Q95 }},
	{"max", "largest", func(c *ColumnSummary) Unrounded { return c.Max }},
}
