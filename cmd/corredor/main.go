// Command corredor computes routes over road networks and joins them with what
// is known of the municipalities on the way. See the README for a first run.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run executes the command line and returns the exit code: 0 done, 1 the input
// or the run failed, 2 the command line is wrong.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	var wrong usageError
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "corredor: interrupted; no output was changed")
		return 1
	case errors.As(err, &wrong):
		fmt.Fprintf(os.Stderr, "corredor: %v\nSee '%s --help'.\n", err, command.CommandPath())
		return 2
	}
	fmt.Fprintf(os.Stderr, "corredor: %v\n", err)
	return 1
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }
