package scenario

import (
	"cmp"
	"errors"
	"math"
	"slices"
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

// Kind is what a shock befalls.
type Kind uint8

// The kinds of shocks.
const (
	Municipality Kind = iota // all roads in it; Code is its CVEGEO
	Segment                  // one segment; Code is its number
	RoadsWhere               // the segments for which a formula of package cost holds; Code is the formula
	Port                     // a port; Code is its id
)

var kinds = [...]string{"municipality", "segment", "roads", "port"}

// ErrKind is returned for text that is no kind.
var ErrKind = errors.New("what a shock befalls is a municipality, segment, roads or port")

// parseKind reads municipality, segment, roads or port; the empty text is municipality.
func parseKind(text string) (Kind, error) {
	i := slices.Index(kinds[:], cmp.Or(strings.ToLower(text), kinds[Municipality]))
	if i < 0 {
		return 0, ErrKind
	}
	return Kind(i), nil
}

// String is the kind as [ParseKind] reads it.
func (k Kind) String() string { return kinds[k] }

// Shock multiplies the cost of some roads for some months, or gives a port a price.
type Shock struct {
	Code string
	Months
	// Multiplier of the cost; +Inf removes the roads. Of a port it is what to add to the
	// cost of a route that ends there, in the unit of the study's cost; +Inf closes it.
	Multiplier float64
	Kind       Kind
}

// String writes 08029 2009-01..2009-06 inf, and port 2301 2009-01.. 50.
func (s Shock) String() string {
	text := s.Code + " " + s.Months.String() + " " + FormatMultiplier(s.Multiplier)
	if s.Kind != Municipality {
		return s.Kind.String() + " " + text
	}
	return text
}

// Finite multipliers lie within these. With 1,000, routes of 8 million kilometres
// still have exact costs.
const (
	minMultiplier = 0.001
	maxMultiplier = 1000
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
	if err != nil || !(x >= minMultiplier && x <= maxMultiplier) {
		return 0, ErrMultiplier
	}
	return x, nil
}

// ErrPrice is returned for text that is no price of a port.
var ErrPrice = errors.New("a port costs a number from 0 to 1e6 in the unit of the study, or inf to close it")

const maxPrice = 1e6

// parsePrice reads the price of a port: a number, or inf, .inf or closed.
func parsePrice(text string) (float64, error) {
	if x, err := ParseMultiplier(text); err == nil && math.IsInf(x, 1) {
		return x, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= 0 && x <= maxPrice) {
		return 0, ErrPrice
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

// Replace returns the same shocks with another multiplier in all of them but those to
// ports, which have a price and no multiplier.
func Replace(shocks []Shock, multiplier float64) []Shock {
	out := make([]Shock, len(shocks))
	for i, s := range shocks {
		if s.Kind != Port {
			s.Multiplier = multiplier
		}
		out[i] = s
	}
	return out
}
