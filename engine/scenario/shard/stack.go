package shard

import (
	"path/filepath"
	"strings"
)

// origin returns file:line of the call that panicked, from a stack of [debug.Stack]:
// the frame under that of panic.
func origin(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") && i+3 < len(lines) {
			place, _, _ := strings.Cut(strings.TrimSpace(lines[i+3]), " ")
			return filepath.Base(place)
		}
	}
	return "an unknown place"
}
