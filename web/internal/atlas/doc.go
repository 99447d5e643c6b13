// Package atlas holds what a map of a study shows: municipalities with their
// shapes and counts by month, routes, the roads and the flow on them, ports,
// dated events, and where all of it comes from.
//
// [FromResult] takes it from a study that has just been run; [Open] from a folder
// that `corredor run` has written, which has counts of one period only and no
// network to route on. An [Atlas] is immutable and safe for any number of goroutines.
//
// Municipalities known only by their seat are drawn as the cell of places that are
// nearer to that seat than to any other, the same rule by which the study divides
// its roads among them, cut off at a distance from the seat ([Region].Drawn).
//
// [Atlas.Total] adds up a series over a set of municipalities, as
// package violence does for one: events, months with data, mean population, annual
// rate. Unknown is NaN.
package atlas
