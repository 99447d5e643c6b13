package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web"
)

func newServe(f *flags) *cobra.Command {
	var address, graph string
	var network networkFlags
	var speed float64
	c := &cobra.Command{
		Use:   "serve [STUDY.yaml | OUTPUT-DIR]",
		Short: "Serve the interactive map of a study",
		Long: `Serve runs a study and serves its map and its JSON API on this machine: the
embedded study without an argument. A folder that 'corredor run' has written is
served as it is, without routing by hand and what-if. Nothing is asked of any other
machine. Ctrl-C ends it.

With --graph it serves a road network instead, to clients of OSRM: /route, /table and
/nearest of its protocol v1. Routes take the least time at --default-speed where the roads
have no speed, or the least --formula.

The API is described at /api/v1/openapi.yaml.`,
		Example: `  corredor serve
  corredor serve examples/mexico-2010.yaml --addr 127.0.0.1:9000
  corredor serve out/mexico
  corredor serve --graph roads.corredor --addr 127.0.0.1:5000`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			// Listen first: a port that is taken should not cost a study.
			listener, err := net.Listen("tcp", address)
			if err != nil {
				return fmt.Errorf("%w; choose another with --addr, such as --addr 127.0.0.1:9000", err)
			}
			defer listener.Close()
			if graph != "" {
				return serveGraph(c, f, listener, osrmSource{graph, &network, speed})
			}
			server, err := openMap(c, f, args)
			if err != nil {
				return err
			}
			announce(c, f, server, listener.Addr())
			return server.Serve(c.Context(), listener)
		},
	}
	network.register(c)
	c.Flags().StringVar(&graph, "graph", "", "`file` of a road network to serve to clients of OSRM")
	c.Flags().Float64Var(&speed, "default-speed", 80, "speed in `km/h` of roads without one, with --graph")
	c.Flags().StringVar(&address, "addr", "127.0.0.1:8080", "`host:port` to listen on; port 0 takes a free one")
	return c
}

// openMap runs a study, or reads a folder that a run has written.
func openMap(c *cobra.Command, f *flags, args []string) (*web.Server, error) {
	failures := log.New(c.ErrOrStderr(), "corredor: ", 0)
	if len(args) == 1 {
		if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
			return web.Open(c.Context(), filepath.Clean(args[0]), failures)
		}
	}
	study, _, err := openStudy(args)
	if err != nil {
		return nil, err
	}
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json)
	result, err := engine.Run(c.Context(), study, engine.Options{Progress: bars.update})
	bars.finish()
	if err != nil {
		if c.Context().Err() != nil {
			return nil, context.Cause(c.Context())
		}
		return nil, err
	}
	if !f.quiet {
		printWarnings(c.ErrOrStderr(), result.Warnings)
	}
	return web.New(result, failures), nil
}

// announce says where the map is, and what to beware of.
func announce(c *cobra.Command, f *flags, server *web.Server, at net.Addr) {
	out := c.OutOrStdout()
	fmt.Fprintf(out, "%s\nhttp://%s/   (Ctrl-C ends)\n", server.Title(), at)
	warnOpen(c, at)
	if !web.Complete() && !f.quiet {
		fmt.Fprintln(c.ErrOrStderr(), "warning: built without the map's libraries, so the page has no map: run 'make web' and build again; the API is whole")
	}
}

// warnOpen says when other machines can reach a server.
func warnOpen(c *cobra.Command, at net.Addr) {
	if !web.Loopback(at) {
		fmt.Fprintf(c.ErrOrStderr(), "warning: %s can be reached from other machines; there is no password and no encryption\n", at)
	}
}
