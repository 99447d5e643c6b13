// Package violence reads counts of homicides by municipality and period, and
// turns them into comparable measures: events, annual rate per 100,000
// inhabitants, annual events per square kilometre, and the exposure of a route.
//
// [Read] fills a [Table] from monthly or yearly rows, with several series side
// by side (all homicides, drug-war homicides). [Table.Measure] adds a series up
// over a [Period] for a list of municipalities. [Measure.Along] summarises the
// municipalities that a route crosses.
//
// Parts of a year are annualised: a rate is events / population / months x 12 x
// 100,000, where months counts only those that the series covers. What is not
// covered is unknown, never zero. This is the rate of D. Valle-Jones'
// interactive map (2012) and of M. Dell, AER 105(6), 2015,
// doi:10.1257/aer.20121637.
//
// Limits: counts are taken as published; no adjustment for late registration,
// missing dates or merged municipalities is made here.
package violence
