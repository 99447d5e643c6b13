package engine

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// bootstrap draws the origins of each layer with replacement, and returns the share of
// each in the weight of those drawn.
func (r *Result) bootstrap(rng *rand.Rand) []float64 {
	weights := make([]float64, len(r.Origins))
	for _, spec := range r.Study.Origins {
		var layer []int
		for i, o := range r.Origins {
			if o.Layer == spec.Layer {
				layer = append(layer, i)
			}
		}
		sum := 0.0
		for range layer {
			i := layer[rng.IntN(len(layer))]
			weights[i] += r.Origins[i].Share
			sum += r.Origins[i].Share
		}
		for _, i := range layer {
			if sum > 0 {
				weights[i] /= sum
			}
		}
	}
	return weights
}

// varyShocks takes the shocks that hold in some months, in their own municipalities or
// in others drawn at random.
func (w *Sweeping) varyShocks(ctx context.Context, name string, c *ShockChoice) (varied, error) {
	pool, err := w.municipalities(c.Pool)
	if err != nil {
		return varied{}, err
	}
	shocks, err := w.readShocks(ctx)
	if err != nil {
		return varied{}, err
	}
	var factors [][]scenario.Factor
	for _, text := range c.Months {
		m, err := feature.ParseMonth(text)
		if err != nil {
			return varied{}, err // was checked
		}
		held := scenario.Split(shocks, scenario.Months{From: m, To: m})[0].Factors
		if c.Permute && len(held) > len(pool.ids) {
			return varied{}, fmt.Errorf("in %s there are %d shocks, and %d municipalities to choose from", text, len(held), len(pool.ids))
		}
		factors = append(factors, held)
	}
	columns := []export.Column{text(name+"_month", "month whose shocks are taken"), text(name, "municipalities shocked, with spaces between")}
	return varied{len(c.Months), columns, func(d *design, level int, rng *rand.Rand) {
		d.values = append(d.values, c.Months[level], w.shocked(d, factors[level], pool.ids, c.Permute, rng))
	}}, nil
}

// shocked applies shocks and says where.
func (w *Sweeping) shocked(d *design, factors []scenario.Factor, pool []int, permute bool, rng *rand.Rand) string {
	var places []int
	for _, f := range factors {
		place, _ := w.base().Regions.Index(f.Code) // others were left out
		places = append(places, place)
	}
	if permute {
		places = sample(pool, len(factors), rng)
		rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	}
	names := ""
	for i, f := range factors {
		d.closes(places[i], f.Multiplier)
		if i > 0 {
			names += " "
		}
		names += w.base().Regions.Regions[places[i]].Code
	}
	return names
}

// readShocks reads the shocks of the study, and counts their file among its inputs.
func (w *Sweeping) readShocks(ctx context.Context) ([]scenario.Shock, error) {
	r := &run{Options: w.options, Result: Result{Study: w.sweep.study, Regions: w.base().Regions}}
	shocks, err := r.readShocks(ctx)
	if err != nil {
		return nil, err
	}
	r.finishRecord()
	w.inputs = append(w.inputs, r.Inputs...)
	w.Warnings = append(w.Warnings, r.Warnings...)
	return shocks, nil
}

// varyPrices makes a level of each combination of listed values, and draws the others.
func (w *Sweeping) varyPrices(c *PriceChoice) (varied, error) {
	v := varied{levels: 1}
	w.formula, w.parameters = c.Formula, slices.Sorted(maps.Keys(c.Parameters))
	for _, name := range w.parameters {
		v.columns = append(v.columns, export.Column{Name: name, Kind: export.Real, Decimals: decimalsShare, Meaning: "parameter of the formula " + c.Formula})
		v.levels *= max(1, len(c.Parameters[name].Values))
	}
	v.apply = func(d *design, level int, rng *rand.Rand) {
		for _, name := range w.parameters {
			p := c.Parameters[name]
			x := p.draw(rng)
			if n := len(p.Values); n > 0 {
				x, level = p.Values[level%n], level/n
			}
			d.parameters = append(d.parameters, x)
			d.values = append(d.values, x)
		}
	}
	_, err := w.priced(w.base(), make([]float64, len(w.parameters)))
	return v, err
}

func (p Parameter) draw(rng *rand.Rand) float64 {
	u := rng.Float64()
	switch {
	case len(p.Values) > 0:
		return 0
	case p.Log:
		return p.From * math.Exp(u*math.Log(p.To/p.From))
	}
	return p.From + float64(u*(p.To-p.From))
}

// price evaluates the formula with parameters.
func (w *Sweeping) price(r *Result, parameters []float64) (graph.Metric, error) {
	formula, err := w.priced(r, parameters)
	if err != nil {
		return nil, err
	}
	return formula.Metric(r.Roads.Graph)
}

// priced is the formula over the roads, the surfaces of the study and parameters.
func (w *Sweeping) priced(r *Result, parameters []float64) (*cost.Formula, error) {
	g := r.Roads.Graph
	return cost.ParseFormula(g, w.formula, slices.Concat(r.land, w.extras(g, parameters))...)
}

// extras are the parameters as a formula sees them: the same for all segments.
func (w *Sweeping) extras(g *graph.Graph, parameters []float64) []cost.Values {
	var extras []cost.Values
	for i, name := range w.parameters {
		same := make([]float64, g.SegmentCount())
		for s := range same {
			same[s] = parameters[i]
		}
		extras = append(extras, cost.Values{Name: name, PerSegment: same})
	}
	return extras
}
