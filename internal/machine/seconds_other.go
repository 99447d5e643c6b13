//go:build !unix

package machine

import (
	"math"
	"os"
)

// ProcessorSeconds is what this process has used of all cores together, NaN where
// the system does not tell.
func ProcessorSeconds() float64 { return math.NaN() }

// PeakMB is the most memory that a process that has ended held, in MB of 10^6
// bytes; NaN where the system does not tell.
func PeakMB(*os.ProcessState) float64 { return math.NaN() }
