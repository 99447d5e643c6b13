package engine

import (
	"cmp"
	"math"
	"slices"

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

const (
	mostExtremes = 20
	steps        = 40 // of a histogram
)

func (s *sweepRows) summarize() (*SweepSummary, error) {
	sum := &SweepSummary{Title: s.Title, Study: s.Study, Scenarios: s.dir.Job.Scenarios, designed: s.Columns[:s.Designed]}
	for _, l := range s.layers {
		sum.Layers = append(sum.Layers, l.scenario)
	}
	var ranked []float64
	for i, c := range s.Columns[s.Designed:] {
		values, err := s.column(s.Designed + i)
		if err != nil {
			return nil, err
		}
		if c.Name == "cost_change" || c.Name == "km_change" && sum.By == "" {
			if slices.ContainsFunc(values, func(x float64) bool { return !math.IsNaN(x) }) {
				sum.By, ranked = c.Name, slices.Clone(values)
			}
		}
		sum.Columns = append(sum.Columns, describe(c, values))
	}
	return sum, s.extremes(sum, ranked)
}

// describe sorts the values, and drops those that are unknown.
func describe(c export.Column, values []float64) ColumnSummary {
	values = slices.DeleteFunc(values, math.IsNaN)
	d := ColumnSummary{Column: c.Name, Unit: c.Unit, Meaning: c.Meaning, Known: len(values)}
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	mean := sum / float64(len(values))
	squares := 0.0
	for _, x := range values {
		squares += float64((x - mean) * (x - mean))
	}
	slices.Sort(values)
	q := func(p float64) Unrounded { return Unrounded(quantile(values, p)) }
	d.Mean, d.SD = Unrounded(mean), Unrounded(math.Sqrt(squares/float64(len(values)-1)))
	d.Min, d.Q05, d.Q25, d.Median, d.Q75, d.Q95, d.Max = q(0), q(0.05), q(0.25), q(0.5), q(0.75), q(0.95), q(1)
	d.count(values, c.Kind == export.Integer)
	return d
}

// count fills the histogram: as many steps as there are whole numbers, where these are few.
func (d *ColumnSummary) count(values []float64, whole bool) {
	d.from, d.to, d.counts = float64(d.Min), float64(d.Max), make([]int, steps)
	if n := d.to - d.from + 1; whole && n <= steps {
		d.from, d.to, d.counts = d.from-0.5, d.to+0.5, make([]int, int(n))
	}
	for _, x := range values {
		at := 0
		if d.to > d.from {
			at = int(float64(len(d.counts)) * (x - d.from) / (d.to - d.from))
		}
		d.counts[min(at, len(d.counts)-1)]++
	}
}

// quantile is type 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical
// Packages", Am. Stat. 50(4), 1996, of values in ascending order; NaN of none.
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := float64(p * float64(len(sorted)-1))
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + float64((at-float64(low))*(sorted[low+1]-sorted[low]))
}

// extremes finds the scenarios with the largest values, and reads their rows.
func (s *sweepRows) extremes(sum *SweepSummary, values []float64) error {
	for _, i := range largest(values, mostExtremes) {
		if !(values[i] > 0) {
			break
		}
		sum.Most = append(sum.Most, SweepExtreme{Scenario: i, Value: Unrounded(values[i])})
	}
	for i := range sum.Most {
		if err := s.read(&sum.Most[i]); err != nil {
			return err
		}
	}
	return nil
}

// largest returns the scenarios with the largest values, at most count of them, the first of
// equals first; unknown ones are left out.
func largest(values []float64, count int) []int {
	var order []int
	for i, x := range values {
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return order[:min(len(order), count)]
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
