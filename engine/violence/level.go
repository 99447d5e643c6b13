package violence

import "fmt"

// Level says over what municipalities are added up.
type Level int

// The levels, from the whole to its parts. An area is a metropolitan area, or a
// municipality outside all of them.
const (
	National Level = iota
	State
	Area
	Municipality
)

var levelNames = [...]string{"national", "state", "metro", "municipality"}

func (l Level) String() string { return levelNames[l] }

// ParseLevel reads national, state, metro or municipality.
func ParseLevel(text string) (Level, error) {
	for level, name := range levelNames {
		if text == name {
			return Level(level), nil
		}
	}
	return 0, fmt.Errorf("unknown level %q; write national, state, metro or municipality", text)
}

// stateOf returns the two digits of the state of a municipality.
func stateOf(code string) string { return code[:min(len(code), 2)] }

// key is what a municipality is counted under at this level, areas apart.
func (l Level) key(code string) string {
	switch l {
	case National:
		return ""
	case State:
		return stateOf(code)
	}
	return code
}
