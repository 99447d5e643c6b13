package assign

// stride is the length of the steps of a fixed-point search, by Aitken's delta-squared method of
// the last two differences between where the search is and where it is sent. The longest step is
// cut, to a half, a third and so on, whenever it has not helped for a while, so that
// steps come to be short enough to go down.
type stride struct {
	length        float64 // 0 before the first
	most          float64
	along, across float64 // of the differences
	best          float64 // gap so far
	since, cuts   int     // iterations without a better one; cuts of most
}

const (
	stridePatience = 10 // iterations without a better gap before steps are cut
	leastStride    = 1e-3
)

// turn takes a difference, and the one of the step before, of which it returns the new one.
func (s *stride) turn(last, difference float64) float64 {
	change := last - difference
	s.along += float64(last * change)
	s.across += float64(change * change)
	return difference
}

// next sets the length after all differences have been taken. The first step goes all the way.
func (s *stride) next() {
	if s.length == 0 {
		s.length, s.most = 1, 1
	} else if s.across > 0 {
		s.length = min(s.most, max(leastStride*s.most, s.length*s.along/s.across))
	}
	s.along, s.across = 0, 0
}

// look takes the gap that a step has led to.
func (s *stride) look(gap float64, first bool) {
	if first || gap < s.best {
		s.best, s.since = gap, 0
	} else if s.since++; s.since%stridePatience == 0 {
		s.cuts++
		s.most = 1 / float64(s.cuts+1)
	}
}
