package machine

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
)

// Describe returns the machine, the version of Go and the commit, such as "2 cores,
// AMD EPYC, go1.26.8, commit f9a6dd145f81".
func Describe() string {
	return fmt.Sprintf("%d cores, %s, %s, commit %s", runtime.NumCPU(), processor(), runtime.Version(), commit())
}

// processor is its name as Linux knows it.
func processor() string {
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

func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value[:12]
			}
		}
	}
	out, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
