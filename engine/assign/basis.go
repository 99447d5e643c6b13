package assign

// basis is a basis of the ways to move the flow of a bush about. Of the links in use to a
// node, the one with the most flow is basic, and each of the others is a choice: more
// flow on it, and on the basic links to its tail, is less on the basic links to its head.
type basis struct {
	basic  []int32 // by place: the basic link, or -1 where no flow is
	number []int32 // per link: the number of the choice, or -1
	stops  []stop  // ascending
}

// stop is a place that a choice concerns, with its basic link and the numbers of the
// choices there, first .. end-1.
type stop struct{ place, arc, tail, first, end int32 }

func newBasis(b *bush) basis {
	c := basis{basic: make([]int32, len(b.nodes)), number: make([]int32, len(b.links))}
	for p := range b.nodes {
		c.basic[p] = -1
		most := 0.0
		for e := b.first[p]; e < b.first[p+1]; e++ {
			c.number[e] = -1
			if x := b.links[e].flow; x > most {
				most, c.basic[p] = x, e
			}
		}
	}
	return c
}

// choose adds the choices of bush i, those that have a second derivative, to w.
func (w *newton) choose(i int) {
	b, c := &w.trees[i], &w.bases[i]
	concerned := make([]bool, len(b.nodes))
	for p := int32(1); p < int32(len(b.nodes)); p++ {
		for e := b.first[p]; e < b.first[p+1]; e++ {
			if b.links[e].flow == 0 || e == c.basic[p] {
				continue
			}
			if h := w.along(i, choice{p, e}, concerned); h > 0 {
				c.number[e] = int32(len(w.weight))
				w.weight = append(w.weight, h)
				w.arc, w.tail = append(w.arc, b.links[e].arc), append(w.tail, b.links[e].tail)
			}
		}
	}
	for p, is := range concerned {
		if is {
			l := &b.links[c.basic[p]]
			s := stop{place: int32(p), arc: l.arc, tail: l.tail}
			for _, k := range c.number[b.first[p]:b.first[p+1]] {
				if k >= 0 {
					if s.end == 0 {
						s.first = k
					}
					s.end = k + 1
				}
			}
			c.stops = append(c.stops, s)
		}
	}
}

// choice is a link to a place.
type choice struct{ to, link int32 }

// along returns the second derivative of the objective along a choice, and marks the
// places that it concerns.
func (w *newton) along(i int, at choice, concerned []bool) float64 {
	b, c := &w.trees[i], &w.bases[i]
	sum := w.slopes[b.links[at.link].arc]
	back := func(p int32) int32 {
		concerned[p] = true
		l := &b.links[c.basic[p]]
		sum += w.slopes[l.arc]
		return l.tail
	}
	x, y := b.links[at.link].tail, back(at.to)
	for x != y {
		if x > y {
			x = back(x)
		} else {
			y = back(y)
		}
	}
	return sum
}

// carry adds to the delta what changes of choices change on arcs.
func (w *newton) carry(c *basis, z []float64) {
	clear(w.work)
	for i := len(c.stops) - 1; i >= 0; i-- {
		s := &c.stops[i]
		rest := w.work[s.place]
		for k := s.first; k < s.end; k++ {
			w.delta[w.arc[k]] += z[k]
			w.work[w.tail[k]] += z[k]
			rest -= z[k]
		}
		w.delta[s.arc] += rest
		w.work[s.tail] += rest
	}
}

// reduce fills out with what each choice costs more than the basic links. Costs from
// where the two part are enough.
func (w *newton) reduce(c *basis, costs, out []float64) {
	at := w.work
	clear(at)
	for i := range c.stops {
		s := &c.stops[i]
		to := at[s.tail] + costs[s.arc]
		at[s.place] = to
		for k := s.first; k < s.end; k++ {
			out[k] = at[w.tail[k]] + costs[w.arc[k]] - to
		}
	}
}

// ends fills load with the demand at every place.
func (w *newton) ends(i int, load []float64) {
	clear(load)
	place := w.gardeners[0].place
	for p, v := range w.trees[i].nodes {
		place[v] = int32(p)
	}
	for _, t := range w.n.roots[i].trips {
		load[place[t.node]] = t.flow
	}
	for _, v := range w.trees[i].nodes {
		place[v] = -1
	}
}

// clip fills the targets of a bush: the flows after the change, which is cut off, and
// fixed, where they would be negative. It returns how many choices it has fixed.
func (w *newton) clip(i int) (fixed int) {
	b, c := &w.trees[i], &w.bases[i]
	load, out := w.work, w.targets[i]
	w.ends(i, load)
	fix := func(e int32, flow float64) {
		if k := c.number[e]; k >= 0 {
			if w.change[k] = flow - b.links[e].flow; !w.fixed[k] {
				w.fixed[k] = true
				fixed++
			}
		}
		out[e] = flow
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		if c.basic[p] < 0 {
			continue
		}
		sum := 0.0
		for e := b.first[p]; e < b.first[p+1]; e++ {
			out[e] = 0
			if e != c.basic[p] {
				out[e] = b.links[e].flow
			}
			if k := c.number[e]; k >= 0 {
				if out[e] += w.change[k]; out[e] < 0 {
					fix(e, 0)
				}
			}
			sum += out[e]
		}
		if sum <= load[p] {
			out[c.basic[p]] = load[p] - sum
		} else {
			for e := b.first[p]; e < b.first[p+1]; e++ {
				fix(e, out[e]*load[p]/sum)
			}
		}
		for e := b.first[p]; e < b.first[p+1]; e++ {
			load[b.links[e].tail] += out[e]
		}
	}
	return fixed
}
