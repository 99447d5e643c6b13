package engine

import (
	"fmt"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/violence"
)

// Rates are what a study asks of the rates of one series, per municipality in the
// order of Regions. A slice is nil when it was not asked for.
type Rates struct {
	Low, High []float64 // exact Poisson interval, per 100,000 a year
	Shrunk    []float64 // empirical-Bayes rate, per 100,000 a year
	PerRoadKM []float64 // events a year per kilometre of road
}

func (r *run) rates(places []violence.Place) {
	spec := r.Study.Violence
	r.Rates = make([]Rates, len(r.Violence))
	for k, m := range r.Violence {
		if spec.Intervals > 0 {
			r.Rates[k].Low, r.Rates[k].High = m.Interval(violence.Confidence(spec.Intervals))
		}
		if level, err := violence.ParseLevel(spec.Shrink); err == nil {
			r.Rates[k].Shrunk = m.Shrunk(level, places)
		}
	}
}

// ratesPerRoad needs the kilometres of road, which the flows add up.
func (r *run) ratesPerRoad() {
	if !r.Study.Violence.PerRoadKM {
		return
	}
	km := make([]float64, len(r.Municipalities))
	for i, m := range r.Municipalities {
		km[i] = m.NetworkMeters / 1000
	}
	for k, m := range r.Violence {
		r.Rates[k].PerRoadKM = m.PerRoadKM(km)
	}
}

func (r *Result) rateColumns(s *sheet, k int) {
	m, rates, spec := r.Violence[k], r.Rates[k], r.Study.Violence
	rate := func(suffix, meaning string, values []float64) {
		if values != nil {
			s.column(export.Column{Name: m.Series + suffix, Kind: export.Real, Decimals: decimalsRate, Unit: "per 100,000 a year", Meaning: meaning},
				func(i int) any { return values[i] })
		}
	}
	interval := fmt.Sprintf(" limit of the rate, exact Poisson interval, confidence %g", spec.Intervals)
	rate("_rate_low", "lower"+interval, rates.Low)
	rate("_rate_high", "upper"+interval, rates.High)
	rate("_rate_shrunk", "rate drawn toward the "+spec.Shrink+" rate as few people make it unsteady (Marshall 1991)", rates.Shrunk)
	if rates.PerRoadKM != nil {
		s.column(export.Column{Name: m.Series + "_per_road_km", Kind: export.Real, Decimals: decimalsPerKM2, Unit: "per km of road a year", Meaning: "annualised, over all roads of the network in it"},
			func(i int) any { return rates.PerRoadKM[i] })
	}
}
