// Package stata reads .dta files, the form in which Stata keeps a table and in
// which replication archives of economics often hold their data.
//
// The formats are described in Stata's help: "help dta" (118 and 119, Stata 14
// and later), "help dta_117" (Stata 13) and "help dta_115" (113 to 115, Stata 8
// to 12), https://www.stata.com/help.cgi?dta. All hold the same things in the
// same order: a header with the byte order and the number of columns and rows;
// types, names, display formats and labels of the columns; notes; the rows, one
// after another; and the value labels. From 117 on each part stands between
// tags, and long strings (strL) stand apart after the rows.
//
// [Read] returns a [File] of [Column]s. A column holds numbers or texts, one per
// row. A missing value is NaN: the 26 extended missing values .a to .z are not
// told apart. Dates are numbers, as Stata keeps them: a %tm is the months and a
// %td the days since 1960-01-01; [Column.Format] says which.
//
// # Limits
//
// Formats before 113 and after 119 are refused with a hint. Texts that are not
// UTF-8 (before 118 nothing says what they are) are taken for Windows-1252 and
// counted in [File.Warnings]. References to long texts in format 119 are also
// understood as R's haven 2.5 writes them. Characteristics and notes are passed over. Nothing
// is allocated on the word of the file alone: memory grows with the bytes that
// are there, and [Options.MaxBytes] bounds it.
package stata
