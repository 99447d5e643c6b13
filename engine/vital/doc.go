// Package vital finds the closures that lengthen routes most: the k most vital items,
// municipalities or segments, of a network that many travellers cross, each by its own
// route of least cost.
//
// # Theory
//
// H. W. Corley, D. Y. Sha, "Most Vital Links and Nodes in Weighted Networks", Operations
// Research Letters 1(4), 1982, doi:10.1016/0167-6377(82)90020-7; for one
// traveller the problem is NP-hard: A. Bar-Noy, S. Khuller, B. Schieber, University of Maryland
// CS-TR-3539, 1995. A set of closures is worth what it adds to the travellers' costs, each
// times its weight. More closures are never worth less.
//
// Closing an item that no present route uses changes nothing: every route stays open and stays the
// cheapest. So every set that is worth more than the closures made so far has an item that some
// present route uses. [Exact] branches on those items only, in turn with the first, with the
// second but without the first, and so on, and visits every set once at most: the
// implicit enumeration of M. O. Ball, B. L. Golden, R. V. Vohra, "Finding the Most Vital
// Arcs in a Network", Operations Research Letters 8(2), 1989,
// doi:10.1016/0167-6377(89)90003-5.
//
// Its bound: r further closures harm only travellers whose present route uses one of
// them, and each by at most what separates its present cost from the most that
// it can ever be made to pay. That most is the cost of the last of k+1 routes that share
// no item, for k closures cannot meet all of them; without so many, it is
// the price of being cut off. The sum over the r items with the most at stake bounds the gain.
//
// [Greedy] closes the item that is worth most, then the next. The worth of
// a second closure may be greater after a first (two parallel roads), so that it is not
// submodular: greedy has no guarantee, and no evaluation may be put off in the
// hope that worth only falls. When worth is the flow that is met ([Met]), it is
// submodular, and greedy is within 1 - 1/e of the best (G. L. Nemhauser, L. A. Wolsey, M. L.
// Fisher, Mathematical Programming 14, 1978, doi:10.1007/BF01588971).
//
// # Limits
//
// Exact takes time that grows with the number of items used to the power of k; see
// [Options]. A traveller without a way pays Options.CutOff, and nobody pays more.
package vital
