package cost

import (
	"fmt"
	"math"
	"sync"

	"github.com/expr-lang/expr/vm"
)

// FlowFormula is a price that may depend on the flow, the name x, compiled for some rows. It
// is safe for any number of goroutines.
type FlowFormula struct {
	program *program
	pool    sync.Pool // of *evaluator

	mu     sync.Mutex
	failed error
}

// flow is the name of the flow in a formula.
const flow = "x"

// evaluator is what evaluates a formula on one goroutine at a time.
type evaluator struct {
	machine vm.VM
	env     map[string]any
	row     int // that env is filled with; -1 for none
}

// Flow compiles a formula with x, the flow. A mistake is a *[FormulaError].
func (r *Rows) Flow(text string) (*FlowFormula, error) {
	p, err := r.compile(text, flow)
	if err != nil {
		return nil, err
	}
	f := &FlowFormula{program: p}
	f.pool.New = func() any { return &evaluator{env: map[string]any{}, row: -1} }
	return f, nil
}

// Rises tells whether the formula names x at all.
func (f *FlowFormula) Rises() bool { return f.program.used[flow] }

// At returns the price of a row at a flow, in about a microsecond. Where the formula
// fails it is NaN, and [FlowFormula.Err] has the error.
func (f *FlowFormula) At(row int, x float64) float64 {
	price, err := f.evaluate(row, x)
	if err != nil {
		f.mu.Lock()
		if f.failed == nil {
			f.failed = f.program.fail(row, fmt.Errorf("at x = %g: %w", x, err))
		}
		f.mu.Unlock()
		return math.NaN()
	}
	return price
}

// Err returns the first failure of At, or nil.
func (f *FlowFormula) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

func (f *FlowFormula) evaluate(row int, x float64) (float64, error) {
	e := f.pool.Get().(*evaluator)
	defer f.pool.Put(e)
	if e.row != row {
		f.program.fill(e.env, row)
		e.row = row
	}
	e.env[flow] = x
	price, err := f.program.run(&e.machine, e.env)
	if err == nil && (math.IsNaN(price) || math.IsInf(price, 0) || price < 0) {
		err = fmt.Errorf("the price is %v; a price is finite and 0 or more", price)
	}
	return price, err
}

// Check evaluates a row at 33 flows from 0 to most, at even and at doubling
// distances, and reports the first price that is missing, negative or not finite, or that
// is below one of a lower flow: an equilibrium needs prices that do not fall.
func (f *FlowFormula) Check(row int, most float64) error {
	const each = 16
	before, at := math.Inf(-1), 0.0
	for _, part := range checkedParts(each) {
		price, err := f.evaluate(row, part*most)
		if err != nil {
			return f.program.fail(row, fmt.Errorf("at x = %g: %w", part*most, err))
		}
		if price < before-float64(1e-12*math.Abs(before)) { // more than rounding
			return f.program.fail(row, fmt.Errorf("the price falls from %g at x = %g to %g at x = %g; a price may not fall with the flow", before, at, price, part*most))
		}
		before, at = price, part*most
	}
	return nil
}

// checkedParts are flows as parts of the most, ascending: 0, each even ones, and each
// that double up to the first even one.
func checkedParts(each int) []float64 {
	parts := []float64{0}
	for i := range each {
		parts = append(parts, math.Ldexp(1/float64(each), i-each))
	}
	for i := range each {
		parts = append(parts, float64(i+1)/float64(each))
	}
	return parts
}
