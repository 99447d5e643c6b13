// Package graphtest is a conformance suite for shortest-path routers. Any
// router over a [graph.Graph] can be run through it: hand-drawn maps with known
// answers, and random directed networks with ties, zero weights, loops, parallel
// arcs, closed arcs and disconnected parts, on which the router must agree with
// [graph.Dijkstra] to the bit. Every path must lead from source to target along
// arcs that join, and its weights must add up to the distance.
//
// A failure prints the seed of its network; [Random] builds it again.
package graphtest
