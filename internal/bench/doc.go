// Package bench times the hierarchy of a network, for `corredor bench` and for the
// table of routers in benchmarks.
package bench
