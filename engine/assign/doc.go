// Package assign distributes demand over a network whose prices rise with use, until
// nobody gains by another path: traffic assignment.
//
// # Theory
//
// In a user equilibrium every used path between two nodes costs the same, and no
// unused one costs less (J. G. Wardrop, 1952, doi:10.1680/ipeds.1952.11259). Where the
// price of an arc depends on its own flow alone and does not fall with it, the
// equilibria are the minima of a convex function, the sum over the arcs of the
// integrals of their prices (M. Beckmann, C. McGuire, C. Winsten, "Studies in the
// Economics of Transportation", 1956). At marginal prices, flow * slope more, the
// same gives the system optimum, at which the total cost is least.
//
// How far flows are from equilibrium is told by the gap: what would be saved if everyone took
// the cheapest path at the present prices. The objective less the gap is a lower
// bound of its minimum.
//
// # Types
//
// A [Problem] is a graph, its [Cost] ([BPR], [Power], [Curves] and [Numeric] are such)
// and [Demand]. [Solve] makes a [Solution] of it, with one of three algorithms. [AllOrNothing] puts the
// demand on cheapest paths at fixed prices. [Solution.ProportionalPaths] spreads
// the flows over paths, and tells who uses an arc ([Paths.Through]) or one of many
// ([Paths.Using]). In a [StochasticEquilibrium] cheaper paths are
// only likelier; [SolveChoice] finds the one in which the last arc is so chosen, and the way to it is cheapest.
//
//	problem := assign.Problem{Graph: g, Cost: &assign.BPR{...}, Demand: demand}
//	solution, err := assign.Solve(ctx, problem, assign.Options{})
//	fmt.Println(solution.Flow, solution.RelativeGap)
//
// # Algorithms
//
// Algorithm B: R. B. Dial, "A path-based user-equilibrium traffic assignment algorithm that
// obviates path storage and enumeration", Transp. Res. B 40, 2006,
// doi:10.1016/j.trb.2006.02.008; new arcs as in Y. Nie, "A class of bush-based algorithms
// for the traffic assignment problem", Transp. Res. B 44, 2010,
// doi:10.1016/j.trb.2009.06.005. Frank-Wolfe: M. Frank, P. Wolfe, 1956,
// doi:10.1002/nav.3800030109. Bi-conjugate: M. Mitradjieva, P. O. Lindberg, "The Stiff
// Is Moving", Transp. Sci. 47, 2013, doi:10.1287/trsc.1120.0409. Logit without listing paths: R. B.
// Dial, 1971, doi:10.1016/0041-1647(71)90012-8; in equilibrium: C. Fisk, 1980,
// doi:10.1016/0191-2615(80)90004-1; averages: H. X. Liu, X. He, B. He, 2009,
// doi:10.1007/s11067-007-9023-x. Most likely path flows: H. Bar-Gera, 2006,
// doi:10.1287/trsc.1050.0142.
//
// Deviations: the first bushes are loaded one after the other, at prices that know of those
// before. All bushes are renewed at the same prices, so that this can be shared out over
// cores, and then visited many times, those that are near equilibrium less often. When the
// gap falls slowly, Newton's method first moves the flows of all bushes together: shifts
// between two paths alone converge slowly where slopes differ by powers of ten, as in
// networks with free streets. The gap
// comes from the reduced costs of used arcs, which do not cancel, with cheapest paths
// by label correction from those of the bush. Flows are brought back to the
// demand at every renewal. When destinations are fewer than origins, as with one sink,
// searches and bushes start there and run backward.
//
// # What is unique
//
// Where the price of an arc rises strictly, its flow in equilibrium is unique. On arcs of
// constant price it is not: other programs may show other flows there at the same objective. Path
// flows, and with them how many demands use an arc or cross a municipality, are
// never unique by the equilibrium alone: ProportionalPaths gives the most likely of them, and an
// AllOrNothing at the equilibrium prices, where cheapest paths tie, an arbitrary one.
//
// # Conventions
//
// An arc is closed by Problem.Closed, a price of +Inf, or a capacity of 0 where the price
// would rise; negative prices and capacities are errors. Free-flow times of 0 are allowed, and
// power 0 means a constant. Demand from a node to itself is left out and counted, demand of 0 needs no
// path. Other demand without a path is a [NoWayError].
//
// Results are the same to the bit on any number of cores of one kind of machine. Iteration.Seconds are by
// the clock.
//
// # Limits
//
// Prices of one arc do not depend on the flow of another: no junctions, no two-way roads
// where directions share the capacity. Demand is fixed; SolveChoice lets it choose where to end. Prices are not rounded to
// [graph.Step], as no sum is compared for equality. Algorithm B takes about 30
// bytes per node and root, and shifts flow on one core; on networks of more than
// 100,000 nodes with thousands of roots use BiconjugateFrankWolfe. Where prices rise as a
// root of the flow, infinitely fast at 0, Algorithm B may stall at gaps of 1e-10. The
// Solution then says that it has not converged.
package assign
