package replicate

import (
	"errors"
	"fmt"
	"math"
)

// rush finds the equilibrium of a crowd: exactly, in finitely many steps, and from
// the same start every time, so that it is a function of the parameters alone.
//
// Groups arrive one after the other, each a little at a time. Who arrives takes the
// cheapest crossing; where that ties with others, for him or for somebody who would make
// room for him, the prices of all these rise together and people move on. A step
// ends when the group has arrived, when one more crossing ties, or when a group has left
// a crossing altogether. So there is an equilibrium of those who have arrived at any
// time: the method of successive shortest paths (R. G. Busacker, P. J. Gowen, "A
// Procedure for Determining a Family of Minimal-Cost Network Flow Patterns", 1961), for
// prices that rise and flow that is not counted but measured.
//
// One goroutine may use it.
type rush struct {
	*crowd
	flow  [][]float64 // units per group and crossing
	users [][]int     // groups with a flow, per crossing
	price []float64   // metres beyond the road, per crossing
	load  []float64   // units over each crossing with a price that rises
	scale []float64   // the price at a load of 1, metres
	power float64     // delta
	// leaving is what the next user of a crossing would lose by going to another, metres.
	leaving [][]float64
	step
}

// step is the state of one step.
type step struct {
	arriving int       // the group
	order    []int     // crossings whose prices rise, each after the one that it is reached from
	parent   []int     // the crossing from which it is reached, or fromRoad or notThere
	movable  []float64 // units over the parent whose groups would as well go over the crossing
	gain     []float64 // units that go over the crossing, or on from it, in addition
	weight   []float64 // of each crossing in a sum of gains
	movers   []mover   // by parent
	stale    []bool    // a group has left the crossing
}

// mover is a group over one crossing that would as well go over another.
type mover struct {
	group, from, to int
	units           float64 // over from
}

// Values of step.parent that are no crossing.
const (
	fromRoad = -1 // who arrives may go there
	notThere = -2 // its price does not rise
)

const (
	tieMeters = 1e-6  // prices that differ by less tie
	crumb     = 1e-13 // units that are nothing
)

var errRush = errors.New("the equilibrium was not found")

func (c *crowd) newRush() *rush {
	n := len(c.lanes)
	row := func() []float64 { return make([]float64, n) }
	r := &rush{crowd: c, users: make([][]int, n), price: row(), load: row(), scale: row(),
		step: step{parent: make([]int, n), movable: row(), gain: row(), weight: row(), stale: make([]bool, n)}}
	for range c.mass {
		r.flow = append(r.flow, row())
	}
	for range n {
		r.leaving = append(r.leaving, row())
	}
	return r
}

// solve finds the equilibrium at some parameters. Time is some microseconds a step,
// of which there are two or three for every group.
func (r *rush) solve(p Params) error {
	r.begin(p)
	const patience = 10_000 // steps for one group; a few are usual
	for i, mass := range r.mass {
		r.arriving = i
		steps := 0
		for mass > crumb {
			mass -= r.advance(mass)
			if steps++; steps > patience {
				return fmt.Errorf("%w: group %d of %d keeps moving at %+v", errRush, i+1, len(r.mass), p)
			}
		}
	}
	return nil
}

// begin empties the roads.
func (r *rush) begin(p Params) {
	r.power = p.Delta10 / deltaScale
	for j := range r.price {
		r.price[j], r.load[j] = 0, 0
		r.scale[j] = metersPerKM * (float64(p.PhiTruck*r.truck[j]) + float64(p.PhiPort*r.port[j]))
		if r.power == 0 { // a toll
			r.price[j], r.scale[j] = r.scale[j], 0
		}
		r.users[j] = r.users[j][:0]
		for k := range r.leaving[j] {
			r.leaving[j][k] = math.Inf(1)
		}
	}
	for i := range r.flow {
		clear(r.flow[i])
	}
}

// advance lets at most mass of the group arrive, until something changes. It returns how
// much did.
func (r *rush) advance(mass float64) float64 {
	next := r.reach()
	for _, j := range r.order {
		if r.scale[j] == 0 { // never crowded: all may go there
			return r.send(j, mass)
		}
	}
	if total := r.gains(next); !(total <= mass) {
		for _, j := range r.order {
			r.weight[j] = 1
		}
		next = r.riseFor(mass)
		r.gains(next)
	}
	return r.raise(r.limit(next), mass)
}

// reach finds the crossings whose prices must rise together, and how far they may
// until somebody has another choice.
func (r *rush) reach() (rise float64) {
	r.order, r.movers = r.order[:0], r.movers[:0]
	meters, least := r.meters[r.arriving], math.Inf(1)
	for j := range meters {
		least = min(least, meters[j]+r.price[j])
	}
	for j := range meters {
		r.parent[j] = notThere
		if meters[j]+r.price[j] <= least+tieMeters {
			r.parent[j] = fromRoad
			r.order = append(r.order, j)
		}
	}
	for at := 0; at < len(r.order); at++ {
		k := r.order[at]
		for l, loss := range r.leaving[k] {
			if r.parent[l] == notThere && loss+r.price[l]-r.price[k] <= tieMeters {
				r.parent[l] = k
				r.order = append(r.order, l)
				r.findMovers(k, l)
			}
		}
	}
	rise = math.Inf(1)
	for l, parent := range r.parent {
		if parent != notThere {
			continue
		}
		rise = min(rise, meters[l]+r.price[l]-least)
		for _, k := range r.order {
			rise = min(rise, r.leaving[k][l]+r.price[l]-r.price[k])
		}
	}
	return rise
}

// findMovers lists the groups that are the first to leave k for l.
func (r *rush) findMovers(k, l int) {
	r.movable[l] = 0
	for _, i := range r.users[k] {
		if r.meters[i][l]-r.meters[i][k] == r.leaving[k][l] {
			r.movable[l] += r.flow[i][k]
			r.movers = append(r.movers, mover{i, k, l, r.flow[i][k]})
		}
	}
}
