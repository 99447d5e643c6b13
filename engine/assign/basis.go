package assign

// basis is a basis of the ways to move the flow of a bush about. Of the links in use to a
// node, the one with the most flow is basic, and each of the others is a choice: more
// flow on it, and on the basic links to its tail, is less on the basic links to its head.
type basis struct {
	basic  []int32 // by place: the basic link, or -1 where no flow is
	number []int32 // per link: the number of the choice, or -1
}

// choice is a link to a place.
type choice struct{ to, link int32 }

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

// along returns the second derivative of the objective along a choice.
func (c *basis) along(b *bush, slopes []float64, at choice) float64 {
	sum := 0.0
	back := func(e int32) int32 {
		sum += slopes[b.links[e].arc]
		return b.links[e].tail
	}
	x, y := back(at.link), back(c.basic[at.to])
	for x != y {
		if x > y {
			x = back(c.basic[x])
		} else {
			y = back(c.basic[y])
		}
	}
	return sum
}

// carry adds to the delta of w what changes of choices change on arcs.
func (c *basis) carry(b *bush, z []float64, w *newton) {
	load := w.work[:len(b.nodes)]
	clear(load)
	for p := len(b.nodes) - 1; p > 0; p-- {
		rest := load[p]
		for e := b.first[p]; e < b.first[p+1]; e++ {
			if k := c.number[e]; k >= 0 {
				l := &b.links[e]
				w.delta[l.arc] += z[k]
				load[l.tail] += z[k]
				rest -= z[k]
			}
		}
		if rest != 0 {
			l := &b.links[c.basic[p]]
			w.delta[l.arc] += rest
			load[l.tail] += rest
		}
	}
}

// priced are costs per arc, and memory for those of places.
type priced struct{ costs, at []float64 }

// reduce fills out with what each choice costs more than the basic links.
func (c *basis) reduce(b *bush, p priced, out []float64) {
	p.at[0] = 0
	for q := 1; q < len(b.nodes); q++ {
		if c.basic[q] < 0 {
			continue
		}
		l := &b.links[c.basic[q]]
		p.at[q] = p.at[l.tail] + p.costs[l.arc]
		for e := b.first[q]; e < b.first[q+1]; e++ {
			if k := c.number[e]; k >= 0 {
				l := &b.links[e]
				out[k] = p.at[l.tail] + p.costs[l.arc] - p.at[q]
			}
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
