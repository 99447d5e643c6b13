package assign

import "math"

// even makes the two paths to p cost the same, from where they part, or moves all flow.
func (b *shifter) even(g *gardener, t *bush, p int32) {
	dear, cheap := tally{most: math.Inf(1)}, tally{most: math.Inf(1)}
	x, y := b.back(t, g.most[p], &dear), b.back(t, g.least[p], &cheap)
	for x != y {
		if x < y {
			y = b.back(t, g.least[y], &cheap)
			continue
		}
		if g.most[x] < 0 { // no flow came here when the labels were made
			return
		}
		x = b.back(t, g.most[x], &dear)
	}
	gap := dear.price - cheap.price
	if gap <= noise*dear.price {
		return
	}
	if amount := min(dear.most, gap/(dear.slope+cheap.slope)); amount > 0 {
		m := moved{p, x, amount}
		b.move(g, t, m)
		if after := b.difference(g, t, m); after < -overshot*gap {
			b.bracket(g, t, overshoot{m, gap, after})
		}
	}
}

// tally sums over the links of a path, and holds the least flow of them.
type tally struct{ price, slope, most float64 }

// back adds a link and returns its tail.
func (b *shifter) back(t *bush, e int32, sum *tally) int32 {
	l := &t.links[e]
	sum.price += b.prices[l.arc]
	sum.slope += b.slopes[l.arc]
	sum.most = min(sum.most, l.flow)
	return l.tail
}

// moved is an amount of flow between the paths from one place to another.
type moved struct {
	to, from int32
	amount   float64
}

func (b *shifter) move(g *gardener, t *bush, m moved) {
	for x := m.to; x != m.from; {
		l := &t.links[g.most[x]]
		l.flow -= m.amount
		b.change(l.arc, -m.amount)
		x = l.tail
	}
	for y := m.to; y != m.from; {
		l := &t.links[g.least[y]]
		l.flow += m.amount
		b.change(l.arc, m.amount)
		y = l.tail
	}
}

func (b *shifter) change(k int32, amount float64) {
	b.flows[k] = max(0, b.flows[k]+amount)
	b.prices[k], b.slopes[k] = b.n.both(k, b.flows[k])
}

// Constants of bracket: the part of the difference in price that may be left with its
// sign turned, the part that is brought about otherwise, and the trials for it.
const (
	overshot = 1.0 / 2
	evened   = 1.0 / 16
	trials   = 30
)

// difference returns how much dearer the dear path is than the cheap one.
func (b *shifter) difference(g *gardener, t *bush, m moved) float64 {
	sum := 0.0
	for x := m.to; x != m.from; {
		l := &t.links[g.most[x]]
		sum += b.prices[l.arc]
		x = l.tail
	}
	for y := m.to; y != m.from; {
		l := &t.links[g.least[y]]
		sum -= b.prices[l.arc]
		y = l.tail
	}
	return sum
}

// overshoot is a move that turned a difference in price, from before to below 0.
type overshoot struct {
	moved
	before, after float64
}

// bracket takes back a part of a move: regula falsi, with the value at an end that stays
// halved (the method of Illinois). Newton's step is far too long where a price without flow
// hardly rises, and where it rises as a root.
func (b *shifter) bracket(g *gardener, t *bush, o overshoot) {
	low, high := 0.0, o.amount
	atLow, atHigh := o.before, o.after
	at, last := o.amount, 0
	for range trials {
		next := low + (high-low)*atLow/(atLow-atHigh)
		if !(next > low && next < high) {
			break
		}
		o.amount = next - at
		b.move(g, t, o.moved)
		at = next
		now := b.difference(g, t, o.moved)
		if math.Abs(now) <= evened*o.before {
			break
		}
		if now > 0 {
			low, atLow = at, now
			if last > 0 {
				atHigh /= 2
			}
			last = 1
		} else {
			high, atHigh = at, now
			if last < 0 {
				atLow /= 2
			}
			last = -1
		}
	}
}
