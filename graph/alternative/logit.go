package alternative

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// Share is the part of choice that falls to one path of a set.
type Share struct {
	// PathSize is 1 for a path that shares no road with another of the set, and 1/n
	// for each of n that are the same.
	PathSize    float64
	Probability float64
}

// Logit spreads choice over paths: the probability of path i is in proportion to
//
//	PS(i) exp(-theta c(i)),  PS(i) = sum over its roads a of l(a)/L(i) / n(a)
//
// where c is the cost, l(a) and L(i) are lengths in metres, and n(a) is the number of
// paths of the set that use a. That is the path-size logit of Ben-Akiva and Bierlaire
// with a coefficient of 1 on ln PS, in the form without their weights
// by length, which differ by little among paths of like length. A theta of 0 spreads
// by path size alone. Theta is per unit of cost and at least 0. Time is linear in the spans.
func Logit(paths []Path, theta float64) []Share {
	shares := make([]Share, len(paths))
	users := map[graph.Span]int{}
	for _, p := range paths {
		for _, s := range p.Spans {
			users[upright(s)]++
		}
	}
	least := math.Inf(1)
	for i, p := range paths {
		shares[i].PathSize = pathSize(p, users)
		least = min(least, p.Cost)
	}
	sum := 0.0
	for i, p := range paths {
		shares[i].Probability = float64(shares[i].PathSize * math.Exp(-theta*(p.Cost-least)))
		sum += shares[i].Probability
	}
	for i := range shares {
		shares[i].Probability /= sum
	}
	return shares
}

// upright names a span whatever the direction of travel.
func upright(s graph.Span) graph.Span {
	s.FromMeters, s.ToMeters = min(s.FromMeters, s.ToMeters), max(s.FromMeters, s.ToMeters)
	return s
}

func pathSize(p Path, users map[graph.Span]int) float64 {
	length, own := 0.0, 0.0
	for _, s := range p.Spans {
		length += s.LengthMeters()
		own += s.LengthMeters() / float64(users[upright(s)])
	}
	if length == 0 {
		return 1
	}
	return own / length
}
