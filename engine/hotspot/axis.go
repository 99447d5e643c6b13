package hotspot

import "math"

// axis is count coordinates of equal step from lo to hi.
type axis struct {
	lo, hi float64
	count  int
}

func (a axis) step() float64 { return (a.hi - a.lo) / float64(a.count-1) }

// at is R's seq(lo, hi, length.out = count).
func (a axis) at(i int) float64 {
	if i == a.count-1 {
		return a.hi
	}
	return a.lo + float64(float64(i)*a.step())
}

// find returns the interval that holds x and the share of it before x.
func (a axis) find(x float64) (i int, share float64, ok bool) {
	if !(x >= a.lo && x <= a.hi) {
		return 0, 0, false
	}
	u := (x - a.lo) / a.step()
	i = min(int(u), a.count-2)
	return i, min(u-float64(i), 1), true
}

// window returns the indices [lo, hi) of the coordinates within some distance of x.
func (a axis) window(x, within float64) (lo, hi int) {
	last := float64(a.count - 1)
	lo = int(min(max(math.Floor((x-within-a.lo)/a.step()), 0), last))
	hi = int(min(max(math.Ceil((x+within-a.lo)/a.step()), 0), last))
	return lo, hi + 1
}
