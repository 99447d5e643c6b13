package replicate

import (
	"math"
	"slices"
)

// loadAt returns the flow over a crossing at a price.
func (r *rush) loadAt(j int, price float64) float64 {
	return float64(r.lanes[j] * power(price/r.scale[j], 1/r.power))
}

// power is math.Pow for numbers not below 0, to some 1e-15, in a third of the time.
func power(x, y float64) float64 { return math.Exp(y * math.Log(x)) }

// gains fills in what goes over each crossing, or on from it, in addition when prices rise,
// and returns how much arrives.
func (r *rush) gains(rise float64) float64 {
	if math.IsInf(rise, 1) {
		return rise
	}
	for _, j := range r.order {
		r.gain[j] = r.loadAt(j, r.price[j]+rise) - r.load[j]
	}
	total := 0.0
	for _, j := range slices.Backward(r.order) {
		if up := r.parent[j]; up == fromRoad {
			total += r.gain[j]
		} else {
			r.gain[up] += r.gain[j]
		}
	}
	return total
}

// limit lowers a rise to that at which the first group has left a crossing, when of all that do
// not mind the same share moves on. The gains must be those of the rise, and will be.
func (r *rush) limit(rise float64) float64 {
	const rounding = 1e-12
	for range r.movers { // one after the other, the one that is furthest beyond first
		most, share := r.keenest()
		if share <= 1+rounding {
			break
		}
		rise = min(rise, r.riseOf(most))
		r.gains(rise)
	}
	return rise
}

// keenest returns the mover of whose group the largest share would move, and that share.
func (r *rush) keenest() (most mover, share float64) {
	for at, m := range r.movers {
		sum := r.gain[m.to] / r.movable[m.to]
		for _, other := range r.movers[at+1:] {
			if other.from != m.from {
				break
			}
			if other.group == m.group {
				sum += r.gain[other.to] / r.movable[other.to]
			}
		}
		if sum > share {
			most, share = m, sum
		}
	}
	return most, share
}

// riseOf returns the rise at which a mover's group has left its crossing.
func (r *rush) riseOf(m mover) float64 {
	for _, l := range r.order {
		r.weight[l] = 0
	}
	for _, other := range r.movers {
		if other.group == m.group && other.from == m.from {
			r.weight[other.to] = 1 / r.movable[other.to]
		}
	}
	for _, l := range r.order { // what goes on from them counts too
		if up := r.parent[l]; up >= 0 && r.weight[l] == 0 {
			r.weight[l] = r.weight[up]
		}
	}
	return r.riseFor(1)
}

// riseFor finds the rise at which the weighted sum of what the crossings take in more is so
// many units. Flow is concave in the price, so that Newton's method from below never goes
// too far.
func (r *rush) riseFor(units float64) float64 {
	rise, crossings := math.Inf(1), 0.0
	for _, j := range r.order {
		if r.weight[j] > 0 {
			crossings++
		}
	}
	for _, j := range r.order { // one of them takes its part at least
		if r.weight[j] > 0 {
			load := r.load[j] + units/crossings/r.weight[j]
			rise = min(rise, float64(r.scale[j]*power(load/r.lanes[j], r.power))-r.price[j])
		}
	}
	rise = max(rise, 0)
	const rounds, exact = 60, 1e-13
	for range rounds {
		missing, slope := units, 0.0
		for _, j := range r.order {
			if r.weight[j] > 0 {
				price := r.price[j] + rise
				load := r.loadAt(j, price)
				missing -= float64(r.weight[j] * (load - r.load[j]))
				slope += r.weight[j] * load / (r.power * price)
			}
		}
		next := rise + missing/slope
		if !(next > rise) || missing <= units*exact {
			break
		}
		rise = next
	}
	return rise
}
