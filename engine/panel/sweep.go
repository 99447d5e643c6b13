package panel

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// sweeper takes the fixed effects out of columns. Immutable.
type sweeper struct {
	effects   []grouping
	w         []float64   // nil: all 1
	inverse   [][]float64 // per effect and group, 1 / sum of weights
	tolerance float64
	rounds    int
}

func newSweeper(s *sample, o Options) *sweeper {
	p := &sweeper{effects: s.effects, w: s.w, tolerance: o.Tolerance, rounds: o.MaxRounds}
	for _, g := range s.effects {
		total := make([]float64, g.count)
		for i, n := range g.of {
			total[n] += weight(s.w, i)
		}
		for n := range total {
			total[n] = 1 / total[n]
		}
		p.inverse = append(p.inverse, total)
	}
	return p
}

func weight(w []float64, i int) float64 {
	if w == nil {
		return 1
	}
	return w[i]
}

// swept says how a column was swept.
type swept struct {
	rounds int
	change float64 // of a last round, relative to the length of the column
}

// all sweeps columns in place, each on a processor of its own; the result does
// not depend on how many there are.
func (p *sweeper) all(ctx context.Context, columns [][]float64) ([]swept, error) {
	reports := make([]swept, len(columns))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for j, column := range columns {
		work.Go(func() (err error) {
			reports[j], err = p.column(ctx, column)
			return err
		})
	}
	return reports, work.Wait()
}

// column replaces x by its residual on all effects.
func (p *sweeper) column(ctx context.Context, x []float64) (swept, error) {
	switch len(p.effects) {
	case 0:
		return swept{}, nil
	case 1:
		means := make([]float64, p.effects[0].count)
		p.subtract(0, x, means)
		p.subtract(0, x, means) // what the first left to rounding
		return swept{rounds: 1}, nil
	}
	const least = 1e-8 // of the length of a column that hardly varies, where rounding is all there is
	length := max(math.Sqrt(centred(p.w, x)), least*math.Sqrt(product(p.w, x, x)))
	if length == 0 {
		return swept{}, nil
	}
	return p.gradients(ctx, x, length)
}

// gradients solves (I - S)u = (I - S)x by conjugate gradients and leaves x - u.
// S is symmetric in the weighted product, so u lies in the span of the effects
// and x - u is orthogonal to it.
func (p *sweeper) gradients(ctx context.Context, x []float64, length float64) (swept, error) {
	c := p.newSearch(len(x))
	report := swept{}
	goal := p.tolerance * length
	c.round(x, x) // so that what follows is not rounded at the size of the column
	square := c.restart(x)
	for math.Sqrt(square) > goal {
		if err := ctx.Err(); err != nil {
			return report, context.Cause(ctx)
		}
		if report.rounds == p.rounds {
			return report, fmt.Errorf("a round still changes %.2g of a column after %d rounds: %w", math.Sqrt(square)/length, report.rounds, ErrNotConverged)
		}
		report.rounds++
		next, ok := c.step(x, square)
		if !ok || math.Sqrt(next) <= goal {
			// The recursion may have drifted from the truth: look again.
			if next = c.restart(x); !ok && math.Sqrt(next) > goal {
				return report, fmt.Errorf("rounding stops the sweep at %.2g: %w", math.Sqrt(next)/length, ErrNotConverged)
			}
		}
		square = next
	}
	c.round(x, x)
	report.change = math.Sqrt(square) / length
	return report, nil
}

// search is the state of conjugate gradients for one column.
type search struct {
	p                             *sweeper
	residual, direction, movement []float64
	means                         [][]float64
}

func (p *sweeper) newSearch(n int) *search {
	c := &search{p: p, residual: make([]float64, n), direction: make([]float64, n), movement: make([]float64, n)}
	for _, g := range p.effects {
		c.means = append(c.means, make([]float64, g.count))
	}
	return c
}

// restart computes the residual (I - S)x anew and returns its square.
func (c *search) restart(x []float64) float64 {
	c.round(c.residual, x)
	for i := range x {
		c.residual[i] = x[i] - c.residual[i]
	}
	copy(c.direction, c.residual)
	return product(c.p.w, c.residual, c.residual)
}

// step moves x along the direction; not ok when there is nowhere to go.
func (c *search) step(x []float64, square float64) (next float64, ok bool) {
	c.round(c.movement, c.direction)
	for i, d := range c.direction {
		c.movement[i] = d - c.movement[i]
	}
	curvature := product(c.p.w, c.direction, c.movement)
	if !(curvature > 0) {
		return square, false
	}
	alpha := square / curvature
	for i := range x {
		x[i] -= float64(alpha * c.direction[i])
		c.residual[i] -= float64(alpha * c.movement[i])
	}
	next = product(c.p.w, c.residual, c.residual)
	beta := next / square
	for i, r := range c.residual {
		c.direction[i] = r + float64(beta*c.direction[i])
	}
	return next, true
}

// round stores S(x) in dst: the effects in order and back again.
func (c *search) round(dst, x []float64) {
	copy(dst, x)
	last := len(c.p.effects) - 1
	for e := 0; e <= last; e++ {
		c.p.subtract(e, dst, c.means[e])
	}
	for e := last - 1; e >= 0; e-- {
		c.p.subtract(e, dst, c.means[e])
	}
}

// subtract takes the weighted means of one effect off x.
func (p *sweeper) subtract(effect int, x, means []float64) {
	of := p.effects[effect].of
	clear(means)
	if p.w == nil {
		for i, n := range of {
			means[n] += x[i]
		}
	} else {
		for i, n := range of {
			means[n] += float64(p.w[i] * x[i])
		}
	}
	for n, inverse := range p.inverse[effect] {
		means[n] *= inverse
	}
	for i, n := range of {
		x[i] -= means[n]
	}
}

// product is the weighted scalar product, in one fixed order.
func product(w, a, b []float64) float64 {
	sum := 0.0
	if w == nil {
		for i, x := range a {
			sum += float64(x * b[i])
		}
		return sum
	}
	for i, x := range a {
		sum += float64(w[i] * x * b[i])
	}
	return sum
}

// centred is the weighted sum of squares about the mean.
func centred(w, x []float64) float64 {
	mean := mean(w, x)
	sum := 0.0
	for i, v := range x {
		sum += float64(weight(w, i) * (v - mean) * (v - mean))
	}
	return sum
}

func mean(w, x []float64) float64 {
	sum, total := 0.0, 0.0
	for i, v := range x {
		sum += float64(weight(w, i) * v)
		total += weight(w, i)
	}
	return sum / total
}
