// Package exposure asks how violent the municipalities along routes are, and
// whether they are more violent than others.
//
// # Exposure
//
// What a route meets depends on what is counted. [Outcome.Mean] weighs the rates of
// the municipalities crossed by the kilometres in each, or by the hours; [Outcome.Pool]
// by the people who live in them. A road's reach is wider than its municipality:
// [Lands.Within] gives the share of each municipality's area within some kilometres
// of lines, on the ellipsoid, so that the people of a corridor can be pooled.
//
// # Comparison
//
// [Contrast] sets the municipalities on routes against the others. They differ in
// much else, so [Matching] compares each with the nearest in distance to the border and
// population (P. R. Rosenbaum and D. B. Rubin, "Constructing a control group using
// multivariate matched sampling", The American Statistician 39(1), 1985,
// doi:10.1080/00031305.1985.10479383), and says how alike the two sides then are.
//
// Neighbours are alike ([MoranI]) and a route is one decision, not hundreds, so standard
// errors that count municipalities are too small. A [Permutation] therefore draws the routes anew:
// the origins shuffled among municipalities of the same state and like population
// ([Shuffle]), or as many routes to the same ports from anywhere ([RandomRoutes]). Each
// draw takes its random numbers from a stream of its own, so results do not depend on
// the number of cores.
//
// # Limits
//
// Areas and people are taken to be spread evenly over a municipality. Where only
// seats are known, a municipality is in a corridor wholly or not at all. Matching
// removes what the covariates tell and nothing else; a shuffle answers whether
// these origins have routes through more violent places than others like them would,
// not why.
package exposure
