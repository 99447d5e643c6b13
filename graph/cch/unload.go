package cch

// wanted are the weights of the arcs up from a node that carry flow and are no
// arc of the graph, by level.
type wanted[W Weight] struct {
	weight [2]W
	flow   [2]float64 // upwards and downwards; 0 when nothing is wanted
}

// open replaces the arcs of the hierarchy by what they stand for, the highest first, so
// that each has all of its flow when its turn comes.
func (l *Loading[W]) open(m *Metric[W], flows []float64) {
	clear(flows)
	l.ix.tasks().downwards(len(l.porters), func(worker int, t *task) {
		p := l.porters[worker]
		t.eachDown(func(x int32) {
			if n := l.want(p, m, x, flows); n > 0 {
				l.hand(p, m, x, n)
			}
		})
	})
}

// want loads the arcs of the graph among those up from x, and returns how many others
// with flow it has left in the space.
func (l *Loading[W]) want(p *porter[W], m *Metric[W], x int32, flows []float64) (open int) {
	ix := l.ix
	for a := ix.first[x]; a < ix.first[x+1]; a++ {
		up, down := l.up.flow[a], l.down.flow[a]
		if up == 0 && down == 0 {
			continue
		}
		for in := ix.firstInput[a]; in < ix.firstInput[a+1]; in++ {
			arc, way := ix.input[in]>>1, ix.input[in]&1
			if way == 0 && up != 0 && m.weight[in] == m.up[a] {
				flows[arc], up = up, 0
			} else if way == 1 && down != 0 && m.weight[in] == m.down[a] {
				flows[arc], down = down, 0
			}
		}
		if up != 0 {
			open++
		}
		if down != 0 {
			open++
		}
		p.space[ix.depth[a]] = wanted[W]{[2]W{m.up[a], m.down[a]}, [2]float64{up, down}}
	}
	return open
}

// hand hands the flow of the arcs up from x, as many as are open, on to arcs up from lower nodes,
// looking at the highest first.
func (l *Loading[W]) hand(p *porter[W], m *Metric[W], x int32, open int) {
	ix := l.ix
	for i := ix.firstDown[x+1] - 1; open > 0; i-- {
		if i < ix.firstDown[x] {
			panic("cch: an arc has no unpacking")
		}
		a := ix.down[i]
		for b := a + 1; b < ix.first[ix.tail[a]+1]; b++ {
			w := &p.space[ix.depth[b]]
			if f := w.flow[0]; f != 0 && m.down[a]+m.up[b] == w.weight[0] {
				l.down.flow[a] += f
				l.up.flow[b] += f
				w.flow[0] = 0
				open--
			}
			if f := w.flow[1]; f != 0 && m.down[b]+m.up[a] == w.weight[1] {
				l.down.flow[b] += f
				l.up.flow[a] += f
				w.flow[1] = 0
				open--
			}
		}
	}
}
