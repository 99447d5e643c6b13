// Package plan answers questions that a study has not asked itself, on its network
// and under its metric: a route between two places chosen by hand, with alternatives
// ([Planner.Route]), and what the routes of the study become when roads are closed
// or made dearer ([Planner.WhatIf]).
//
// Both change weights and customize the hierarchy anew (package cch), which takes
// milliseconds on the highways of a country, and never touch the graph.
//
// Alternatives are found by penalties (J. Chen, M. Bell, K. Bogenberger, "Reliable
// pretrip multipath planning and dynamic adaptation for a centralized road
// navigation system", IEEE T. Intell. Transp. 8(1), 2007,
// doi:10.1109/TITS.2006.889437): the roads of a route found are made dearer and
// the search is run again. One is kept when it shares little enough with those
// before it and costs not much more than the best. They are reasonable routes, not the k
// cheapest, which differ from the best by a detour round one block.
//
// Limits: at most [MaxAlternatives] alternatives. A closed municipality closes every
// segment with a stretch in it; an origin on such a segment has no route.
package plan
