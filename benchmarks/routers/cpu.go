package main

import (
	"os"
	"strings"
)

// cpuName returns the processor as Linux names it.
func cpuName() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	_, rest, found := strings.Cut(string(text), "model name")
	name, _, _ := strings.Cut(strings.TrimLeft(rest, " \t:"), "\n")
	if !found {
		return "unknown processor"
	}
	return strings.TrimSpace(name)
}
