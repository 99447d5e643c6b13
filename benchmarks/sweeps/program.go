package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/corredor-geo/corredor/internal/machine"
)

// program is the command line, built for the measurement.
type program struct{ dir, name string }

func build(dir string) (*program, error) {
	p := &program{dir, filepath.Join(dir, "corredor")}
	out, err := exec.Command("go", "build", "-o", p.name, "./cmd/corredor").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return p, nil
}

// sweep writes a sweep of so many scenarios: five municipalities of those that routes cross,
// closed or twice as dear.
func (p *program) sweep(scenarios int) (name string, err error) {
	name = filepath.Join(p.dir, fmt.Sprintf("sweep-%d.yaml", scenarios))
	text := fmt.Sprintf("title: bench\nstudy: mexico:study.yaml\nseed: 1\nrepeat: %d\nvary: [{municipalities: {among: used, draw: 5, multipliers: [2, inf]}}]\n", scenarios)
	return name, os.WriteFile(name, []byte(text), 0o644)
}

// cost is what a process has used.
type cost struct {
	seconds, processor float64
	peakMB             float64
}

// start starts a process and returns what waits for it.
func (p *program) start(cores string, args ...string) (wait func() (cost, error), err error) {
	c := exec.Command(p.name, args...)
	c.Stderr = new(bytes.Buffer)
	if cores != "" {
		c.Env = append(os.Environ(), "GOMAXPROCS="+cores)
	}
	begin := time.Now()
	if err := c.Start(); err != nil {
		return nil, err
	}
	return func() (cost, error) {
		if err := c.Wait(); err != nil {
			return cost{}, fmt.Errorf("%w: %s", err, c.Stderr)
		}
		used := cost{seconds: time.Since(begin).Seconds(), processor: (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()}
		used.peakMB = machine.PeakMB(c.ProcessState)
		return used, nil
	}, nil
}

func (p *program) run(cores string, args ...string) (cost, error) {
	wait, err := p.start(cores, args...)
	if err != nil {
		return cost{}, err
	}
	return wait()
}

// embedded runs sweeps of the embedded study, whole processes with loading and merge.
func (p *program) embedded(w io.Writer) error {
	fmt.Fprint(w, "\n## The embedded study\n\nFive of the municipalities that routes cross are drawn, and closed or made twice as dear; all 235 origins are routed again. Whole processes: loading, scenarios, files, merge and report.\n\n"+
		"| scenarios | cores | seconds | of it processor | a second | peak MB |\n|---|---|---|---|---|---|\n")
	for _, c := range []struct {
		scenarios int
		cores     string
	}{{1_000, ""}, {10_000, ""}, {100_000, ""}, {10_000, "1"}} {
		sweep, err := p.sweep(c.scenarios)
		if err != nil {
			return err
		}
		out := filepath.Join(p.dir, "embedded-"+c.cores)
		used, err := p.run(c.cores, "sweep", "run", sweep, "--out", out, "--quiet")
		if err != nil {
			return err
		}
		if err := os.RemoveAll(out); err != nil {
			return err
		}
		cores := c.cores
		if cores == "" {
			cores = "all"
		}
		fmt.Fprintf(w, "| %d | %s | %.1f | %.1f | %.0f | %.0f |\n", c.scenarios, cores, used.seconds, used.processor, float64(c.scenarios)/used.seconds, used.peakMB)
	}
	return nil
}

// scaling gives one to four worker processes as many scenarios each.
func (p *program) scaling(w io.Writer) error {
	const each = 1500
	fmt.Fprintf(w, "\n## Weak scaling\n\n%d scenarios of the embedded study a worker process of one core, over NATS; the coordinator does not work. Ideal is the same time in every row as long as there are cores, "+
		"and the same processor time a scenario beyond.\n\n| workers | scenarios | seconds | processor ms a scenario |\n|---|---|---|---|\n", each)
	for workers := 1; workers <= 4; workers++ {
		used, err := p.scale(workers, each*workers)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "| %d | %d | %.1f | %.2f |\n", workers, each*workers, used.seconds, 1000*used.processor/float64(each*workers))
	}
	return nil
}

func (p *program) scale(workers, scenarios int) (cost, error) {
	sweep, err := p.sweep(scenarios)
	if err != nil {
		return cost{}, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return cost{}, err
	}
	address := l.Addr().String()
	l.Close()
	coordinate, err := p.start("", "sweep", "run", sweep, "--out", filepath.Join(p.dir, fmt.Sprint("scale-", workers)), "--nats", "embedded", "--listen", address, "--no-work", "--quiet")
	if err != nil {
		return cost{}, err
	}
	for range 1000 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	var waits []func() (cost, error)
	for range workers {
		wait, err := p.start("1", "sweep", "worker", sweep, "--nats", "nats://"+address, "--workers", "1", "--quiet")
		if err != nil {
			return cost{}, err
		}
		waits = append(waits, wait)
	}
	total := cost{}
	for _, wait := range waits {
		used, err := wait()
		if err != nil {
			return cost{}, err
		}
		total.seconds, total.processor = max(total.seconds, used.seconds), total.processor+used.processor
	}
	_, err = coordinate()
	return total, err
}
