package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// outcomes are the columns of what comes of a scenario.
func (w *Sweeping) outcomes() []export.Column {
	r := w.base()
	unit := r.costColumn()
	priced := func(name, meaning string) export.Column {
		return export.Column{Name: name, Kind: export.Real, Decimals: unit.Decimals, Unit: unit.Unit, Meaning: meaning}
	}
	columns := []export.Column{
		integer("routed", "origins", "that reach a port"),
		integer("unreachable", "origins", "that reach a port in the study, and none here"),
		integer("rerouted", "origins", "that go another way than in the study on these roads"),
		integer("other_port", "origins", "that end at another port than in the study on these roads"),
		priced("total_cost", "cost of the routes, each times the share of its origin in the weight of its layer, summed"),
		priced("cost_change", "what routes cost more than in the study, weighted and summed as total_cost, over origins that have a route in both; empty where prices vary"),
		share("cost_change_percent", "cost_change in percent of the cost in the study"),
		km("mean_km", "length of the routes, weighted by share"),
		km("km_change", "mean of what a route is longer than in the study, weighted by share, over origins that have a route in both"),
	}
	for _, m := range r.Violence {
		columns = append(columns, export.Column{Name: m.Series + "_rate", Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year",
			Meaning: "mean rate along the routes, weighted by share"})
	}
	for i, p := range r.Ports {
		if r.PortReached(i) {
			columns = append(columns, share("port_"+p.ID, "share of the routes that end at "+p.Name+", weighted by share of the origins"))
		}
	}
	return columns
}

// checkColumns refuses two columns of one name.
func (w *Sweeping) checkColumns() error {
	seen := map[string]bool{}
	for _, c := range w.columns {
		if seen[c.Name] {
			return w.sweep.mistake([]any{"vary"}, fmt.Errorf("two columns would be called %q", c.Name), "give name: to what varies")
		}
		seen[c.Name] = true
	}
	return nil
}

// outcome sums the routes of a scenario up, in the order of outcomes.
func (w *Sweeping) outcome(d *design, routes []Route) []any {
	r := w.results[d.vintage]
	o := outcome{rates: make([]weighted, len(r.Violence)), ports: make([]float64, len(r.Ports))}
	for i, now := range routes {
		weight := r.Origins[i].Share
		if d.weights != nil {
			weight = d.weights[i]
		}
		o.add(r, i, now, weight)
	}
	change, percent := o.change.sum, 100*o.change.sum/o.before.sum
	if d.parameters != nil || o.change.weight == 0 {
		change, percent = math.NaN(), math.NaN()
	}
	total := o.cost.sum
	if o.cost.weight == 0 {
		total = math.NaN()
	}
	values := []any{o.routed, o.unreachable, o.rerouted, o.otherPort, total, change, percent, o.km.mean(), o.kmChange.mean()}
	for _, rate := range o.rates {
		values = append(values, rate.mean())
	}
	for i, sum := range o.ports {
		if r.PortReached(i) {
			values = append(values, sum/o.km.weight)
		}
	}
	return values
}

// outcome is what comes of a scenario.
type outcome struct {
	routed, unreachable, rerouted, otherPort int
	cost, change, before, km, kmChange       weighted
	rates                                    []weighted // per series
	ports                                    []float64  // weight that ends there
}

// weighted is a sum of products with weights.
type weighted struct{ sum, weight float64 }

func (m *weighted) add(x, weight float64) {
	if !math.IsNaN(x) {
		m.sum += float64(x * weight)
		m.weight += weight
	}
}

// mean is NaN without weight.
func (m weighted) mean() float64 { return m.sum / m.weight }

// add counts the route of an origin.
func (o *outcome) add(r *Result, origin int, now Route, weight float64) {
	was := r.Routes[origin]
	if now.Status != Routed {
		if was.Status == Routed {
			o.unreachable++
		}
		return
	}
	o.routed++
	same := was.Status == Routed && was.Port == now.Port && slices.Equal(was.Spans, now.Spans)
	if !same {
		o.rerouted++
	}
	if was.Port != now.Port {
		o.otherPort++
	}
	o.cost.add(r.cost(now.Cost), weight)
	o.km.add(now.Meters/1000, weight)
	if was.Status == Routed {
		o.before.add(r.cost(was.Cost), weight)
		o.change.add(r.cost(now.Cost-was.Cost), weight)
		o.kmChange.add((now.Meters-was.Meters)/1000, weight)
	}
	o.ports[now.Port] += weight
	var stretches []violence.Stretch
	if !same && weight > 0 {
		stretches = r.stretchesOf(now.Spans)
	}
	for k, m := range r.Violence {
		rate := r.Exposures[k][origin].MeanRatePer100k
		if !same {
			rate = m.MeanRate(stretches)
		}
		o.rates[k].add(rate, weight)
	}
}

// encodeRow writes values with tabs between, numbers as short as they can be read back
// exactly, and nothing for what is unknown.
func encodeRow(values []any) []byte {
	var row []byte
	for i, v := range values {
		if i > 0 {
			row = append(row, '\t')
		}
		switch v := v.(type) {
		case string:
			row = append(row, plain.Replace(v)...)
		case int:
			row = strconv.AppendInt(row, int64(v), 10)
		case float64:
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				row = strconv.AppendFloat(row, v, 'g', -1, 64)
			}
		}
	}
	return row
}

// plain keeps names from breaking a row.
var plain = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
