// Package cch answers shortest-path questions on a road network in microseconds,
// exactly, and takes new weights in milliseconds: customizable contraction
// hierarchies.
//
// # Theory
//
// Number the nodes in some order, and eliminate them one by one, each time
// joining the higher neighbours of the eliminated node to each other. The network
// with all arcs so added is chordal: any two higher neighbours of a node are
// joined. If every arc costs no more than a detour over a lower node, its lower
// triangles, then among the shortest paths between two nodes there is one that
// first only rises and then only falls. A query therefore climbs from both ends
// and meets in the middle. The lowest higher neighbour of a node is its parent in
// the elimination tree, and all that a query can see lies on the two ways to the
// root. With an order by recursive separators those ways are short: about 130
// nodes in the road network of New York, which has 264,346.
//
// The work falls into three phases. The order ([NewOrder]) and the arcs ([New])
// depend on the network alone, and are made once and stored ([Save], [Open]).
// Weights come second ([Customize]), and changed weights again
// ([Metric.Update]). Queries come last.
//
// # Types
//
// [Index] is the hierarchy without weights, and [Metric] with them. Any number of
// goroutines share both. Each asks through its own object: [Query] for one route,
// [Table] and [Row] for many routes between fixed and free places, [Sweep] for
// all distances from a place, [Loading] for the flows of many trips at once.
// Weights are float64 or uint32.
//
//	order, err := cch.NewOrder(ctx, g, cch.OrderOptions{})
//	index := cch.New(g, order)
//	metric := cch.Customize(index, graph.LengthMetric(g), cch.CustomizeOptions{})
//	query := metric.NewQuery()
//	meters := query.Run(from, to)
//	path = query.AppendPath(path[:0])
//
// # Sources
//
// The hierarchy, its customization and the elimination-tree query: J. Dibbelt,
// B. Strasser, D. Wagner, "Customizable Contraction Hierarchies", ACM J. Exp.
// Algorithmics 21, 2016, doi:10.1145/2886843; updates of single arcs and perfect
// customization, too. Separators: A. Schild, C. Sommer, "On Balanced Separators
// in Road Networks", SEA 2015, doi:10.1007/978-3-319-20086-6_22 (inertial flow),
// refined as in L. Gottesbueren, M. Hamann, T. Uhl, D. Wagner, "Faster and Better
// Nested Dissection Orders for Customizable Contraction Hierarchies", Algorithms
// 12(9), 2019, doi:10.3390/a12090196. Maximum flow: E. A. Dinic, 1970. Sweeps:
// D. Delling, A. Goldberg, A. Nowatzyk, R. Werneck, "PHAST", J. Parallel Distrib.
// Comput. 73(7), 2013, doi:10.1016/j.jpdc.2012.02.007. Tables are hub labels in
// the sense of I. Abraham et al., "A Hub-Based Labeling Algorithm", SEA 2011,
// doi:10.1007/978-3-642-20662-7_20, with the ways to the root as labels; so are the
// loadings of trips, a task that L. Buchhold, P. Sanders, D. Wagner, "Real-Time
// Traffic Assignment Using Engineered Customizable Contraction Hierarchies", JEA 24,
// 2019, doi:10.1145/3362693, do by batches of queries.
//
// Deviations: flow runs through nodes, not edges, and so finds separators of
// nodes directly. Dead ends and nodes of degree two are eliminated before the
// dissection, and pieces of at most 32 nodes by minimum degree, with the
// separators around them counted in. Networks without coordinates are placed by
// their distances from four far nodes and then treated alike. Distances are kept
// by depth in the tree and not by node, so that they stay in the first-level
// cache. What an arc stands for is found when a path first asks for it.
//
// # Determinism
//
// Orders, hierarchies and metrics are the same to the bit on any number of
// cores. Where paths tie, the choice is a function of network, order and metric.
//
// # Limits
//
// No turn costs. Weights are at least 0. Distances are exact when sums of weights
// are, as those of multiples of [graph.Step] are; otherwise they are right to
// rounding. A hierarchy has at most 2^30 arcs. Networks without small separators,
// unlike any of roads, give large hierarchies: see [Index.Quality].
package cch
