package cost

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"github.com/corredor-geo/corredor/graph"
)

// Rows is what formulas are evaluated over, one by one: the segments of a graph, or the rows of
// a table. It is immutable and safe for any number of goroutines.
type Rows struct {
	what    string // of one row, in errors
	count   int
	columns []variable
	extras  []Values
	graph   *graph.Graph // nil for a table
}

// SegmentRows are the segments of a graph, with its columns, length_km and length_m, and
// further values, which go before a column of the same name.
func SegmentRows(g *graph.Graph, extras ...Values) *Rows {
	r := &Rows{what: "segment", count: g.SegmentCount(), extras: extras, graph: g}
	taken := map[string]bool{lengthKM: true, lengthM: true}
	for c := range g.Columns() {
		r.add(c, taken)
	}
	return r
}

// Table is a table of text: Columns names them, Values has one slice per column, all of one length.
type Table struct {
	What    string // one row is, such as port, in errors
	Columns []string
	Values  [][]string
}

// TableRows are the rows of a table, with further values, which go before a column of the
// same name. A column of 0 and 1 alone holds numbers here, for what is empty is missing and not
// 0; words such as yes and no make flags. It panics when the slices differ in length.
func TableRows(t Table, extras ...Values) *Rows {
	count := 0
	if len(t.Values) > 0 {
		count = len(t.Values[0])
	}
	var b graph.Builder // a graph of one segment per row knows what columns hold
	b.AddNodes(1)
	for range count {
		b.AddSegment(graph.Segment{LengthKnown: true})
	}
	g, err := b.Build()
	if err != nil { // of more than 2^30 rows
		panic(err)
	}
	r := &Rows{what: t.What, count: count, extras: extras}
	for c := range g.WithColumns(t.Columns, t.Values).Columns() {
		r.add(c, map[string]bool{})
	}
	for i := range r.columns {
		if v := &r.columns[i]; v.kind == flag && !slices.ContainsFunc(v.column.Values(), func(text string) bool { return !graph.IsNumber(text) }) {
			v.kind = number
		}
	}
	return r
}

// add takes a column unless its name is taken.
func (r *Rows) add(c *graph.Column, taken map[string]bool) {
	for _, e := range r.extras {
		taken[e.Name] = true
	}
	if !taken[c.Name()] {
		r.columns = append(r.columns, newVariable(c))
	}
}

// program is a formula compiled for rows.
type program struct {
	text string
	rows *Rows
	code *vm.Program
	used map[string]bool // the names in it
}

// compile compiles a formula, which may use further names, all of them numbers.
func (r *Rows) compile(text string, names ...string) (*program, error) {
	env := types.Map{}
	for _, v := range r.columns {
		env[v.name] = v.exprType()
	}
	for _, e := range r.extras {
		env[e.Name] = types.Any
	}
	if r.graph != nil {
		names = append(names, lengthKM, lengthM)
	}
	for _, name := range names {
		env[name] = types.Float64
	}
	p := &program{text: text, rows: r, used: map[string]bool{}}
	code, err := expr.Compile(text, expr.Env(env), expr.Patch(&truths{r.columns}), expr.AsFloat64())
	if err != nil {
		return nil, p.explain(err, env)
	}
	p.code = code
	node := code.Node()
	ast.Walk(&node, p)
	return p, nil
}

// Visit implements ast.Visitor: it notes the names that the formula uses.
func (p *program) Visit(node *ast.Node) {
	if name, ok := (*node).(*ast.IdentifierNode); ok {
		p.used[name.Value] = true
	}
}

// fill puts the values of a row into the environment of the formula.
func (p *program) fill(env map[string]any, row int) {
	s := graph.SegmentID(row)
	if g := p.rows.graph; g != nil {
		env[lengthM] = g.LengthMeters(s)
		env[lengthKM] = g.LengthMeters(s) / 1000
	}
	for _, v := range p.rows.columns {
		if p.used[v.name] {
			env[v.name] = v.value(s)
		}
	}
	for _, e := range p.rows.extras {
		if p.used[e.Name] {
			env[e.Name] = nilIfMissing(e.PerSegment[row])
		}
	}
}

func nilIfMissing(x float64) any {
	if math.IsNaN(x) {
		return nil
	}
	return x
}

// run evaluates the formula in an environment.
func (p *program) run(machine *vm.VM, env map[string]any) (float64, error) {
	out, err := machine.Run(p.code, env)
	if err != nil {
		return math.NaN(), runError(err)
	}
	return out.(float64), nil // AsFloat64 has made sure of it
}

// errMissing is a value that a formula needs and a row lacks.
var errMissing = errors.New("a value is missing; write for example (speed_kmh ?? 60)")

// runError says which value is missing rather than which operation failed.
func runError(err error) error {
	var at *file.Error
	if errors.As(err, &at) {
		message, _, _ := strings.Cut(at.Message, "\n")
		err = errors.New(message)
		if strings.Contains(message, "nil") {
			err = errMissing
		}
	}
	return err
}

// explain turns the library's report of several lines into one.
func (p *program) explain(err error, env types.Map) error {
	out := &FormulaError{Text: p.text, Err: err}
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

// fail names a row and its values.
func (p *program) fail(row int, err error) error {
	var values []string
	for _, v := range p.rows.columns {
		values = append(values, fmt.Sprintf("%s=%q", v.name, v.column.Text(graph.SegmentID(row))))
	}
	for _, e := range p.rows.extras {
		values = append(values, fmt.Sprintf("%s=%v", e.Name, e.PerSegment[row]))
	}
	name := fmt.Sprintf("%s %d", p.rows.what, row)
	if len(values) > 0 {
		name += " (" + strings.Join(values, ", ") + ")"
	}
	return &FormulaError{Text: p.text, Err: fmt.Errorf("%s: %w", name, err)}
}

// Evaluate returns the value of a formula in every row, NaN where it needs a value that
// the row lacks. A mistake is a *[FormulaError].
func (r *Rows) Evaluate(text string) ([]float64, error) {
	p, err := r.compile(text)
	if err != nil {
		return nil, err
	}
	out, env, machine := make([]float64, r.count), map[string]any{}, &vm.VM{}
	for i := range out {
		p.fill(env, i)
		x, err := p.run(machine, env)
		if err != nil && !errors.Is(err, errMissing) {
			return nil, p.fail(i, err)
		}
		if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
			return nil, p.fail(i, fmt.Errorf("the value is %v", x))
		}
		out[i] = x
	}
	return out, nil
}
