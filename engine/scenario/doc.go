// Package scenario turns what-ifs about a road network into metrics of it. Now it
// knows shocks: from one month to another the roads of a municipality (or single segments, the
// roads that a formula names, a port) cost a multiple of
// what they did, or are closed. They are how M. Dell, "Trafficking Networks and the Mexican
// Drug War", AER 105(6), 2015, doi:10.1257/aer.20121637, lets a close election work:
// by infinite costs there from the month of the new mayor on.
//
// [Read] reads a dated table of shocks, and [Split] cuts time into periods, the
// longest ranges of months in which the same municipalities have the same multipliers.
// [Roads] knows which stretch of every segment lies in which municipality;
// [Roads.Under] gives the network of a period: its [graph.Metric], and what a
// part of a segment costs.
//
// # Rules
//
// Where shocks to one municipality overlap, the largest multiplier holds; they are not
// multiplied. A finite multiplier raises the weight of a segment for the part of
// it in the municipality, by length. A removed municipality closes a segment when
// more than Roads.MinMeters of it, or more than half of it, lie there: a road that
// touches a border, drawn with errors, stays open. A stop beside a closed
// stretch may leave by the other end of the segment.
//
// # Limits
//
// Finite multipliers lie between [MinMultiplier] and [MaxMultiplier], so that sums of weights
// stay exact. Shocks begin and end with a month. The package knows municipalities
// by code in time and by number on the roads; who uses it matches the two.
package scenario
