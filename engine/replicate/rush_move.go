package replicate

import (
	"math"
	"slices"
)

// raise lets prices rise, and moves flow as the gains are. It returns how much arrived.
func (r *rush) raise(rise, mass float64) float64 {
	arrived := 0.0
	for _, j := range r.order {
		r.price[j] += rise
		r.load[j] = r.loadAt(j, r.price[j])
	}
	r.moveOn()
	for _, j := range r.order {
		if r.parent[j] == fromRoad {
			arrived += r.gain[j]
			r.put(r.arriving, j, r.gain[j])
		}
	}
	r.renew()
	if mass-arrived <= mass*crumb {
		return mass
	}
	return arrived
}

// send lets as much as possible arrive for a crossing that is never crowded, by moving others on
// to it. Prices stay.
func (r *rush) send(j int, mass float64) float64 {
	units := mass
	for l := j; r.parent[l] >= 0; l = r.parent[l] {
		units = min(units, r.movable[l])
	}
	for _, l := range r.order {
		r.gain[l] = 0
	}
	first := j
	for ; r.parent[first] >= 0; first = r.parent[first] {
		r.gain[first] = units
	}
	r.moveOn()
	r.put(r.arriving, first, units)
	r.renew()
	return units
}

// moveOn moves groups on to the crossings reached from theirs.
func (r *rush) moveOn() {
	for _, m := range r.movers {
		if r.gain[m.to] <= 0 {
			continue
		}
		units := float64(m.units * min(1, r.gain[m.to]/r.movable[m.to]))
		r.flow[m.group][m.from] -= units
		r.put(m.group, m.to, units)
		if r.flow[m.group][m.from] <= crumb {
			r.stale[m.from] = true
		}
	}
}

// put puts some of a group on a crossing. Crumbs, which are rounding, are swept away, lest
// the smallest of them stop prices from rising.
func (r *rush) put(i, j int, units float64) {
	if r.flow[i][j]+units <= crumb {
		return
	}
	r.flow[i][j] += units
	if slices.Contains(r.users[j], i) {
		return
	}
	r.users[j] = append(r.users[j], i)
	r.expect(i, j)
}

// expect notes what a group would lose by leaving a crossing.
func (r *rush) expect(i, j int) {
	leaving, meters := r.leaving[j], r.meters[i]
	here := meters[j]
	for l := range leaving {
		if loss := meters[l] - here; loss < leaving[l] {
			leaving[l] = loss
		}
	}
	leaving[j] = math.Inf(1)
}

// renew takes groups off the crossings that they have left.
func (r *rush) renew() {
	for k, stale := range r.stale {
		if !stale {
			continue
		}
		r.stale[k] = false
		r.users[k] = slices.DeleteFunc(r.users[k], func(i int) bool {
			gone := r.flow[i][k] <= crumb
			if gone {
				r.flow[i][k] = 0
			}
			return gone
		})
		for l := range r.leaving[k] {
			r.leaving[k][l] = math.Inf(1)
		}
		for _, i := range r.users[k] {
			r.expect(i, k)
		}
	}
}
