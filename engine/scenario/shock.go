package scenario

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Months is a range of months, both ends included.
type Months struct{ From, To feature.Month }

// Count returns the number of months; 0 for an empty range.
func (m Months) Count() int { return max(0, int(m.To-m.From)+1) }

// String writes 2009-01..2009-06, and leaves the end of an open range away.
func (m Months) String() string {
	if m.To == Open {
		return m.From.String() + ".."
	}
	return m.From.String() + ".." + m.To.String()
}

// Open is the last month of a shock that does not end.
const Open = feature.Month(1 << 30)

// Shock multiplies the cost of the roads of a municipality for some months.
type Shock struct {
	Code string // CVEGEO
	Months
	Multiplier float64 // +Inf removes the roads
}

// String writes 08029 2009-01..2009-06 inf.
func (s Shock) String() string {
	return s.Code + " " + s.Months.String() + " " + FormatMultiplier(s.Multiplier)
}

// Finite multipliers lie within these. With 1,000, routes of 8 million kilometres
// still have exact costs.
const (
	MinMultiplier = 0.001
	MaxMultiplier = 1000
)

// ErrMultiplier is returned for text that is no multiplier.
var ErrMultiplier = errors.New("a multiplier is a number from 0.001 to 1000, or inf to remove the roads")

// ParseMultiplier reads a number, or inf, .inf or closed.
func ParseMultiplier(text string) (float64, error) {
	switch strings.ToLower(text) {
	case "inf", ".inf", "closed":
		return math.Inf(1), nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= MinMultiplier && x <= MaxMultiplier) {
		return 0, ErrMultiplier
	}
	return x, nil
}

// FormatMultiplier writes a multiplier as [ParseMultiplier] reads it: inf, or the
// fewest digits.
func FormatMultiplier(x float64) string {
	if math.IsInf(x, 1) {
		return "inf"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// Replace returns the same shocks with another multiplier in all of them.
func Replace(shocks []Shock, multiplier float64) []Shock {
	out := make([]Shock, len(shocks))
	for i, s := range shocks {
		s.Multiplier = multiplier
		out[i] = s
	}
	return out
}
