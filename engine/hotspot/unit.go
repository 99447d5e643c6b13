package hotspot

import (
	"fmt"
	"strconv"
	"strings"
)

// Area is a unit of land, by its hectares. The zero Area is no unit.
type Area float64

// The units that eradication is reported in.
const (
	Hectare  Area = 1
	SquareKM Area = 100
)

// ParseArea reads the unit of land that a text begins with: ha, hectares, km2,
// km². The rest is what follows, such as " eradicated, 1994-2003".
func ParseArea(text string) (unit Area, rest string, ok bool) {
	text = strings.TrimSpace(text)
	word, rest := text, ""
	if end := strings.IndexAny(text, " ,;("); end >= 0 {
		word, rest = text[:end], text[end:]
	}
	switch strings.ToLower(word) {
	case "ha", "hectare", "hectares":
		return Hectare, rest, true
	case "km2", "km²":
		return SquareKM, rest, true
	}
	return 0, "", false
}

// String names the unit: ha or km2.
func (a Area) String() string {
	if a == SquareKM {
		return "km2"
	}
	return "ha"
}

// In returns how many of another unit one unit is.
func (a Area) In(other Area) float64 { return float64(a) / float64(other) }

// ParseAmount reads a number that may have a unit of land, such as 500 ha, and
// returns it in the unit given; unit may be 0 if the text has none.
func ParseAmount(text string, unit Area) (float64, error) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.eE+-", r) })
	number, name := text, ""
	if end >= 0 {
		number, name = text[:end], text[end:]
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !finite(x) {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	if name == "" {
		return x, nil
	}
	own, rest, ok := ParseArea(name)
	switch {
	case !ok || rest != "":
		return 0, fmt.Errorf("%q is no unit of land; write ha or km2", strings.TrimSpace(name))
	case unit == 0:
		return 0, fmt.Errorf("the unit of the weights is not known, so %q cannot be compared; write the number alone", text)
	}
	return x * own.In(unit), nil
}
