// Package hotspot picks the municipalities where routes begin.
//
// A table of municipalities with a weight, such as the area of drug crops
// eradicated ([ReadTable]), is ranked by [Rank]: the heaviest N, those of a least
// weight, the fewest that hold a share of the whole country's. The cells of a density grid, such
// as a kernel density of laboratory seizures ([ReadGrid]), are brought down to
// municipalities by [Grid.Reduce], or made a [Density] by [Grid.Density]. Places
// such as ports ([ReadPlaces]) are origins themselves.
//
// [KDE] makes a density from points ([ReadPoints]): R's MASS::kde2d (W. N. Venables and
// B. D. Ripley, "Modern Applied Statistics with S", 2002,
// doi:10.1007/978-0-387-21706-2), with weights, other bandwidths, kilometres, and
// bins for a million points. A [Density] tells the mass of a municipality, the
// highest-density regions ([Density.HighestDensity]), and the density of every
// municipality ([Density.Spots]). Its limits: one bandwidth everywhere, no
// correction at coasts and borders, no wrap at the antimeridian, no poles.
//
// The default choices are those of D. Valle-Jones' interactive map of the drug
// war (2012): the municipalities of highest eradication 1994-2003 for marijuana
// and poppy, and those of densest laboratory seizures for methamphetamine.
package hotspot
