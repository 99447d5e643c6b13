package vital

import (
	"cmp"
	"context"
	"slices"
)

// Options of [Exact].
type Options struct {
	// K is how many items may be closed.
	K int
	// Limit bounds the sets that are looked at; 0 is for DefaultLimit.
	Limit int
	// Known is a set of at most K items to begin with, such as that of [Greedy].
	Known State
}

// DefaultLimit is some minutes' work on the highways of a country.
const DefaultLimit = 200_000

// Found is the answer of [Exact].
type Found struct {
	Best State
	// Bound is what no set of K items is worth more than: Best.Worth itself when the search
	// was finished, more when it met its limit.
	Bound float64
	Sets  int // looked at
}

// Proven reports whether no set is worth more than the best.
func (f Found) Proven() bool { return f.Bound <= f.Best.Worth }

// Exact finds the set of at most K items that is worth most; of sets that are worth the
// same, the one met first, which depends on nothing but the input.
func Exact(ctx context.Context, p Problem, o Options) (Found, error) {
	s, st, err := p.begin(ctx)
	if err != nil {
		return Found{}, err
	}
	most, err := s.most(ctx, o.K)
	if err != nil {
		return Found{}, err
	}
	e := &exact{search: s, most: most, limit: cmp.Or(o.Limit, DefaultLimit), best: o.Known, bound: o.Known.Worth}
	if len(e.best.Ways) == 0 {
		e.best = st
	}
	err = e.branch(ctx, st, map[int]bool{}, o.K)
	return Found{e.best, max(e.bound, e.best.Worth), s.sets}, err
}

// most returns the most that k closures can make each traveller pay: the cost of the
// last of k+1 ways that share no item.
func (s *search) most(ctx context.Context, k int) ([]float64, error) {
	most := make([]float64, len(s.start))
	for i := range most {
		closed, way := []int(nil), s.start[i]
		for range k {
			if len(way.Items) == 0 || way.Cost >= s.CutOff {
				break // nothing can be closed to it, or it is
			}
			closed = append(closed, way.Items...)
			slices.Sort(closed)
			closed = slices.Compact(closed)
			ways, err := s.ways(ctx, closed, []int{i})
			if err != nil {
				return nil, err
			}
			way = ways[0]
		}
		most[i] = way.Cost
	}
	return most, nil
}

// exact is one search.
type exact struct {
	*search
	most  []float64
	limit int
	best  State
	bound float64 // of sets that were passed over for want of time
}

// stake is an item, its travellers, and the most that its closure can add.
type stake struct {
	item       int
	travellers []int
	gain       float64
}

// stakes lists the items in use that are not excluded, those with the most at stake first.
func (e *exact) stakes(st State, excluded map[int]bool) (list []stake) {
	on := st.used()
	for _, item := range sortedKeys(on) {
		if excluded[item] {
			continue
		}
		k := stake{item: item, travellers: on[item]}
		for _, i := range k.travellers {
			k.gain += float64(e.Weights[i] * max(0, e.most[i]-st.Ways[i].Cost))
		}
		list = append(list, k)
	}
	slices.SortStableFunc(list, func(a, b stake) int { return cmp.Compare(b.gain, a.gain) })
	return list
}

// few is how many sets are looked at side by side before the best is asked again.
const few = 16

// branch looks at the sets that hold a state's items, none of the excluded, and up to
// left more.
func (e *exact) branch(ctx context.Context, st State, excluded map[int]bool, left int) error {
	list := e.stakes(st, excluded)
	if left == 1 {
		return e.leaves(ctx, st, list)
	}
	var tried []int
	for k, stake := range list {
		bound := st.Worth
		for _, other := range list[k:min(k+left, len(list))] {
			bound += other.gain
		}
		if bound <= e.best.Worth {
			break
		}
		if e.sets >= e.limit {
			e.bound = max(e.bound, bound)
			break
		}
		next, err := e.closingEach(ctx, st, []int{stake.item}, map[int][]int{stake.item: stake.travellers})
		if err != nil {
			return err
		}
		if next[0].Worth > e.best.Worth {
			e.best = next[0]
		}
		if err := e.branch(ctx, next[0], excluded, left-1); err != nil {
			return err
		}
		excluded[stake.item] = true
		tried = append(tried, stake.item)
	}
	for _, item := range tried {
		delete(excluded, item)
	}
	return nil
}

// leaves looks at the last closure.
func (e *exact) leaves(ctx context.Context, st State, list []stake) error {
	for some := range slices.Chunk(list, few) {
		var items []int
		on := map[int][]int{}
		for _, stake := range some {
			if st.Worth+stake.gain > e.best.Worth {
				items, on[stake.item] = append(items, stake.item), stake.travellers
			}
		}
		if len(items) == 0 {
			break
		}
		if e.sets >= e.limit {
			e.bound = max(e.bound, st.Worth+some[0].gain)
			break
		}
		states, err := e.closingEach(ctx, st, items, on)
		if err != nil {
			return err
		}
		if better, ok := worst(states, e.best.Worth); ok {
			e.best = better
		}
	}
	return nil
}
