package cch_test

import (
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/graph/cch"
	"github.com/corredor-geo/corredor/graph/graphtest"
)

// TestPlan wants every node in one task; a subtree to be a task when it is no
// more than a 64th of all work and that of its parent is more; and of the nodes
// above, those with one child above the subtrees in its task, where no subtree
// comes in between.
func TestPlan(t *testing.T) {
	for seed := range uint64(40) {
		g, _ := graphtest.Random(seed, 400)
		checkPlan(t, prepare(t, g))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	checkPlan(t, prepare(t, grid(t, 40, 40)))
	checkPlan(t, prepare(t, grid(t, 1000, 1)))
}

func checkPlan(t *testing.T, ix *cch.Index) {
	t.Helper()
	parent, small := smallSubtrees(ix)
	tasks := cch.Tasks(ix)
	taskOf := make([]int32, len(parent))
	for v := range taskOf {
		taskOf[v] = -1
	}
	for i, task := range tasks {
		for _, v := range task.Nodes {
			if taskOf[v] != -1 || small[v] != task.Subtree {
				t.Fatalf("node %d is in tasks %d and %d, or in one of the wrong kind", v, taskOf[v], i)
			}
			taskOf[v] = int32(i)
		}
		if !slices.IsSorted(task.Nodes) {
			t.Errorf("task %d takes its nodes in the order %v", i, task.Nodes)
		}
	}
	children := make([]int, len(parent))
	for _, up := range parent {
		if up != -1 {
			children[up]++
		}
	}
	joins := make([]int, len(tasks))
	for v, up := range parent {
		here := taskOf[v]
		switch {
		case here == -1:
			t.Fatalf("node %d is in no task", v)
		case up == -1 && tasks[here].Parent != -1:
			t.Errorf("the task of root %d has one above", v)
		case up == -1:
		case small[up] != (small[v] && taskOf[up] == here) && small[v]:
			t.Errorf("node %d and its parent %d are in tasks %d and %d", v, up, here, taskOf[up])
		case !small[v] && (taskOf[up] == here) != (children[up] == 1):
			t.Errorf("node %d and its parent %d, with %d children, are in tasks %d and %d", v, up, children[up], here, taskOf[up])
		case taskOf[up] != here:
			joins[taskOf[up]]++
			if tasks[here].Parent != taskOf[up] || !slices.Contains(tasks[taskOf[up]].Below, here) {
				t.Errorf("task %d is not below task %d", here, taskOf[up])
			}
		}
	}
	for i, task := range tasks {
		if len(task.Below) != joins[i] {
			t.Errorf("task %d waits for %v, of %d", i, task.Below, joins[i])
		}
	}
}

// smallSubtrees returns the parents, and which nodes head a subtree of no more
// than a 64th of the work. A node with d upper neighbours is d*d/2 + d + 1 of it.
func smallSubtrees(ix *cch.Index) (parent []int32, small []bool) {
	parent, degree := cch.Tree(ix)
	work, total := make([]int, len(parent)), 0
	for v := range parent {
		d := int(degree[v])
		own := d*d/2 + d + 1
		total += own
		for at := int32(v); at != -1; at = parent[at] {
			work[at] += own
		}
	}
	for _, w := range work {
		small = append(small, w <= total/64)
	}
	return parent, small
}
