package engine

import (
	"math"
	"strconv"
)

// ExposureSummary is the readable short of [Exposed].
type ExposureSummary struct {
	BuffersKM []float64          `json:"buffers_km"`
	Layers    []LayerExposure    `json:"layers"`
	Tests     []SeriesComparison `json:"tests"`
}

// LayerExposure is the mean over the routes of one layer of origins, by one
// series, per 100,000 a year.
type LayerExposure struct {
	Layer      string  `json:"crop"`
	Series     string  `json:"series"`
	Length     Known   `json:"by_length"`
	Time       Known   `json:"by_time"` // NaN where speeds are not known
	Population Known   `json:"by_population"`
	Buffers    []Known `json:"within_buffer"`
}

// SeriesComparison sets municipalities on routes against the others, by one series.
type SeriesComparison struct {
	Series string `json:"series"`
	On     int    `json:"municipalities_on"`
	Off    int    `json:"municipalities_off"`
	// Mean rates of municipalities, per 100,000 a year; the matched difference with
	// its standard error, and what chance gives.
	OnRate        Known  `json:"on_rate"`
	OffRate       Known  `json:"off_rate"`
	Matched       Known  `json:"matched_difference"`
	StandardError Known  `json:"matched_standard_error"`
	Shuffled      Known  `json:"shuffled_origins_mean"`
	ShuffledP     Chance `json:"shuffled_origins_p"` // two-sided
	Random        Known  `json:"random_routes_mean"`
	RandomP       Chance `json:"random_routes_p"`
	MoranI        Known  `json:"moran_i"`
	MoranP        Chance `json:"moran_p"`
}

// exposureSummary returns nil without exposure: in the study.
func (r *Result) exposureSummary() *ExposureSummary {
	x := r.Exposed
	if x == nil {
		return nil
	}
	s := &ExposureSummary{BuffersKM: x.Spec.BuffersKM}
	for _, spec := range r.Study.Origins {
		for k := range r.Violence {
			s.Layers = append(s.Layers, r.layerExposure(spec.Layer, k))
		}
	}
	for _, t := range x.Tests {
		s.Tests = append(s.Tests, comparisonOf(t))
	}
	return s
}

func (r *Result) layerExposure(layer string, series int) LayerExposure {
	var length, time, people mean
	buffers := make([]mean, len(r.Exposed.Spec.BuffersKM))
	for i, o := range r.Origins {
		if o.Layer != layer || r.Routes[i].Status != Routed {
			continue
		}
		e := r.Exposed.Routes[series][i]
		length.add(e.ByLength.RatePer100k, 1)
		people.add(e.ByPopulation.RatePer100k, 1)
		if r.Exposed.HasTime {
			time.add(e.ByTime.RatePer100k, 1)
		}
		for b := range buffers {
			buffers[b].add(e.Buffers[b].RatePer100k, 1)
		}
	}
	out := LayerExposure{layer, r.Violence[series].Series, Known(length.value()), Known(time.value()), Known(people.value()), nil}
	for _, b := range buffers {
		out.Buffers = append(out.Buffers, Known(b.value()))
	}
	return out
}

func comparisonOf(t SeriesTests) SeriesComparison {
	nan, unknown := Known(math.NaN()), Chance(math.NaN())
	c := SeriesComparison{Series: t.Series, On: t.Contrast.On, Off: t.Contrast.Off, OnRate: Known(t.Contrast.OnMean), OffRate: Known(t.Contrast.OffMean),
		Matched: nan, StandardError: nan, Shuffled: nan, ShuffledP: unknown, Random: nan, RandomP: unknown, MoranI: nan, MoranP: unknown}
	if t.Matched != nil {
		c.Matched, c.StandardError = Known(t.Matched.Difference), Known(t.Matched.StandardError)
	}
	if t.Shuffled != nil {
		c.Shuffled, c.ShuffledP = Known(t.Shuffled.MeanTest.NullMean), Chance(t.Shuffled.MeanTest.TwoSided)
	}
	if t.Random != nil {
		c.Random, c.RandomP = Known(t.Random.MeanTest.NullMean), Chance(t.Random.MeanTest.TwoSided)
	}
	if t.Moran != nil {
		c.MoranI, c.MoranP = Known(t.Moran.I), Chance(t.Moran.Test.TwoSided)
	}
	return c
}

// Chance is a p-value, NaN where unknown. JSON has it with six decimals, or null.
type Chance float64

// MarshalJSON writes the number, or null.
func (c Chance) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(c)) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(c), 'f', decimalsP, 64), nil
}
