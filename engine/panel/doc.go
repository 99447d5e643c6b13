// Package panel regresses what happens in municipalities over months on where
// routes run, with fixed effects, as Table 7 of M. Dell, "Trafficking Networks
// and the Mexican Drug War", AER 105(6), 2015, doi:10.1257/aer.20121637, does.
//
// # Fixed effects
//
// The model is y = Xb + sum of effects + e, weighted. An effect with thousands
// of levels is not estimated but swept out: b is least squares of y on X after
// each has lost its (weighted) projection on the dummies of all effects
// (Frisch, Waugh and Lovell). With one effect that is subtracting group means;
// with several, subtracting the means of one effect after the other converges
// to it (S. Gaure, CSDA 66, 2013, doi:10.1016/j.csda.2013.03.024). The symmetric
// round of projections S is positive and no longer than 1, so conjugate
// gradients on (I - S) find the same limit in far fewer rounds; that is how
// S. Correia's reghdfe does it too. Least squares is a QR decomposition by
// Gram-Schmidt, done twice; a column that keeps less than 1e-7 of its length is
// dropped and named.
//
// # Standard errors
//
// With bread B = (X'WX)^-1 of the swept columns, scores s_i = w_i e_i x_i and
// sums s_g of them over clusters:
//
//   - [IID]: B SSR/(n-1) x (n-1)/(n-K)
//   - [HC1]: B sum(s_i s_i') B x n/(n-1) x (n-1)/(n-K)
//   - [Clustered], one way: B sum(s_g s_g') B x G/(G-1) x (n-1)/(n-K)
//   - two ways and more: the sum over all combinations of the ways, those of an
//     even number of ways subtracted (A. C. Cameron, J. B. Gelbach and
//     D. L. Miller, JBES 29(2), 2011, doi:10.1198/jbes.2010.07136)
//   - [Result.Conley]: B sum(k(i,j) s_i s_j') B x (n-1)/(n-K), k falling with
//     distance (T. G. Conley, J. of Econometrics 92(1), 1999,
//     doi:10.1016/S0304-4076(98)00084-0), and with months within a place
//     (S. M. Hsiang, PNAS 107(35), 2010, doi:10.1073/pnas.1009510107)
//
// [SmallSample] says how K and G are counted, in the words and with the defaults
// of ssc() in the R package fixest. Elsewhere: Stata's reghdfe is the default
// with FixefExact and DropSingletons; areg, cluster() is FixefFull;
// sandwich::vcovCL(lm, type = "HC1") on dummies is FixefFull, FixefExact and
// CountConventional; sandwich::vcovHC(lm, "HC1") and lm itself are [HC1] and
// [IID] with FixefExact.
//
// # Key types
//
// [Regression] is a model, a value per row of each column, [Fit] estimates it,
// [Result] holds everything a table prints. [Conley] sums scores over neighbours,
// for other estimators too.
//
// # Limits
//
// Linear models only: no instruments, no slopes that vary by group, no
// estimates of the effects themselves. At most four ways of clustering. With
// three or more effects, FixefExact counts redundant levels pair by pair, which
// may miss some, as in reghdfe.
package panel
