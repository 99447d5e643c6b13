package cost

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"github.com/corredor-geo/corredor/graph"
)

// Formula is a price per segment, compiled for the columns of one graph. It is
// immutable and safe for any number of goroutines.
type Formula struct {
	text    string
	program *vm.Program
	columns []variable
	extras  []Values
}

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
	f := &Formula{text: text, extras: extras}
	env := types.Map{lengthKM: types.Float64, lengthM: types.Float64, closed: types.Float64}
	for _, e := range extras {
		env[e.Name] = types.Any
	}
	for c := range g.Columns() {
		v := newVariable(c)
		if _, taken := env[v.name]; !taken {
			f.columns = append(f.columns, v)
			env[v.name] = v.exprType()
		}
	}
	program, err := expr.Compile(text, expr.Env(env), expr.Patch(&truths{f.columns}), expr.AsFloat64())
	if err != nil {
		return nil, f.explain(err, env)
	}
	f.program = program
	return f, nil
}

// explain turns the library's report of several lines into one.
func (f *Formula) explain(err error, env types.Map) error {
	out := &FormulaError{Text: f.text, Err: err}
	var at *file.Error
	if !errors.As(err, &at) {
		return out
	}
	out.Column = at.Column + 1
	message, _, _ := strings.Cut(at.Message, "\n")
	if strings.HasPrefix(message, "unknown name") {
		message += "; the names are " + strings.Join(namesOf(env), ", ")
	}
	out.Err = errors.New(message)
	return out
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
		env[lengthM] = g.LengthMeters(s)
		env[lengthKM] = g.LengthMeters(s) / 1000
		for _, v := range f.columns {
			env[v.name] = v.value(s)
		}
		for _, e := range f.extras {
			env[e.Name] = nilIfMissing(e.PerSegment[s])
		}
		price, err := machine.Run(f.program, env)
		if err != nil {
			failed = f.fail(s, f.runError(err))
			return 0
		}
		x := price.(float64) // AsFloat64 has made sure of it
		if math.IsNaN(x) || x < 0 || math.IsInf(x, -1) {
			failed = f.fail(s, fmt.Errorf("the price is %v; a price is 0 or more, or closed", x))
		}
		return x
	})
	return m, failed
}

func nilIfMissing(x float64) any {
	if math.IsNaN(x) {
		return nil
	}
	return x
}

// runError says which value is missing rather than which operation failed.
func (f *Formula) runError(err error) error {
	var at *file.Error
	if errors.As(err, &at) {
		message, _, _ := strings.Cut(at.Message, "\n")
		err = errors.New(message)
		if strings.Contains(message, "nil") {
			err = errors.New("a value is missing; write for example (speed_kmh ?? 60)")
		}
	}
	return err
}

func (f *Formula) fail(s graph.SegmentID, err error) error {
	var values []string
	for _, v := range f.columns {
		values = append(values, fmt.Sprintf("%s=%q", v.name, v.column.Text(s)))
	}
	for _, e := range f.extras {
		values = append(values, fmt.Sprintf("%s=%v", e.Name, e.PerSegment[s]))
	}
	return &FormulaError{Text: f.text, Err: fmt.Errorf("segment %d (%s): %w", s, strings.Join(values, ", "), err)}
}
