package cch

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// plan divides the elimination tree into tasks for several goroutines: whole
// subtrees of no more than a set amount of work, and above them stretches of
// the tree without a branch between tasks. A task may run when the tasks of all
// lower nodes are done, or, downwards, the task above it.
type plan struct {
	tasks []task
}

type task struct {
	subtree bool
	lo, hi  int32   // range of a subtree: lo <= v < hi
	node    []int32 // nodes of a stretch, upwards
	parent  int32   // task above, or none
	below   []int32 // tasks below
}

// planShare is the most work of one subtree task, as a share of all.
const planShare = 1.0 / 64

func newPlan(ix *Index) *plan {
	n := int32(len(ix.node))
	work := subtreeWork(ix)
	total := int64(0)
	for v, p := range ix.parent {
		if p == none {
			total += work[v]
		}
	}
	p, limit := &plan{}, int64(float64(total)*planShare)
	taskOf := filled([]int32(nil), int(n), int32(none))
	below := make([]int32, n) // children that are, or belong to, tasks of their own
	for v, up := range ix.parent {
		small := work[v] <= limit
		if small && up != none && work[up] <= limit {
			continue // inside a larger subtree
		}
		if small {
			taskOf[v] = int32(len(p.tasks))
			p.tasks = append(p.tasks, task{subtree: true, lo: ix.least[v], hi: int32(v) + 1, parent: none})
		}
		if up != none {
			below[up]++
		}
	}
	p.stretch(ix, work, limit, taskOf, below)
	return p
}

// subtreeWork estimates the work of customizing every subtree.
func subtreeWork(ix *Index) []int64 {
	work := make([]int64, len(ix.node))
	for v, up := range ix.parent {
		degree := int64(ix.first[v+1] - ix.first[v])
		work[v] += degree*degree/2 + degree + 1
		if up != none {
			work[up] += work[v]
		}
	}
	return work
}

// stretch makes the tasks above the subtrees.
func (p *plan) stretch(ix *Index, work []int64, limit int64, taskOf, below []int32) {
	for v := range int32(len(ix.node)) {
		if work[v] > limit {
			if taskOf[v] == none {
				taskOf[v] = int32(len(p.tasks))
				p.tasks = append(p.tasks, task{parent: none})
			}
			t := &p.tasks[taskOf[v]]
			t.node = append(t.node, v)
		}
		up := ix.parent[v]
		if up == none || taskOf[v] == none {
			continue
		}
		if below[up] == 1 && work[v] > limit {
			taskOf[up] = taskOf[v]
			continue
		}
		if taskOf[up] == none {
			taskOf[up] = int32(len(p.tasks))
			p.tasks = append(p.tasks, task{parent: none})
		}
		p.tasks[taskOf[v]].parent = taskOf[up]
		p.tasks[taskOf[up]].below = append(p.tasks[taskOf[up]].below, taskOf[v])
	}
}

// upwards runs every task after those below it. visit gets the worker's number.
func (p *plan) upwards(workers int, visit func(worker int, i int32)) {
	waiting := make([]atomic.Int32, len(p.tasks))
	var ready []int32
	for i := range p.tasks {
		waiting[i].Store(int32(len(p.tasks[i].below)))
		if len(p.tasks[i].below) == 0 {
			ready = append(ready, int32(i))
		}
	}
	p.run(workers, ready, func(worker int, i int32, release func(int32)) {
		visit(worker, i)
		if up := p.tasks[i].parent; up != none && waiting[up].Add(-1) == 0 {
			release(up)
		}
	})
}

// downwards runs every task after the one above it.
func (p *plan) downwards(workers int, visit func(worker int, t *task)) {
	var ready []int32
	for i := range p.tasks {
		if p.tasks[i].parent == none {
			ready = append(ready, int32(i))
		}
	}
	p.run(workers, ready, func(worker int, i int32, release func(int32)) {
		visit(worker, &p.tasks[i])
		for _, down := range p.tasks[i].below {
			release(down)
		}
	})
}

func (p *plan) run(workers int, ready []int32, do func(worker int, i int32, release func(int32))) {
	if len(p.tasks) == 0 {
		return
	}
	queue := make(chan int32, len(p.tasks)) // never blocks a sender
	for _, i := range ready {
		queue <- i
	}
	var left atomic.Int32
	left.Store(int32(len(p.tasks)))
	var group sync.WaitGroup
	for worker := range min(workers, len(p.tasks)) {
		group.Go(func() {
			for i := range queue {
				do(worker, i, func(next int32) { queue <- next })
				if left.Add(-1) == 0 {
					close(queue)
				}
			}
		})
	}
	group.Wait()
}

func workersOr(workers int) int {
	if workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return workers
}

// each calls visit for the nodes of a task, from the lowest up.
func (t *task) each(visit func(v int32)) {
	if t.subtree {
		for v := t.lo; v < t.hi; v++ {
			visit(v)
		}
		return
	}
	for _, v := range t.node {
		visit(v)
	}
}

// eachDown calls visit for the nodes of a task, from the highest down.
func (t *task) eachDown(visit func(v int32)) {
	if t.subtree {
		for v := t.hi - 1; v >= t.lo; v-- {
			visit(v)
		}
		return
	}
	for i := len(t.node) - 1; i >= 0; i-- {
		visit(t.node[i])
	}
}

// top returns the highest node of a task.
func (t *task) top() int32 {
	if t.subtree {
		return t.hi - 1
	}
	return t.node[len(t.node)-1]
}

// inTurn calls work for 0 <= i < n, on a number of goroutines, in no order.
func inTurn(n, workers int, work func(i, worker int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range min(workers, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i, worker)
			}
		})
	}
	group.Wait()
}
