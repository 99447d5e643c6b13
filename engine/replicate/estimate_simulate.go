package replicate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Noise says how synthetic confiscations differ from what the model predicts.
type Noise struct {
	// SD is the standard deviation of the noise, in logarithms.
	SD   float64
	Seed uint64
	// Plain noise depends on nothing. Noise that is not plain is such that all of
	// [NineMoments] are 0 on average at the true parameters: the logarithms regress towards
	// what lanes, detours and roads alone would predict, by so much that with the noise they
	// vary as the predictions do.
	Plain bool
}

// ErrNoise is wrapped by an error about noise that cannot be had.
var ErrNoise = errors.New("such noise cannot be had")

// Simulate makes synthetic confiscations of known parameters, to see how well they are found
// again: the logarithm of a value is kappa times the flow and noise, and nothing is 0. The same Noise
// gives the same values.
func (e *Estimator) Simulate(p Params, n Noise) (*Confiscations, error) {
	if !(n.SD >= 0) || math.IsInf(n.SD, 1) {
		return nil, fmt.Errorf("%w: %v is no standard deviation", ErrNoise, n.SD)
	}
	logs, _, err := e.Predict(p)
	if err != nil {
		return nil, err
	}
	if !n.Plain {
		for _, role := range []Role{Interior, TruckCrossing} {
			if err := e.regress(logs, role, n.SD); err != nil {
				return nil, err
			}
		}
	}
	random := rand.New(rand.NewPCG(n.Seed, 0))
	c := &Confiscations{Logs: logs, Values: make([]float64, len(logs)), Positive: len(logs)}
	for i := range logs {
		logs[i] += float64(n.SD * random.NormFloat64())
		c.Values[i] = math.Exp(logs[i])
		if logs[i] < 0 {
			c.Below++
		}
	}
	return c, nil
}

// regress draws the predictions of a role towards what the instruments of its moments predict, so
// that they and noise together vary as much as they did alone.
func (e *Estimator) regress(predicted []float64, role Role, sd float64) error {
	var rows []int
	for i, r := range e.Sample.Roles {
		if r == role {
			rows = append(rows, i)
		}
	}
	apart, err := e.beyondInstruments(predicted, rows)
	if err != nil {
		return fmt.Errorf("%w: the instruments of role %v follow from one another", ErrNoise, role)
	}
	n := float64(len(rows))
	variance := mat.Dot(apart, apart) / n
	noise := sd * sd * (n - 1) / n
	if noise > variance {
		return fmt.Errorf("%w: the predictions of role %v vary by a standard deviation of %.3g beyond lanes, detours and roads, so that they can have a noise of %.3g at most, not %v",
			ErrNoise, role, math.Sqrt(variance), math.Sqrt(variance*n/(n-1)), sd)
	}
	if variance == 0 {
		return nil
	}
	share := 1 - math.Sqrt(1-noise/variance)
	for k, i := range rows {
		predicted[i] -= float64(share * apart.AtVec(k))
	}
	return nil
}

// beyondInstruments returns what of some predictions the instruments of their moments do not
// explain, by least squares.
func (e *Estimator) beyondInstruments(predicted []float64, rows []int) (*mat.VecDense, error) {
	const instruments = 3
	x, y := mat.NewDense(len(rows), instruments, nil), mat.NewVecDense(len(rows), nil)
	for k, i := range rows {
		y.SetVec(k, predicted[i])
		if e.Sample.Roles[i] == Interior {
			x.SetRow(k, []float64{1, e.DetourKM[i], e.Sample.LinkKM[i]})
		} else {
			x.SetRow(k, []float64{1, e.Sample.Sizes[i], 0})
		}
	}
	known := x.Slice(0, len(rows), 0, instruments)
	if e.Sample.Roles[rows[0]] != Interior {
		known = x.Slice(0, len(rows), 0, instruments-1)
	}
	var b, fitted mat.VecDense
	if err := b.SolveVec(known, y); err != nil {
		return nil, err
	}
	fitted.MulVec(known, &b)
	y.SubVec(y, &fitted)
	return y, nil
}
