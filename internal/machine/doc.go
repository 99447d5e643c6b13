// Package machine says on what and by which program a benchmark was run, for the
// heads of the generated tables.
package machine
