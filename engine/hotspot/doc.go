// Package hotspot picks the municipalities where routes begin.
//
// Two sources are known: a table of municipalities with a weight, such as the
// area of drug crops eradicated ([ReadTable]), and the cells of a density grid, such
// as a kernel density of laboratory seizures ([ReadGrid]), which [Grid.Reduce]
// brings down to municipalities. [Select] keeps the heaviest.
//
// The default choices are those of D. Valle-Jones' interactive map of the drug
// war (2012): the municipalities of highest eradication 1994-2003 for marijuana
// and poppy, and those of densest laboratory seizures for methamphetamine.
package hotspot
