// Package alternative finds more than the one least-cost path between places: the
// k shortest, alternatives that a traveller would call different, how choice spreads
// over them, and all the paths that tie for the best.
//
// # Theory
//
// A [Trip] says where paths begin and end: at nodes, or in mid-segment, at one
// place or at the nearest of several. A [Finder] answers for one network and metric.
//
// [Finder.Shortest] lists the k shortest simple paths, those that visit no node twice.
// J. Y. Yen, "Finding the K Shortest Loopless Paths in a Network", Management Science
// 17(11), 1971, doi:10.1287/mnsc.17.11.712, parts the paths by where they leave those
// already found; E. L. Lawler, Management Science 18(7), 1972, doi:10.1287/mnsc.18.7.401,
// keeps each part once. The hierarchy (package cch) gives the least cost from every
// node to the end in one sweep. With it a part has a lower bound at once: the
// way so far, one arc, and the rest of least cost. Only the part with the
// least bound is solved, mostly by walking down those costs; where that
// walk would meet a node again, by A* under them. Postponing parts like this is
// A. Al Zoobi, D. Coudert, N. Nisse, SEA 2020, doi:10.4230/LIPIcs.SEA.2020.18.
//
// The k shortest paths differ by a detour round one block. [Finder.Via] finds paths over
// a node v, the shortest to it and the shortest from it, that are admissible in the sense of
// I. Abraham, D. Delling, A. V. Goldberg, R. F. Werneck, "Alternative Routes in
// Road Networks", ACM J. Exp. Algorithmics 18, 2013, doi:10.1145/2444016.2444019:
// they share little with the best and with each other, are locally optimal by
// the T-test, and no part of one is much longer than the shortest way between its ends.
// Nodes of one plateau, a stretch where the tree of shortest paths from the
// start and that to the end agree, give one path and are looked at once.
// [Finder.Penalty] makes the roads of every path found dearer and searches again.
//
// [Logit] spreads choice over a set of paths, corrected for their overlap by the path
// size of M. Ben-Akiva, M. Bierlaire, "Discrete Choice Methods and their
// Applications to Short Term Travel Decisions", Handbook of Transportation Science, 1999,
// doi:10.1007/978-1-4615-5203-1_2. [Finder.Optimal] holds all paths of least
// cost at once, counts them, and says what they have in common.
//
// # Limits
//
// Costs are compared exactly, as those of multiples of [graph.Step] can be. A place in
// mid-segment is a node of every path: no path runs through it twice, so none
// passes the whole segment of its start or of its only end. Finder.Penalty and Finder.Via
// are heuristics: there may be admissible paths that they do not find.
package alternative
