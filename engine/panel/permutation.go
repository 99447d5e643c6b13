package panel

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Permutation deals a treatment out at random, to ask how often chance alone
// does as well as what was observed. A unit is whatever was treated as one, such
// as a municipality; the statistic spreads it over its rows.
type Permutation struct {
	// Treated says which units were treated.
	Treated []bool
	// Groups, by unit, keep their number of treated units, as a state does
	// that is dealt its own; nil means one group for all.
	Groups []int32
	// Draws is how many times it is dealt; 0 means 999.
	Draws int
	Seed  uint64
	// Workers is how many draws run at once; 0 means one per processor. The
	// result does not depend on it.
	Workers int
}

// Randomised is how an observed statistic compares with those of the draws.
type Randomised struct {
	Observed float64
	Draws    []float64 // in the order of the draws
	// P, Above and Below are (1 + draws at least as extreme) / (1 + draws):
	// by size whatever the sign, not less, not more. A draw without a value
	// (NaN) counts as extreme.
	P, Above, Below float64
	Undefined       int // draws that are NaN
}

// Statistic computes a number from an assignment: 1 for treated units, 0 for
// others. It must not keep or change the slice, and is called by several
// goroutines at once.
type Statistic func(ctx context.Context, treated []float64) (float64, error)

const defaultDraws = 999

// Run computes the statistic for the observed assignment and for each draw. Draw
// i is dealt by the generator PCG(Seed, i), so it is the same however many there
// are. It wraps ErrShape, or the first error of the statistic, and stops with the
// context.
func (p Permutation) Run(ctx context.Context, statistic Statistic) (*Randomised, error) {
	if p.Draws == 0 {
		p.Draws = defaultDraws
	}
	if len(p.Treated) == 0 || p.Groups != nil && len(p.Groups) != len(p.Treated) || p.Draws < 0 {
		return nil, fmt.Errorf("%d units, %d groups, %d draws: %w", len(p.Treated), len(p.Groups), p.Draws, ErrShape)
	}
	out := &Randomised{Draws: make([]float64, p.Draws)}
	observed := make([]float64, len(p.Treated))
	for i, treated := range p.Treated {
		if treated {
			observed[i] = 1
		}
	}
	var err error
	if out.Observed, err = statistic(ctx, observed); err != nil {
		return nil, fmt.Errorf("as observed: %w", err)
	}
	if math.IsNaN(out.Observed) {
		return nil, fmt.Errorf("the statistic has no value as observed: %w", ErrValue)
	}
	if err := p.deal(ctx, out.Draws, statistic); err != nil {
		return nil, err
	}
	out.compare()
	return out, nil
}

func (p Permutation) deal(ctx context.Context, draws []float64, statistic Statistic) error {
	groups := p.members()
	work, inner := errgroup.WithContext(ctx)
	if p.Workers <= 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	work.SetLimit(p.Workers)
	for i := range draws {
		if inner.Err() != nil {
			break
		}
		work.Go(func() (err error) {
			if draws[i], err = statistic(inner, p.assignment(i, groups)); err != nil {
				return fmt.Errorf("draw %d: %w", i+1, err)
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// members lists the units of each group, in the order of first appearance.
func (p Permutation) members() [][]int {
	var groups [][]int
	number := map[int32]int{}
	for i := range p.Treated {
		id := int32(0)
		if p.Groups != nil {
			id = p.Groups[i]
		}
		n, ok := number[id]
		if !ok {
			n = len(groups)
			number[id] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], i)
	}
	return groups
}

// assignment is draw i: within each group the treated are the first of a
// shuffle, of which no more is done than that.
func (p Permutation) assignment(draw int, groups [][]int) []float64 {
	source := rand.New(rand.NewPCG(p.Seed, uint64(draw)))
	treated := make([]float64, len(p.Treated))
	var order []int
	for _, units := range groups {
		order = append(order[:0], units...)
		next := 0
		for _, unit := range units {
			if p.Treated[unit] {
				k := next + source.IntN(len(order)-next)
				order[next], order[k] = order[k], order[next]
				treated[order[next]] = 1
				next++
			}
		}
	}
	return treated
}

// compare counts the draws that are as extreme. Equal up to rounding is equal.
func (r *Randomised) compare() {
	size, above, below := 1, 1, 1
	slack := 1e-10 * math.Abs(r.Observed)
	for _, x := range r.Draws {
		unknown := math.IsNaN(x)
		if unknown {
			r.Undefined++
		}
		if unknown || math.Abs(x) >= math.Abs(r.Observed)-slack {
			size++
		}
		if unknown || x >= r.Observed-slack {
			above++
		}
		if unknown || x <= r.Observed+slack {
			below++
		}
	}
	n := float64(1 + len(r.Draws))
	r.P, r.Above, r.Below = float64(size)/n, float64(above)/n, float64(below)/n
}
