package panel

import "math"

// DroppedColumn is a regressor that could not be estimated.
type DroppedColumn struct {
	Name string
	Why  string
}

// solution is least squares of the swept columns that were kept.
type solution struct {
	kept      []int // columns of X
	dropped   []DroppedColumn
	b         []float64
	bread     [][]float64 // (X'WX)^-1
	residuals []float64
}

// leastLength is the part of its length that a column must keep, after the
// effects and after the columns before it, to be estimated. Sweeping leaves
// about 1e-12 of a column that lies in the effects.
const leastLength = 1e-7

// columnSize is what a column was before sweeping.
type columnSize struct{ whole, centred float64 }

func sizes(w []float64, columns [][]float64) []columnSize {
	all := make([]columnSize, len(columns))
	for j, c := range columns {
		all[j] = columnSize{math.Sqrt(product(w, c, c)), math.Sqrt(centred(w, c))}
	}
	return all
}

// absorbed says why a swept column is nothing but its effects, or "".
func absorbed(before columnSize, after float64, effects int) string {
	const constant = 1e-10 // of its length is variation
	switch {
	case before.whole == 0:
		return "it is 0 everywhere"
	case effects > 0 && before.centred <= constant*before.whole:
		return "it is constant, so the fixed effects absorb it"
	case effects > 0 && after <= leastLength*before.centred:
		return "the fixed effects absorb it"
	}
	return ""
}

// solve decomposes the columns into orthonormal ones and a triangle.
func solve(s *sample, before []columnSize, names []string) *solution {
	out := &solution{}
	var q, r [][]float64 // r by column
	for j, column := range s.x {
		length := math.Sqrt(product(s.w, column, column))
		why := absorbed(before[j], length, len(s.effects))
		var v, above []float64
		rest := 0.0
		if why == "" {
			v, above, rest = orthogonal(s.w, column, q)
			if rest <= leastLength*length {
				why = "the columns before it explain it"
			}
		}
		if why != "" {
			out.dropped = append(out.dropped, DroppedColumn{names[j], why})
			continue
		}
		for i := range v {
			v[i] /= rest
		}
		out.kept = append(out.kept, j)
		q, r = append(q, v), append(r, append(above, rest))
	}
	out.triangle(r, projections(s, q))
	out.residuals = append([]float64(nil), s.y...)
	for k, j := range out.kept {
		for i, x := range s.x[j] {
			out.residuals[i] -= float64(out.b[k] * x)
		}
	}
	return out
}

// orthogonal takes off a column what it shares with the columns q, twice, since
// once leaves what rounding let through.
func orthogonal(w, column []float64, q [][]float64) (v, above []float64, rest float64) {
	v = append([]float64(nil), column...)
	above = make([]float64, len(q), len(q)+1)
	for range 2 {
		for k, unit := range q {
			c := product(w, unit, v)
			above[k] += c
			for i := range v {
				v[i] -= float64(c * unit[i])
			}
		}
	}
	return v, above, math.Sqrt(product(w, v, v))
}

func projections(s *sample, q [][]float64) []float64 {
	c := make([]float64, len(q))
	for k, unit := range q {
		c[k] = product(s.w, unit, s.y)
	}
	return c
}

// triangle solves R b = c and inverts R'R, where r[j][i] is row i of column j.
func (out *solution) triangle(r [][]float64, c []float64) {
	k := len(r)
	inverse := square(k) // of R, upper triangle
	for j := range k {
		inverse[j][j] = 1 / r[j][j]
		for i := j - 1; i >= 0; i-- {
			sum := 0.0
			for m := i + 1; m <= j; m++ {
				sum += float64(r[m][i] * inverse[m][j])
			}
			inverse[i][j] = -sum / r[i][i]
		}
	}
	out.b = make([]float64, k)
	out.bread = square(k)
	for i := range k {
		for m := i; m < k; m++ {
			out.b[i] += float64(inverse[i][m] * c[m])
		}
		for j := range k {
			for m := max(i, j); m < k; m++ {
				out.bread[i][j] += float64(inverse[i][m] * inverse[j][m])
			}
		}
	}
}

func square(k int) [][]float64 {
	m := make([][]float64, k)
	for i := range m {
		m[i] = make([]float64, k)
	}
	return m
}

// times multiplies square matrices.
func times(a, b [][]float64) [][]float64 {
	c := square(len(a))
	for i := range a {
		for j := range a {
			for m := range a {
				c[i][j] += float64(a[i][m] * b[m][j])
			}
		}
	}
	return c
}
