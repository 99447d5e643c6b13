// Package violence reads counts of homicides by municipality and period, corrects
// them step by step, and turns them into comparable measures: series, annual rates
// per 100,000 inhabitants with their intervals, annual events per square kilometre
// and per kilometre of road, and the exposure of a route.
//
// [Read] fills a [Table] from monthly or yearly rows, with several series side by
// side (all homicides, drug-war homicides); [ReadCross] from INEGI's cross table of
// occurrence by registration; [Join] puts sources beside each other.
// [Table.Adjust] applies steps ([Undated], [Late], [Intent], [Annualise], [Recode],
// [Metro]) and accounts in a [Change] for every homicide that a step added or moved.
// [Table.Line] draws series of a [Group] of municipalities, [Line.Shift] compares
// before and after an [Event]. [Table.Measure] adds a series up over a [Period] for a
// list of municipalities, [Measure.Along] summarises those that a route crosses.
// [Table.Discrepancies] finds where one source exceeds another that it is part of.
//
// Parts of a year are annualised: a rate is events / population / months x 12 x
// 100,000, where months counts only those that the series covers. What is not
// covered is unknown, never zero. This is the rate of D. Valle-Jones' interactive
// map (2012) and of M. Dell, AER 105(6), 2015, doi:10.1257/aer.20121637. Intervals
// are exact: F. Garwood, Biometrika 28 (1936), doi:10.1093/biomet/28.3-4.437. Rates
// of few people are steadied by R. J. Marshall's empirical-Bayes estimator, Applied
// Statistics 40 (1991), doi:10.2307/2347593. docs/violence.md says why.
//
// Limits: adjustments are proportions of counts, not models of single deaths. An
// interval covers chance, not what was never registered. Deaths without a date are
// known only where the table says when they were registered.
package violence
