package hotspot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseBandwidth reads a bandwidth as studies and command lines write it:
//
//	nrd, cv, likelihood           a [Rule]: normal reference, least-squares
//	                              cross-validation, likelihood cross-validation
//	nrd km, cv km, likelihood km  the same in kilometres
//	0.3, 0.3 0.2, 0.3 degrees     sigma in degrees, on both axes or on each
//	30 km, 30km                   sigma in kilometres
//
// The empty text is nrd. An error wraps [ErrBandwidth].
func ParseBandwidth(text string) (b Bandwidth, err error) {
	rest, unit := strings.ToLower(strings.TrimSpace(text)), ""
	for _, name := range []string{"km", "degrees", "degree", "deg"} {
		if before, ok := strings.CutSuffix(rest, name); ok {
			rest, unit = strings.TrimSpace(before), name
			break
		}
	}
	b.Kilometres = unit == "km"
	switch rest {
	case "nrd", "":
		if unit != "" && rest == "" {
			break
		}
		return b, nil
	case "cv":
		b.Rule = LeastSquares
		return b, nil
	case "likelihood":
		b.Rule = Likelihood
		return b, nil
	}
	var sigma []float64
	for _, field := range strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == ',' }) {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil || !(x > 0) || math.IsInf(x, 1) {
			sigma = nil
			break
		}
		sigma = append(sigma, x)
	}
	switch {
	case b.Kilometres && len(sigma) == 1:
		b.SigmaKM, b.Kilometres = sigma[0], false
	case !b.Kilometres && len(sigma) == 1:
		b.Sigma = [2]float64{sigma[0], sigma[0]}
	case !b.Kilometres && len(sigma) == 2:
		b.Sigma = [2]float64(sigma)
	default:
		return b, fmt.Errorf("%w: %q; write 0.3 (degrees), 30 km, nrd, cv or likelihood", ErrBandwidth, text)
	}
	return b, nil
}

// ParseMeasure reads seat, mean or mass; the empty text is seat.
func ParseMeasure(text string) (Measure, error) {
	for m, name := range []string{"seat", "mean", "mass"} {
		if text == name || text == "" {
			return Measure(m), nil
		}
	}
	return 0, fmt.Errorf("%w: no such measure: %q; write seat, mean or mass", ErrDensity, text)
}

// String names a measure as [ParseMeasure] reads it.
func (m Measure) String() string {
	if m > MassIn {
		return "unknown"
	}
	return [...]string{"seat", "mean", "mass"}[m]
}
