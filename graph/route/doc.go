// Package route finds least-cost routes between places on a network: positions
// in mid-segment as well as nodes.
//
// A [Router] joins a graph, a metric and a hierarchy (package cch). [Router.Table]
// pins a set of targets; [Table.Each] computes the row of every source, in
// parallel, each cell giving the cost and, on demand, the way as spans of segments.
//
// A route between two places leaves one over an end of its segment and comes to
// the other over an end of its own, or stays on one segment; all of these are
// compared. Costs are multiples of [graph.Step], so equal costs are equal
// exactly; among them the way along one segment comes first, then that of the hierarchy.
package route
