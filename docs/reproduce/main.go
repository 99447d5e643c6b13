// Command reproduce runs the commands behind the main figures that README.md and docs
// quote, on the reference data, and fails where a figure is not what comes out, or
// is no longer quoted. The list is docs/figures.yaml.
//
//	CORREDOR_DATA=/path/to/data go run ./docs/reproduce
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	list := flag.String("list", "docs/figures.yaml", "commands and the figures that they print")
	data := flag.String("data", dataFolder(), "folder of the reference data")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *list, *data); err != nil {
		fmt.Fprintln(os.Stderr, "reproduce:", err)
		os.Exit(1)
	}
}

func dataFolder() string {
	if folder := os.Getenv("CORREDOR_DATA"); folder != "" {
		return folder
	}
	return "../shared/data"
}

func run(ctx context.Context, list, data string) error {
	steps, err := readSteps(list)
	if err != nil {
		return err
	}
	if _, err := os.Stat(data); err != nil {
		return fmt.Errorf("no reference data: %w; set CORREDOR_DATA", err)
	}
	work, err := os.MkdirTemp("", "reproduce")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	program := filepath.Join(work, "corredor")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/corredor").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w: %s", err, text)
	}
	figures, wrong := 0, 0
	for _, s := range steps {
		began := time.Now()
		faults, err := s.check(ctx, program, data, work)
		if err != nil {
			return err
		}
		fmt.Printf("%-4s %5.1f s  %3d figures  %s\n", map[bool]string{true: "ok", false: "FAIL"}[len(faults) == 0], time.Since(began).Seconds(), len(s.Figures), s.Run)
		for _, f := range faults {
			fmt.Println("     " + f)
		}
		figures, wrong = figures+len(s.Figures), wrong+len(faults)
	}
	fmt.Printf("%d figures of %d commands\n", figures, len(steps))
	if wrong > 0 {
		return fmt.Errorf("%d figures differ", wrong)
	}
	return nil
}
