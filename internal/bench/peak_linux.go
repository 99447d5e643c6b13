package bench

import (
	"os"
	"strconv"
	"strings"
)

// peakMB returns the most memory that the process has held, in MB of 10^6 bytes.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	kib, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	if err != nil {
		return 0
	}
	return kib * 1024 / 1e6
}
