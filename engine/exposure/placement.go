package exposure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Shuffle places the origins of each layer anew, each in its own stratum, such as
// municipalities of the same state and of like population.
type Shuffle struct {
	routes []Set // by municipality; nil without a route
	drawn  []choice
}

// choice is how many origins of a layer a stratum has, and whom they may be.
type choice struct {
	members []int32
	count   int
}

// NewShuffle makes a shuffle. routes holds for each municipality the set of those
// on its route, nil where it has none; strata numbers the groups, negative for
// none; layers lists the municipalities of each layer of origins. Origins without
// a route or a stratum stay away. Free counts the origins that could be elsewhere.
func NewShuffle(routes []Set, strata []int, layers [][]int) (s *Shuffle, free int) {
	groups := map[int][]int32{}
	for i, g := range strata {
		if g >= 0 && routes[i] != nil {
			groups[g] = append(groups[g], int32(i))
		}
	}
	s = &Shuffle{routes: routes}
	for _, layer := range layers {
		count := map[int]int{}
		for _, i := range distinct(layer) {
			if strata[i] >= 0 && routes[i] != nil {
				count[strata[i]]++
			}
		}
		for _, g := range sortedKeys(count) {
			s.drawn = append(s.drawn, choice{groups[g], count[g]})
			if len(groups[g]) > count[g] {
				free += count[g]
			}
		}
	}
	return s, free
}

func distinct(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func sortedKeys(m map[int]int) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Draw takes as many municipalities of each stratum as there were origins, none
// twice in a layer, and puts those on their routes into the set.
func (s *Shuffle) Draw(random *rand.Rand, on Set) {
	var room [64]int32
	for _, c := range s.drawn {
		// R. W. Floyd's sample without replacement, which moves nothing.
		taken, n := room[:0], len(c.members)
		for j := n - c.count; j < n; j++ {
			k := int32(random.IntN(j + 1))
			if slices.Contains(taken, k) {
				k = int32(j)
			}
			taken = append(taken, k)
			on.Union(s.routes[c.members[k]])
		}
	}
}

// RandomRoutes draws as many routes as there are to each port, each from any
// municipality of the country that reaches it.
type RandomRoutes struct {
	ends []portRoutes
}

type portRoutes struct {
	routes []Set
	count  int
}

// Add has count routes drawn to one port: routes holds, for each municipality
// that reaches it, the set of those on the way.
func (r *RandomRoutes) Add(routes []Set, count int) {
	if len(routes) > 0 {
		r.ends = append(r.ends, portRoutes{routes, count})
	}
}

// Draw puts the municipalities on random routes into the set.
func (r *RandomRoutes) Draw(random *rand.Rand, on Set) {
	for _, e := range r.ends {
		for range e.count {
			on.Union(e.routes[random.IntN(len(e.routes))])
		}
	}
}

// Strata numbers groups of municipalities: those of one group (such as a state)
// and of one of the classes of equal number that their values (such as population)
// fall into over the whole country. One class is groups alone. Municipalities with a
// negative group, or without a value where there are classes, have the stratum -1.
func Strata(groups []int, values []float64, classes int) []int {
	var order []int
	strata := make([]int, len(groups))
	for i, g := range groups {
		strata[i] = -1
		if g >= 0 && (classes <= 1 || !math.IsNaN(values[i])) {
			order = append(order, i)
		}
	}
	if classes <= 1 {
		for _, i := range order {
			strata[i] = groups[i]
		}
		return strata
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	for rank, i := range order {
		strata[i] = groups[i]*classes + rank*classes/len(order)
	}
	return strata
}
