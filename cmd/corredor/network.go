package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph/load"
)

// networkFlags choose how a network is read, for the commands that route on it.
type networkFlags struct {
	roads   roadFlags
	coords  string
	formula string
}

func (n *networkFlags) register(c *cobra.Command) {
	n.roads.register(c)
	c.Flags().StringVar(&n.coords, "coords", "", "coordinates (.co) of a DIMACS network (.gr)")
	c.Flags().StringVar(&n.formula, "formula", "", `price of a segment, such as 'length_km * (toll ? 1.2 : 1)' (default: its length in metres)`)
}

func (n *networkFlags) open(c *cobra.Command, f *flags, path string) (*engine.Network, error) {
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return engine.OpenNetwork(c.Context(), path, n.options(bars))
}

// read reads a network without preparing it.
func (n *networkFlags) read(c *cobra.Command, f *flags, path string) (*engine.Network, error) {
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	defer bars.finish()
	return engine.ReadNetwork(c.Context(), path, n.options(bars))
}

func (n *networkFlags) options(bars *progress) engine.NetworkOptions {
	return engine.NetworkOptions{Options: n.roads.options(), Coords: n.coords, Progress: bars.update}
}

func (r *roadFlags) options() load.Options {
	return load.Options{
		SnapMeters: r.snap, Node: r.node, Member: r.member, Encoding: r.encoding,
		Columns: load.Columns{OneWay: r.oneWay, Keep: r.keep, Apart: r.apart},
	}
}

// writeFile writes to a file put in place when it is whole, or to the standard
// output when there is no name.
func writeFile(c *cobra.Command, name string, write func(io.Writer) error) error {
	if name == "" {
		return write(c.OutOrStdout())
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return usageError{&os.PathError{Op: "write", Path: name, Err: os.ErrExist}}
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
