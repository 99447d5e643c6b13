//go:build unix

package machine

import (
	"math"
	"syscall"
)

// ProcessorSeconds is what this process has used of all cores together, NaN where
// the system does not tell.
func ProcessorSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return math.NaN()
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
