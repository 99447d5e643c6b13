package engine

import (
	"encoding/json"
	"io"
	"math"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/exposure"
)

// testsLayer returns a row for each comparison of municipalities on routes with
// others, and for the likeness of neighbours.
func (r *Result) testsLayer() export.Layer {
	l := export.Layer{Name: "tests", Columns: []export.Column{
		text("series", "violence series"),
		text("test", "observed, matched, shuffled origins, random routes, or autocorrelation"),
		text("statistic", "difference of rates on routes less off them: of all people (pooled) or by municipality (mean); or Moran's I"),
		decimal("estimate", perYear+"; none for Moran's I", "the statistic as observed", decimalsRate),
		decimal("on", perYear, "rate on routes", decimalsRate), decimal("off", perYear, "rate off them", decimalsRate),
		integer("municipalities_on", "municipalities", "compared on routes; for Moran's I, all with a neighbour"),
		integer("municipalities_off", "municipalities", "compared off routes; matched: different ones"),
		decimal("standard_error", perYear, "of the matched difference", decimalsRate),
		decimal("null_mean", perYear, "mean of the draws", decimalsRate), decimal("null_sd", perYear, "their standard deviation", decimalsRate),
		decimal("p_greater", "", "chance of a draw as great, (b+1)/(m+1)", decimalsP), decimal("p_less", "", "chance of a draw as small", decimalsP),
		decimal("p_two_sided", "", "twice the smaller", decimalsP), integer("draws", "", "m"),
	}}
	if r.Exposed == nil {
		return l
	}
	for _, s := range r.Exposed.Tests {
		l.Rows = append(l.Rows, testRows(s)...)
	}
	return l
}

func testRows(s SeriesTests) (rows []export.Row) {
	none := math.NaN()
	add := func(test, statistic string, d [3]float64, counts [2]any, se float64, t *exposure.Test) {
		row := []any{s.Series, test, statistic, d[0], d[1], d[2], counts[0], counts[1], se, none, none, none, none, none, nil}
		if t != nil {
			copy(row[9:], []any{t.NullMean, t.NullSD, t.Greater, t.Less, t.TwoSided, t.Draws})
		}
		rows = append(rows, export.Row{Values: row})
	}
	both := func(test string, d exposure.Difference, pooled, mean *exposure.Test) {
		counts := [2]any{d.On, d.Off}
		add(test, "pooled", [3]float64{d.Pooled, d.OnPooled, d.OffPooled}, counts, none, pooled)
		add(test, "mean", [3]float64{d.Mean, d.OnMean, d.OffMean}, counts, none, mean)
	}
	both("observed", s.Contrast, nil, nil)
	if m := s.Matched; m != nil {
		add("matched", "mean", [3]float64{m.Difference, m.OnMean, m.OffMean}, [2]any{len(m.Pairs), m.Controls}, m.StandardError, nil)
	}
	if t := s.Shuffled; t != nil {
		both("shuffled origins", t.Difference, &t.PooledTest, &t.MeanTest)
	}
	if t := s.Random; t != nil {
		both("random routes", t.Difference, &t.PooledTest, &t.MeanTest)
	}
	if m := s.Moran; m != nil {
		add("autocorrelation", "Moran's I", [3]float64{m.I, none, none}, [2]any{m.N, nil}, none, &m.Test)
	}
	return rows
}

// balanceLayer says how alike matched municipalities are.
func (r *Result) balanceLayer() export.Layer {
	l := export.Layer{Name: "balance", Columns: []export.Column{
		text("series", "violence series"), text("covariate", "port_km: straight line to the nearest port; log_population: its natural logarithm"),
		decimal("on_mean", "", "mean on routes", 4), decimal("off_mean", "", "mean off them", 4),
		decimal("matched_on_mean", "", "mean on routes, of those with a match", 4), decimal("matched_off_mean", "", "mean of their matches", 4),
		decimal("difference", "standard deviations", "before matching", 4), decimal("matched_difference", "standard deviations", "after it; below 0.1 is balanced", 4),
		decimal("variance_ratio", "", "on to off, before", 4), decimal("matched_variance_ratio", "", "after", 4),
	}}
	if r.Exposed == nil {
		return l
	}
	for _, s := range r.Exposed.Tests {
		if s.Matched == nil {
			continue
		}
		for _, b := range s.Matched.Balance {
			l.Rows = append(l.Rows, export.Row{Values: []any{s.Series, b.Name, b.OnMean, b.OffMean, b.MatchedOnMean, b.MatchedOffMean,
				b.Before, b.After, b.VarianceBefore, b.VarianceAfter}})
		}
	}
	return l
}

// writeTests writes what tests.csv has, with how it was found.
func (r *Result) writeTests(w io.Writer) error {
	x := r.Exposed
	settings := struct {
		Buffers         []float64      `json:"buffers_km"`
		BufferMethod    string         `json:"buffer_method"`
		Origins         string         `json:"origins"`
		Caliper         float64        `json:"caliper_sd"`
		MatchWithin     string         `json:"match_within"`
		Draws           int            `json:"permutations"`
		Seed            int            `json:"seed"`
		Classes         int            `json:"population_classes"`
		Placed          int            `json:"origins_shuffled"`
		Free            int            `json:"origins_free"`
		Candidates      int            `json:"municipalities_with_route"`
		NeighbourMethod string         `json:"neighbours"`
		Lost            map[string]int `json:"without_match"`
	}{x.Spec.BuffersKM, x.BufferMethod, x.Spec.Origins, x.caliper(), x.Spec.Match.Within, x.Spec.Permutations, x.Spec.Seed, x.Spec.Classes,
		x.Placed, x.Free, x.Candidates, x.NeighbourMethod, map[string]int{}}
	for _, s := range x.Tests {
		if s.Matched != nil {
			settings.Lost[s.Series] = s.Matched.Lost
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Settings any              `json:"settings"`
		Tests    []map[string]any `json:"tests"`
		Balance  []map[string]any `json:"balance"`
	}{settings, jsonRows(r.testsLayer()), jsonRows(r.balanceLayer())})
}

func (x *Exposed) caliper() float64 {
	if x.Spec.Match.Caliper == 0 {
		return exposure.DefaultCaliper
	}
	return x.Spec.Match.Caliper
}

// jsonRows turns a table into objects, with the numbers as the table has them.
func jsonRows(l export.Layer) []map[string]any {
	rows := make([]map[string]any, 0, len(l.Rows))
	for _, row := range l.Rows {
		object := map[string]any{}
		for i, c := range l.Columns {
			text, known := c.Format(row.Values[i])
			switch {
			case !known:
				object[c.Name] = nil
			case c.Kind == export.Text:
				object[c.Name] = text
			default:
				object[c.Name] = json.RawMessage(text)
			}
		}
		rows = append(rows, object)
	}
	return rows
}
