package estimate

import (
	"errors"

	"gonum.org/v1/gonum/optimize"
)

// polish goes downhill in turns by simplices, one smaller than the other, which do not mind kinks, and by
// [search.descend], which follows narrow valleys, until neither helps.
func (s *search) polish(best point) point {
	const rounds, most, narrower, enough = 8, 250, 0.4, 1e-7
	size := 0.05
	for range rounds {
		next := s.descend(s.simplex(best, shape{size, most}))
		gain := best.f - next.f
		if next.f < best.f {
			best = next
		}
		if s.ended() || gain <= enough*best.f {
			break
		}
		size *= narrower
	}
	return best
}

var errEnded = errors.New("ended")

// recorder ends a search that has no point any more.
type recorder struct{ s *search }

func (r recorder) Init() error { return nil }

func (r recorder) Record(*optimize.Location, optimize.Operation, *optimize.Stats) error {
	if r.s.ended() {
		return errEnded
	}
	return nil
}

// shape is how large a simplex is to begin with, as a share of the reach, and how many evaluations
// it may take.
type shape struct {
	size float64
	most int
}

// simplex runs the method of Nelder and Mead in units of the reach.
func (s *search) simplex(from point, sh shape) point {
	x := make([]float64, len(from.x))
	function := func(z []float64) float64 {
		x := make([]float64, len(z))
		for i, p := range s.parameters {
			x[i] = from.x[i] + float64(p.Reach*z[i])
		}
		return s.folded(x)
	}
	result, err := optimize.Minimize(optimize.Problem{Func: function}, x, &optimize.Settings{
		FuncEvaluations: sh.most,
		Recorder:        recorder{s},
		Converger:       &optimize.FunctionConverge{Absolute: 1e-12, Relative: 1e-9, Iterations: 30},
	}, &optimize.NelderMead{SimplexSize: sh.size})
	if result == nil || err != nil && !errors.Is(err, errEnded) {
		return from // the function was infinite from the start
	}
	for i, p := range s.parameters {
		x[i] = from.x[i] + float64(p.Reach*result.X[i])
	}
	to := s.clamp(x)
	return point{to, s.at(to)}
}
