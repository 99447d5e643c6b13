// Package shard is the contract between those who run the scenarios of a sweep: the cores of
// one machine, the tasks of a cluster, workers behind a queue. It knows nothing of
// roads. A scenario is a number, its row a line of text, and [Work] turns one into
// the other, always into the same bytes.
//
// A [Job] says what is run: the study, the sweep and the program by hash and version,
// the number of scenarios, and how many make a shard. Shard i holds the scenarios
// from i x size up to the next. It is what is handed out, lost and done again.
//
// A folder ([Dir]) holds job.json, written once, and shards/000017.rows per finished
// shard, written beside and renamed: a file under its name is whole, or its
// hash tells. Whoever finishes a shard a second time writes the same bytes. There is
// no lock, no clock and no list of who does what; what is missing is what has no file.
// [Dir.Rows] reads all rows in the order of their scenarios, once every shard is there.
//
// [Run] works on all cores. Packages queue and slurm beside this one hand shards to
// other machines.
//
// # Limits
//
// At most [MostScenarios] scenarios. The folder must be on a file system where rename
// replaces a file at once: any local one, NFS, Lustre.
package shard
