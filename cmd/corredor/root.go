package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// flags are those that every subcommand has.
type flags struct {
	quiet bool
	json  bool
}

func newRoot() *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:   "corredor",
		Short: "Optimal highway routes, and the violence along them",
		Long: `corredor finds the least-cost highway routes from municipalities to ports of
entry and joins them with what is known of the municipalities on the way.
It studies the past, on historic public data.

Start with:  corredor run`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().BoolVarP(&f.quiet, "quiet", "q", false, "print no progress and no warnings")
	root.PersistentFlags().BoolVar(&f.json, "json", false, "print the result as JSON")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{plainly(err)} })
	root.AddCommand(
		newRun(f),
		newSweep(f),
		newHotspots(f),
		newViolence(f),
		newReplicate(f),
		newServe(f),
		newGraph(f),
		newRoute(f),
		newTable(f),
		newAssign(f),
		newData(f),
		newStudy(f),
		newAlternatives(f),
		newTies(f),
		newVital(f),
		newMan(),
		newBench(f),
		newVersion(f),
	)
	root.InitDefaultCompletionCmd("completion")
	checkArguments(root)
	return root
}

// checkArguments makes every wrong number of arguments, and every unknown
// subcommand, a usage error.
func checkArguments(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if check(c, args) != nil {
				return usageError{fmt.Errorf("%s given; write %s", howMany(args), c.UseLine())}
			}
			if err := c.ValidateRequiredFlags(); err != nil {
				return usageError{fmt.Errorf("%s; write %s", missingFlags(err), c.UseLine())}
			}
			if err := checkOverwrite(c, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	if c.HasSubCommands() && c.Run == nil && c.RunE == nil {
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return usageError{unknownCommand(c, args[0])}
		}
	}
	for _, sub := range c.Commands() {
		checkArguments(sub)
	}
}

// plainly says of a flag that wants a number what is to be written.
func plainly(err error) error {
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return err
	}
	said, _, _ := strings.Cut(err.Error(), ": strconv.")
	switch number.Func {
	case "ParseFloat":
		return fmt.Errorf("%s; write a number, without a unit", said)
	case "ParseBool":
		return fmt.Errorf("%s; write true or false", said)
	}
	return fmt.Errorf("%s; write a whole number", said)
}

// missingFlags says with their dashes which flags have to be given.
func missingFlags(err error) string {
	names := strings.TrimSuffix(strings.TrimPrefix(err.Error(), "required flag(s) "), " not set")
	return "--" + strings.ReplaceAll(strings.Trim(names, `"`), `", "`, " and --") + " must be given"
}

func howMany(args []string) string {
	switch len(args) {
	case 0:
		return "no file or name is"
	case 1:
		return "one argument is"
	}
	return fmt.Sprintf("%d arguments are", len(args))
}

func unknownCommand(c *cobra.Command, name string) error {
	c.SuggestionsMinimumDistance = 2 // letters
	if near := c.SuggestionsFor(name); len(near) > 0 {
		return fmt.Errorf("unknown command %q; did you mean %s?", name, strings.Join(near, " or "))
	}
	return fmt.Errorf("unknown command %q", name)
}
