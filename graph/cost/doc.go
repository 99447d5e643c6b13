// Package cost turns what is known of road segments into a [graph.Metric].
//
// [TravelTime] weighs a segment with the seconds it takes, from a table of
// speeds by class. A [Formula] is a price that the user writes over the columns of the data,
// such as
//
//	length_km * (toll ? 1.2 : 1) + 5 * ferry
//
// The language is that of the expr library (github.com/expr-lang/expr):
// arithmetic, comparison, and, or, not, condition ? a : b, a ?? b for a missing
// value, min, max, and so on. Every column of the graph is a name, with length_km and
// length_m beside them, and closed, the price of a road that may not be used.
// What a name stands for depends on all values of its column:
//
//   - yes/no (true, false, yes, no, 0, 1, empty): a flag, usable as a condition
//     and as the number 0 or 1; empty is 0.
//   - numbers: a number; empty is missing, and an error unless ?? gives a value.
//   - anything else: text, to compare with "text".
//
// A price is a finite number of at least 0, or closed; anything else is an error
// that names the segment.
//
// The same formulas are evaluated over the rows of a table ([TableRows]), give values that are no
// prices ([Rows.Evaluate]), and prices that depend on the flow, by the name x
// ([Rows.Flow]):
//
//	cost * (1 + 0.15 * (x / capacity) ^ 4)
package cost
