package hotspot_test

import (
	"errors"
	"testing"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

func TestParseBandwidth(t *testing.T) {
	for text, want := range map[string]hotspot.Bandwidth{
		"":              {},
		"nrd":           {},
		" NRD km":       {Kilometres: true},
		"cv":            {Rule: hotspot.LeastSquares},
		"likelihood km": {Rule: hotspot.Likelihood, Kilometres: true},
		"0.3":           sigma(0.3, 0.3),
		"0.3 0.2":       sigma(0.3, 0.2),
		"0.3,0.2 deg":   sigma(0.3, 0.2),
		"1e-1 degrees":  sigma(0.1, 0.1),
		"30km":          {SigmaKM: 30},
		"30 km":         {SigmaKM: 30},
	} {
		if got, err := hotspot.ParseBandwidth(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"wide", "km", "degrees", "-1", "0", "0 km", "1 2 3", "1 2 km", "nan", "inf", "30 miles"} {
		if got, err := hotspot.ParseBandwidth(text); !errors.Is(err, hotspot.ErrBandwidth) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestParseMeasure(t *testing.T) {
	for text, want := range map[string]hotspot.Measure{"": hotspot.AtSeat, "seat": hotspot.AtSeat, "mean": hotspot.MeanOver, "mass": hotspot.MassIn} {
		if got, err := hotspot.ParseMeasure(text); err != nil || got != want || text != "" && got.String() != text {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := hotspot.ParseMeasure("median"); !errors.Is(err, hotspot.ErrDensity) {
		t.Errorf("error %v", err)
	}
}
