//go:build unix

package machine

import (
	"math"
	"os"
	"runtime"
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

// PeakMB is the most memory that a process that has ended held, in MB of 10^6
// bytes; NaN where the system does not tell.
func PeakMB(state *os.ProcessState) float64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return math.NaN()
	}
	const kib = 1024
	if runtime.GOOS == "darwin" {
		return float64(used.Maxrss) / 1e6 // bytes there
	}
	return float64(used.Maxrss) * kib / 1e6
}
