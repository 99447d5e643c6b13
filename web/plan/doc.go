// Package plan answers questions that a study has not asked itself, on its network
// and under its metric: a route between two places chosen by hand, with alternatives
// ([Planner.Route]), and what the routes of the study become when roads are closed
// or made dearer ([Planner.WhatIf]).
//
// Both change weights and customize the hierarchy anew (package cch), which takes
// milliseconds on the highways of a country, and never touch the graph. A what-if is asked of
// [engine.Rerouter], so that the map, a sweep and a shock answer the same change alike.
//
// Alternatives are found by penalties ([alternative.Finder.Penalty]): the roads of a
// route found are made dearer and the search is run again. One is kept when it shares little
// enough with those before it and costs not much more than the best. On the highways of Mexico
// that is faster than admissible paths over a node, and finds more.
//
// Limits: at most [MaxAlternatives] alternatives. Which roads a closed municipality closes is
// told by package scenario; an origin on a closed stretch has no route.
package plan
