package osm

import (
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// assembly turns roads into segments.
type assembly struct {
	profile *Profile
	roads   *roads
	places  []int32 // the vertex of every ref of roads
	*vertices
	builder graph.Builder
	node    []graph.NodeID // per vertex that is a node
	via     []graph.Point
	report  *Report
}

// eachRun calls visit for the unbroken runs of vertices of road i.
func (a *assembly) eachRun(i int, visit func(run []int32)) {
	line := a.places[a.roads.list[i].firstRef:a.roads.list[i+1].firstRef]
	start := 0
	for j := range line {
		switch {
		case a.state[line[j]]&vertexPlaced == 0:
			a.endRun(line[start:j], visit)
			start = j + 1
		case j > start && a.acrossMeridian(line[j-1], line[j]):
			a.endRun(line[start:j], visit)
			start = j
		}
	}
	a.endRun(line[start:], visit)
}

func (a *assembly) endRun(run []int32, visit func(run []int32)) {
	if len(run) > 1 && !a.samePlace(run) {
		visit(run)
	}
}

// halfTurn is 180 degrees: two neighbours farther apart in longitude lie across
// the 180th meridian.
const halfTurn int64 = 180e7

func (a *assembly) acrossMeridian(u, v int32) bool {
	apart := int64(a.at[u].Lon) - int64(a.at[v].Lon)
	return apart > halfTurn || apart < -halfTurn
}

// mark finds the vertices that are nodes, and counts what cannot be used.
func (a *assembly) mark() {
	for i, r := range a.roads.list[:len(a.roads.list)-1] {
		runs := 0
		a.eachRun(i, func(run []int32) {
			runs++
			for j, vertex := range run {
				if j == 0 || j == len(run)-1 || a.state[vertex]&(vertexUsed|vertexBlocked) != 0 {
					a.state[vertex] |= vertexNode
				}
				a.state[vertex] |= vertexUsed
			}
		})
		a.count(i, r, runs)
	}
	for vertex, state := range a.state {
		if state&vertexUsed != 0 {
			a.report.Vertices++
			if state&vertexBlocked != 0 {
				a.dropped.add(dropBarrier, a.ids[vertex], "")
			}
		}
	}
}

func (a *assembly) count(i int, r road, runs int) {
	line := a.places[r.firstRef:a.roads.list[i+1].firstRef]
	missing := a.missing(line) > 0
	if missing {
		a.roads.dropped.add(dropMissing, r.id, "")
	}
	for j := 1; j < len(line); j++ {
		if a.missing(line[j-1:j+1]) == 0 && a.acrossMeridian(line[j-1], line[j]) {
			a.roads.dropped.add(dropMeridian, r.id, "")
			break
		}
	}
	switch {
	case runs > 0:
		a.report.Roads++
		if r.class == a.profile.ferry() {
			a.report.Ferries++
		}
	case !missing:
		a.roads.dropped.add(dropPoint, r.id, "")
	}
}

// build adds the segments in the order of the file, and each node when it is
// first met.
func (a *assembly) build() (*graph.Graph, error) {
	for _, name := range columnNames {
		a.builder.AddColumn(name)
	}
	a.node = slices.Repeat([]graph.NodeID{graph.None}, len(a.ids))
	for i := range len(a.roads.list) - 1 {
		values := a.values(i)
		a.eachRun(i, func(run []int32) { a.addRun(i, run, values) })
	}
	a.places, a.roads.refs, a.node = nil, nil, nil
	return a.builder.Build()
}

func (a *assembly) addRun(i int, run []int32, values []string) {
	start := 0
	for j := 1; j < len(run); j++ {
		if a.state[run[j]]&vertexNode == 0 {
			continue
		}
		a.via = a.via[:0]
		for _, vertex := range run[start+1 : j] {
			a.via = append(a.via, a.at[vertex])
		}
		a.builder.AddSegment(graph.Segment{From: a.nodeAt(run[start]), To: a.nodeAt(run[j]), Via: a.via,
			Direction: a.roads.list[i].dir, Values: values})
		start = j
	}
}

// nodeAt returns the node of a vertex. At a barrier every segment ends in a
// node of its own.
func (a *assembly) nodeAt(vertex int32) graph.NodeID {
	if a.blockedAt(vertex) {
		return a.builder.AddNode(a.at[vertex])
	}
	if a.node[vertex] == graph.None {
		a.node[vertex] = a.builder.AddNode(a.at[vertex])
	}
	return a.node[vertex]
}
