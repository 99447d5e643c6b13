package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
)

// networkFlags choose how a network is read, for the commands that route on it.
type networkFlags struct {
	roads   roadFlags
	formula string
}

func (n *networkFlags) register(c *cobra.Command) {
	n.roads.register(c)
	c.Flags().StringVar(&n.formula, "formula", "", "`price` of a segment, such as 'length_km * (toll ? 1.2 : 1)' (default: its length in metres)")
}

func (n *networkFlags) open(c *cobra.Command, f *flags, path string) (*engine.Network, error) {
	return n.with(c, f, path, engine.OpenNetwork)
}

// read reads a network without preparing it.
func (n *networkFlags) read(c *cobra.Command, f *flags, path string) (*engine.Network, error) {
	return n.with(c, f, path, engine.ReadNetwork)
}

func (n *networkFlags) with(c *cobra.Command, f *flags, path string,
	open func(context.Context, string, engine.NetworkOptions) (*engine.Network, error)) (*engine.Network, error) {
	opts, err := n.roads.options()
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return open(c.Context(), path, engine.NetworkOptions{Options: opts, Progress: bars.update})
}

// writeFile writes to a file put in place when it is whole, or to the standard
// output when there is no name.
func writeFile(c *cobra.Command, name string, write func(io.Writer) error) error {
	if name == "" {
		return write(c.OutOrStdout())
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return usageError{fmt.Errorf("%s is a folder; name a file in it", name)}
	}
	staging, err := export.Stage(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer staging.Abort()
	if err := staging.Write(filepath.Base(name), write); err != nil {
		return err
	}
	return staging.Commit()
}
