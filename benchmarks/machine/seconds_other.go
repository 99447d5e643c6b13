//go:build !unix

package machine

import "math"

// ProcessorSeconds is what this process has used of all cores together, NaN where
// the system does not tell.
func ProcessorSeconds() float64 { return math.NaN() }
