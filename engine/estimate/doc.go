// Package estimate fits the parameters of a model that can only be computed, not
// written down, by the simulated method of moments: those are best at which what the
// model predicts agrees with the data in a few averages.
//
// # Theory
//
// Of N observations each has q moments g_i, which at the true parameters are 0 on average,
// and there are fewer parameters p than q. The estimate makes m'Wm least, m being the mean
// of g_i. In the first step W is the identity; in the second it is the inverse of the moments'
// covariance S at the first estimate, with which no other weights do better (L. P. Hansen,
// Econometrica 50(4), 1982, doi:10.2307/1912775; for models that are computed D. McFadden,
// Econometrica 57(5), 1989, doi:10.2307/1913621, A. Pakes and D. Pollard, same issue,
// doi:10.2307/1913622). With G the derivatives of m, the covariance of the estimates is
//
//	(G'WG)^-1 G'W S W G (G'WG)^-1 / N
//
// in either step. Plain errors take S as the mean of g_i g_i' about the means. Errors
// that allow for neighbours to be alike take the sum over pairs k(i,j) g_i g_j' instead
// (T. G. Conley, J. of Econometrics 92(1), 1999, doi:10.1016/S0304-4076(98)00084-0), which the
// caller hands in as [Options.Spatial]. J = N m'S^-1 m of the second step is chi-squared with
// q - p degrees of freedom if all moments can be 0 at once.
//
// # Search
//
// The function may have kinks and several valleys, so no derivative is used to find the
// least. [Annealing] walks at random, downhill always and uphill less and less often (S.
// Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Science 220, 1983,
// doi:10.1126/science.220.4598.671), with steps fitted to the valley (A. Corana, M. Marchesi, C.
// Martini, S. Ridella, ACM TOMS 13(3), 1987, doi:10.1145/29380.29864; W. L. Goffe, G. D. Ferrier, J.
// Rogers, J. of Econometrics 60, 1994, doi:10.1016/0304-4076(94)90038-8). [MultiStart] begins at
// points spread evenly (J. H. Halton, Numer. Math. 2, 1960, doi:10.1007/BF01386213) and uses no
// chance. Both end with the simplex of J. A. Nelder and R. Mead, Computer J. 7(4), 1965,
// doi:10.1093/comjnl/7.4.308, as gonum has it.
//
// # Key types
//
// A [Model] predicts moments, [Parameter] bounds what is looked for, [TwoStep] estimates, and a
// [Result] holds two [Step] with their errors.
//
// # Limits
//
// Derivatives are differences over a finite width ([Parameter.Width]), so that kinks are
// averaged over. A parameter at its bound has no standard error, and the others' are as if it were
// known. No random draws are corrected for: a model that draws must hold its
// draws fixed and have many. Results are the same to the bit on any number of cores of one kind of
// machine.
package estimate
