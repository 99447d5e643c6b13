// Mutants plants one deliberate fault at a time in the core packages, runs their
// tests on each, and prints which faults no test caught. No file is changed: the
// compiler is given the faulty one in place of the other (go test -overlay).
//
//	go run ./benchmarks/mutants -n 60 > benchmarks/mutants.md
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"time"
)

// core are the packages that answers depend on.
const core = "graph,graph/cch,engine/region,engine/violence,engine/assign,engine/panel"

func main() {
	number := flag.Int("n", 60, "faults, shared out among the packages")
	seed := flag.Uint64("seed", 1, "seed of the choice of faults")
	packages := flag.String("packages", core, "folders of the packages, from the root of the module")
	limit := flag.Duration("timeout", 3*time.Minute, "time for the tests of a package; a fault that hangs them is caught")
	more := flag.String("then", "", "packages whose tests a survivor must pass, too, such as ./engine/...")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, strings.Split(*packages, ","), *number, *seed, trial{*limit, strings.Fields(*more)}); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, packages []string, number int, seed uint64, t trial) error {
	r := report{seed: seed}
	for i, folder := range packages {
		faults, err := faultsOf(folder)
		if err != nil {
			return err
		}
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		rng.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
		share := number*(i+1)/len(packages) - number*i/len(packages)
		p := tally{folder: folder, possible: len(faults)}
		for _, f := range faults[:min(share, len(faults))] {
			caught, err := t.catches(ctx, folder, f)
			if err != nil {
				return err
			}
			fmt.Fprintln(os.Stderr, f, map[bool]string{true: "caught", false: "SURVIVED"}[caught])
			p.count(f, caught)
		}
		r.tallies = append(r.tallies, p)
	}
	return r.print(os.Stdout)
}
