// Package slurm writes a sweep as a job array of Slurm (https://slurm.schedmd.com/job_array.html)
// and a job that merges after it, and submits both.
//
// A task of the array runs one part of the shards, corredor sweep run --shard i/N, in a folder
// that all nodes see. A [Plan] lists the parts that have shards to run: a second array, after
// some tasks were killed, has only those. The merging job depends on the end of the array, well
// or not, and fails with what is missing.
//
// Sites limit an array to about 1,000 tasks, and starting one takes about half a second, so tasks are
// few and have many shards: [MostTasks].
package slurm
