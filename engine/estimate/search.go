package estimate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Method is a way to look for the least of a function with several valleys.
type Method uint8

// The methods.
const (
	// Annealing walks at random from the start, with a Seed.
	Annealing Method = iota
	// MultiStart goes downhill from the best of many points spread evenly.
	MultiStart
)

var methodNames = []string{"annealing", "multistart"}

// String returns the name that [ParseMethod] reads.
func (m Method) String() string {
	if int(m) < len(methodNames) {
		return methodNames[m]
	}
	return fmt.Sprintf("Method(%d)", uint8(m))
}

// ParseMethod reads annealing or multistart.
func ParseMethod(name string) (Method, error) {
	for i, known := range methodNames {
		if name == known {
			return Method(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no method; write annealing or multistart", name)
}

// search looks for the least, from the starts among other points.
type search struct {
	*objective
	seed    uint64
	workers int
	effort  int // evaluations, about
}

// run goes downhill from the starts, whatever they are worth, and from the best points found.
func (s *search) run(m Method, starts [][]float64) point {
	candidates := make([]point, len(starts))
	for i, x := range starts {
		candidates[i] = point{x, s.at(x)}
	}
	const tries = 6
	var found []point
	if m == MultiStart {
		found = s.spread()
	} else {
		found = s.anneal(starts)
	}
	candidates = append(candidates, found[:min(tries, len(found))]...)
	better := make([]point, len(candidates))
	s.each(len(candidates), func(i int) { better[i] = s.descend(candidates[i]) })
	return s.polish(least(append(better, candidates...))[0])
}

// spread evaluates points spread evenly, and returns them, the best first, but none that is near
// one before.
func (s *search) spread() []point {
	const share = 4 // of the effort
	points := make([]point, max(1, s.effort/share))
	s.each(len(points), func(i int) {
		points[i].x = s.halton(i + 1)
		points[i].f = s.at(points[i].x)
	})
	var apart []point
	for _, p := range least(points) {
		if !slices.ContainsFunc(apart, func(q point) bool { return s.near(p.x, q.x) }) {
			apart = append(apart, p)
		}
	}
	return apart
}

func (s *search) near(x, y []float64) bool {
	const close = 0.05 // of the reach, in every direction
	for i, p := range s.parameters {
		if math.Abs(x[i]-y[i]) > close*p.Reach {
			return false
		}
	}
	return true
}

// halton returns a point of Halton's sequence within reach.
func (s *search) halton(n int) []float64 {
	x := make([]float64, len(s.parameters))
	for i, p := range s.parameters {
		x[i] = p.Low + float64(p.Reach*radicalInverse(n, prime(i)))
	}
	return x
}

// radicalInverse mirrors the digits of a number at the point.
func radicalInverse(n, base int) float64 {
	x, digit := 0.0, 1.0
	for ; n > 0; n /= base {
		digit /= float64(base)
		x += float64(digit * float64(n%base))
	}
	return x
}

// prime returns the i-th prime number, from 0.
func prime(i int) int {
	for n := 2; ; n++ {
		isPrime := true
		for d := 2; d*d <= n && isPrime; d++ {
			isPrime = n%d != 0
		}
		if isPrime {
			if i == 0 {
				return n
			}
			i--
		}
	}
}

// least sorts points by how good they are; of equals the first stays first.
func least(points []point) []point {
	slices.SortStableFunc(points, func(p, q point) int { return cmp.Compare(p.f, q.f) })
	return points
}

// each does n things on all cores.
func (s *search) each(n int, do func(i int)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, max(1, s.workers))
	for i := range n {
		slots <- struct{}{}
		wait.Go(func() {
			do(i)
			<-slots
		})
	}
	wait.Wait()
}
