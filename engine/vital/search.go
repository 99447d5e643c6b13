package vital

import (
	"context"

	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Problem is who travels over what.
type Problem struct {
	Network Network
	Weights []float64 // per traveller, at least 0
	// CutOff is what a traveller pays who has no way, and the most that anyone pays. It
	// should be more than any route costs.
	CutOff float64
	// Progress is told of every set that was looked at; nil for none. Not called at
	// the same time from several goroutines.
	Progress func(sets int)
}

// State is the travellers' ways while a set of items is closed.
type State struct {
	Closed []int // in the order in which they were closed
	Ways   []Way // per traveller
	Worth  float64
}

// search looks at sets.
type search struct {
	Problem
	start []Way
	sets  int
}

func (p Problem) begin(ctx context.Context) (*search, State, error) {
	s := &search{Problem: p}
	if s.Progress == nil {
		s.Progress = func(int) {}
	}
	var err error
	s.start, err = s.ways(ctx, nil, upTo(len(p.Weights)))
	return s, State{Ways: s.start}, err
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// ways asks the network, and lets nobody pay more than CutOff.
func (s *search) ways(ctx context.Context, closed, travellers []int) ([]Way, error) {
	closed = slices.Sorted(slices.Values(closed))
	ways, err := s.Network.Ways(ctx, closed, travellers)
	for i := range ways {
		ways[i].Cost = min(ways[i].Cost, s.CutOff)
	}
	return ways, err
}

// used lists the travellers on every item that some way uses and that is not closed.
func (st State) used() map[int][]int {
	on := map[int][]int{}
	for i, w := range st.Ways {
		for _, item := range w.Items {
			if !slices.Contains(st.Closed, item) {
				on[item] = append(on[item], i)
			}
		}
	}
	return on
}

// closing returns the state with one more item closed, on whose travellers alone that
// has an effect.
func (s *search) closing(ctx context.Context, st State, item int, travellers []int) (State, error) {
	next := State{Closed: append(slices.Clone(st.Closed), item), Ways: slices.Clone(st.Ways)}
	ways, err := s.ways(ctx, next.Closed, travellers)
	if err != nil {
		return next, err
	}
	for k, i := range travellers {
		next.Ways[i] = ways[k]
	}
	for i, w := range next.Ways {
		next.Worth += float64(s.Weights[i] * (w.Cost - s.start[i].Cost))
	}
	return next, nil
}

// closingEach looks at one more closure of each item, on several goroutines.
func (s *search) closingEach(ctx context.Context, st State, items []int, on map[int][]int) ([]State, error) {
	states := make([]State, len(items))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for k, item := range items {
		group.Go(func() (err error) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			states[k], err = s.closing(ctx, st, item, on[item])
			return err
		})
	}
	err := group.Wait()
	s.sets += len(items)
	s.Progress(s.sets)
	return states, err
}

// worst is the state of greatest worth, the first of equals; ok is false where none
// is worth more than a bound.
func worst(states []State, bound float64) (best State, ok bool) {
	for _, st := range states {
		if st.Worth > bound {
			best, bound, ok = st, st.Worth, true
		}
	}
	return best, ok
}

// Greedy closes up to k items one after the other, each the one that is then worth
// most, the lowest of equals. Steps are the states after each; fewer where no further closure
// changes anything. Singles are the states with each single item closed that some
// route uses, by item. It takes as many sets as there are items used, k times.
func Greedy(ctx context.Context, p Problem, k int) (steps, singles []State, err error) {
	s, st, err := p.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	for range k {
		on := st.used()
		states, err := s.closingEach(ctx, st, sortedKeys(on), on)
		if err != nil {
			return nil, nil, err
		}
		if singles == nil {
			singles = states
		}
		next, ok := worst(states, st.Worth)
		if !ok {
			break
		}
		st = next
		steps = append(steps, st)
	}
	return steps, singles, nil
}

func sortedKeys(on map[int][]int) []int {
	items := make([]int, 0, len(on))
	for item := range on {
		items = append(items, item)
	}
	slices.Sort(items)
	return items
}
