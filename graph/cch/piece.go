package cch

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// piece is a part of the network under dissection, with its own numbering.
type piece struct {
	adj  adjacency
	node []int32 // number in the whole network
	x, y []int32 // plane coordinates; empty when there are none
}

func (p *piece) count() int { return len(p.node) }

// place gives every node of the piece plane coordinates, equirectangular about
// the mean latitude, in units of 2e-7 degree so that sums fit 32 bits.
func (p *piece) place(g *graph.Graph) {
	p.x, p.y = make([]int32, p.count()), make([]int32, p.count())
	mean := 0.0
	for _, v := range p.node {
		mean += float64(g.Node(graph.NodeID(v)).Lat) / float64(p.count())
	}
	shrink := math.Cos(mean * 1e-7 * math.Pi / 180)
	for i, v := range p.node {
		at := g.Node(graph.NodeID(v))
		p.x[i], p.y[i] = int32(float64(at.Lon)*shrink)>>1, at.Lat>>1
	}
}

// Pieces below plainPiece are cut in two directions only.
const plainPiece = 300

// keys returns the directions along which to look for a separator, each as the
// position of a node along it.
func (p *piece) keys() []func(v int32) int32 {
	x, y := p.x, p.y
	if len(x) == 0 {
		x, y = p.embed()
	}
	keys := []func(v int32) int32{
		func(v int32) int32 { return x[v] },
		func(v int32) int32 { return y[v] },
		func(v int32) int32 { return (x[v] + y[v]) },
		func(v int32) int32 { return (x[v] - y[v]) },
	}
	if p.count() < plainPiece {
		return keys[:2]
	}
	return keys
}

// embed places the nodes by their distances in steps from two pairs of nodes far
// apart: the ends of a longest shortest path, nearly, and the ends of one across it.
func (p *piece) embed() (x, y []int32) {
	a := p.farthest(p.steps(0))
	fromA := p.steps(a)
	b := p.farthest(fromA)
	fromB := p.steps(b)
	both, across := make([]int32, p.count()), int32(0)
	for v := range both {
		// far from both ends, and as far from one as from the other
		both[v] = fromA[v] + fromB[v] - abs(fromA[v]-fromB[v])
	}
	across = p.farthest(both)
	fromC := p.steps(across)
	fromD := p.steps(p.farthest(fromC))
	for v := range fromA {
		fromA[v] -= fromB[v]
		fromC[v] -= fromD[v]
	}
	return fromA, fromC
}

func abs(x int32) int32 { return max(x, -x) }

func (p *piece) farthest(distance []int32) int32 {
	best := int32(0)
	for v, d := range distance {
		if d > distance[best] {
			best = int32(v)
		}
	}
	return best
}

// steps returns the number of edges between a node and every other.
func (p *piece) steps(from int32) []int32 {
	distance := filled([]int32(nil), p.count(), none)
	queue := make([]int32, 1, p.count())
	queue[0], distance[from] = from, 0
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		for _, w := range p.adj.neighbours(v) {
			if distance[w] == none {
				distance[w] = distance[v] + 1
				queue = append(queue, w)
			}
		}
	}
	return distance
}

// components labels the nodes by the part of the piece that they hang together with.
func (p *piece) components() (label []int32, parts int32) {
	label = filled([]int32(nil), p.count(), none)
	var stack []int32
	for v := range label {
		if label[v] != none {
			continue
		}
		label[v] = parts
		stack = append(stack, int32(v))
		for len(stack) > 0 {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range p.adj.neighbours(u) {
				if label[w] == none {
					label[w] = parts
					stack = append(stack, w)
				}
			}
		}
		parts++
	}
	return label, parts
}

// divide returns the pieces that the nodes of each label induce.
func (p *piece) divide(label []int32, parts int32) []*piece {
	divided := make([]*piece, parts)
	for i := range divided {
		divided[i] = &piece{adj: adjacency{first: []int32{0}}}
	}
	local := make([]int32, p.count())
	for v, part := range label {
		local[v] = int32(divided[part].count())
		divided[part].node = append(divided[part].node, p.node[v])
		if len(p.x) > 0 {
			divided[part].x = append(divided[part].x, p.x[v])
			divided[part].y = append(divided[part].y, p.y[v])
		}
	}
	for v, part := range label {
		adj := &divided[part].adj
		for _, w := range p.adj.neighbours(int32(v)) {
			if label[w] == part {
				adj.to = append(adj.to, local[w])
			}
		}
		adj.first = append(adj.first, int32(len(adj.to)))
	}
	return divided
}
