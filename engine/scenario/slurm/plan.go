package slurm

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// MostTasks is what sites allow: Slurm's MaxArraySize is 1001 unless changed.
const MostTasks = 1000

// Plan is a sweep as jobs. Paths are absolute, and the same on every node.
type Plan struct {
	Program string // corredor
	Sweep   string
	Dir     string   // of the shards
	Size    int      // scenarios in a shard
	Tasks   int      // parts of the shards
	Parts   []int    // those to run, from 1
	CPUs    int      // of each task
	Layers  bool     // the sweep has layers, for which the merge needs it
	Options []string // of sbatch, for every job, such as --partition=short
}

// PartsOf returns the parts, of so many tasks, that have one of the missing shards, ascending
// from 1. Part i of N has every N-th shard, beginning with shard i-1.
func PartsOf(missing []int, tasks int) []int {
	var parts []int
	for _, shard := range missing {
		parts = append(parts, shard%tasks+1)
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// Files of a plan in Dir.
const (
	ArrayFile = "array.sh"
	MergeFile = "merge.sh"
	logDir    = "logs"
)

// Array returns the script of the job array.
func (p Plan) Array() string {
	return p.head("sweep", "%A-%a.log", "--array="+ranges(p.Parts), "--cpus-per-task="+strconv.Itoa(p.CPUs), "--requeue") +
		fmt.Sprintf("exec %s sweep run %s --out %s --shard-size %d --shard \"$SLURM_ARRAY_TASK_ID/%d\" --workers %d --quiet\n",
			quote(p.Program), quote(p.Sweep), quote(p.Dir), p.Size, p.Tasks, p.CPUs)
}

// Merge returns the script of the job that merges.
func (p Plan) Merge() string {
	sweep := ""
	if p.Layers {
		sweep = " --sweep " + quote(p.Sweep)
	}
	return p.head("merge", "%j-merge.log") + fmt.Sprintf("exec %s sweep merge %s%s --quiet\n", quote(p.Program), quote(p.Dir), sweep)
}

// head is what Slurm reads of a script.
func (p Plan) head(name, log string, options ...string) string {
	var b strings.Builder
	b.WriteString("#!/bin/bash\n")
	own := []string{"--job-name=corredor-" + name, "--ntasks=1", "--output=" + strings.ReplaceAll(filepath.Join(p.Dir, logDir), "%", "%%") + "/" + log}
	for _, o := range slices.Concat(own, options, p.Options) {
		fmt.Fprintf(&b, "#SBATCH %s\n", directive(o))
	}
	return b.String()
}

// directive quotes an option where Slurm would end it at a space.
func directive(option string) string {
	if strings.ContainsAny(option, " \t\"") {
		return `"` + strings.ReplaceAll(option, `"`, `\"`) + `"`
	}
	return option
}

// quote is a word of the shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// ranges writes ascending numbers as Slurm does: 1-3,7.
func ranges(numbers []int) string {
	var list []string
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		text := strconv.Itoa(numbers[i])
		if end > i {
			text += "-" + strconv.Itoa(numbers[end])
		}
		list, i = append(list, text), end+1
	}
	return strings.Join(list, ",")
}
