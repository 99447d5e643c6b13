package main

import (
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/web"
	"github.com/corredor-geo/corredor/web/osrm"
)

// osrmSource is the network that clients of OSRM ask.
type osrmSource struct {
	path     string
	network  *networkFlags
	speedKMH float64
}

// osrmHeaderBytes has room for the coordinates of a table of thousands of places.
const osrmHeaderBytes = 1 << 20

func serveGraph(c *cobra.Command, f *flags, listener net.Listener, from osrmSource) error {
	if !cost.ValidSpeed(from.speedKMH) {
		return usageError{fmt.Errorf("--default-speed is %g; write a speed from 1 to 300 km/h", from.speedKMH)}
	}
	n, err := from.network.open(c, f, from.path)
	if err != nil {
		return err
	}
	defer n.Close()
	if !n.Graph.HasCoordinates() {
		return fmt.Errorf("%s: the network has no coordinates, which clients of OSRM ask by", from.path)
	}
	handler, err := osrm.New(n, osrm.Options{Formula: from.network.formula, SpeedKMH: from.speedKMH})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s for clients of OSRM\nhttp://%s/   (Ctrl-C ends)\n", from.path, listener.Addr())
	warnOpen(c, listener.Addr())
	return web.Serve(c.Context(), listener, &http.Server{Handler: handler, MaxHeaderBytes: osrmHeaderBytes,
		ErrorLog: log.New(c.ErrOrStderr(), "corredor: ", 0)})
}
