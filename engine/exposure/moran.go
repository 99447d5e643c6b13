package exposure

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// Moran is I of P. A. P. Moran, "Notes on continuous stochastic phenomena",
// Biometrika 37(1/2), 1950, doi:10.1093/biomet/37.1-2.17: how alike neighbours are, 1
// when equal, near 0 when no more alike than any others.
type Moran struct {
	I        float64
	Expected float64 // -1/(n-1), were the values dealt out by chance
	Test     Test    // of I, by dealing them out
	N        int     // municipalities with a value and a neighbour that has one
	Links    int     // from one to another
	Isolated int     // with a value and no such neighbour: left out
}

// ErrMoran is wrapped by the error of [MoranI].
var ErrMoran = errors.New("no autocorrelation")

// MoranI returns Moran's I of values (NaN where unknown). The weights of the
// neighbours of each are equal and add up to 1. Its chance is that of dealing the values
// out anew among the municipalities. It fails with [ErrMoran] where fewer than
// three have a value and a neighbour or all values are alike, and with the cause
// of ctx's end. O(draws x links).
func MoranI(ctx context.Context, values []float64, n Neighbours, d Draws) (*Moran, error) {
	m := &Moran{}
	field := m.fieldOf(values, n)
	if m.N < 3 || !(field.variance > 0) {
		return nil, fmt.Errorf("%w: %d municipalities with a value and a neighbour, with a variance of %g", ErrMoran, m.N, field.variance)
	}
	m.Expected = -1 / float64(m.N-1)
	m.I = field.i(field.z)
	draws := make([]float64, d.Count)
	err := d.each(ctx, func() func(int, *rand.Rand) {
		z := make([]float64, len(field.z))
		return func(i int, random *rand.Rand) {
			copy(z, field.z)
			random.Shuffle(len(z), func(a, b int) { z[a], z[b] = z[b], z[a] })
			draws[i] = field.i(z)
		}
	})
	if err != nil {
		return nil, err
	}
	m.Test = newTest(m.I, draws)
	return m, nil
}

// field is the values that take part, less their mean, and their neighbours among them.
type field struct {
	z        []float64
	near     [][]int32
	variance float64 // times n
}

func (m *Moran) fieldOf(values []float64, n Neighbours) field {
	number := make([]int32, len(values))
	var f field
	for i := range values {
		number[i] = -1
		if math.IsNaN(values[i]) {
			continue
		}
		if !hasKnown(values, n[i]) {
			m.Isolated++
			continue
		}
		number[i] = int32(len(f.z))
		f.z = append(f.z, values[i])
	}
	for i := range values {
		if number[i] < 0 {
			continue
		}
		var near []int32
		for _, j := range n[i] {
			if number[j] >= 0 {
				near = append(near, number[j])
			}
		}
		m.Links += len(near)
		f.near = append(f.near, near)
	}
	m.N = len(f.z)
	mean := 0.0
	for _, v := range f.z {
		mean += v / float64(m.N)
	}
	for i := range f.z {
		f.z[i] -= mean
		f.variance += float64(f.z[i] * f.z[i])
	}
	return f
}

func hasKnown(values []float64, list []int32) bool {
	for _, j := range list {
		if !math.IsNaN(values[j]) {
			return true
		}
	}
	return false
}

// i is n/S0 times the sum over all of a value times the mean of its neighbours,
// over the sum of squares. S0 counts those that have a mean: with nearest
// neighbours, which need not be mutual, all neighbours of one may be left out.
func (f field) i(z []float64) float64 {
	sum, s0 := 0.0, 0.0
	for a, near := range f.near {
		if len(near) == 0 {
			continue
		}
		s0++
		mean := 0.0
		for _, b := range near {
			mean += z[b]
		}
		sum += z[a] * mean / float64(len(near))
	}
	return float64(len(z)) / s0 * sum / f.variance
}
