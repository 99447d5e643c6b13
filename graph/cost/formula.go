package cost

import (
	"fmt"
	"math"

	"github.com/expr-lang/expr/vm"

	"github.com/corredor-geo/corredor/graph"
)

// Formula is a price per segment, compiled for the columns of one graph. It is
// immutable and safe for any number of goroutines.
type Formula struct{ program *program }

// Names that every formula may use.
const (
	lengthKM = "length_km"
	lengthM  = "length_m"
	closed   = "closed"
)

// FormulaError is a mistake in a formula, with its place in the text.
type FormulaError struct {
	Text   string
	Column int // from 1; 0 when unknown
	Err    error
}

func (e *FormulaError) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("formula %q: %v", e.Text, e.Err)
	}
	return fmt.Sprintf("formula %q, at character %d: %v", e.Text, e.Column, e.Err)
}

// Unwrap returns the cause.
func (e *FormulaError) Unwrap() error { return e.Err }

// ParseFormula compiles a formula over the columns of g and further values,
// which go before a column of the same name. A mistake is a *FormulaError; an
// unknown name lists those that exist.
func ParseFormula(g *graph.Graph, text string, extras ...Values) (*Formula, error) {
	p, err := SegmentRows(g, extras...).compile(text, closed)
	if err != nil {
		return nil, err
	}
	return &Formula{p}, nil
}

// Metric evaluates the formula once per segment. Time is linear in the number
// of segments, about a microsecond each. An impossible price is an error that
// names the segment and its values.
func (f *Formula) Metric(g *graph.Graph) (graph.Metric, error) {
	env := map[string]any{closed: math.Inf(1)}
	machine := &vm.VM{}
	var failed error
	m := graph.NewMetric(g, func(s graph.SegmentID) float64 {
		if failed != nil {
			return 0
		}
		f.program.fill(env, int(s))
		x, err := f.program.run(machine, env)
		if err == nil && (math.IsNaN(x) || x < 0 || math.IsInf(x, -1)) {
			err = fmt.Errorf("the price is %v; a price is 0 or more, or closed", x)
		}
		if err != nil {
			failed = f.program.fail(int(s), err)
			return 0
		}
		return x
	})
	return m, failed
}
