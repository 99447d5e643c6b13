//go:build !linux

package bench

import "runtime"

// peakMB returns what the runtime has taken from the system, in MB of 10^6
// bytes: close to the peak, which is not to be had everywhere.
func peakMB() float64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.Sys) / 1e6
}
