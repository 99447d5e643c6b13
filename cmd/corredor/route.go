package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph/load"
)

func newRoute(f *flags) *cobra.Command {
	var network networkFlags
	var from, to, out string
	c := &cobra.Command{
		Use:   "route GRAPH --from LON,LAT --to LON,LAT",
		Short: "Write one least-cost route as GeoJSON",
		Long: `Route finds the least-cost route between two places and writes it as GeoJSON,
a line with its cost, length, and the roads that it follows. A place is lon,lat in
degrees, or node:N.`,
		Example: "  corredor route roads.geojson --from -107.39,24.80 --to -110.97,31.33 -o route.geojson",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			n, err := network.open(c, f, args[0])
			if err != nil {
				return err
			}
			layer, err := routeLayer(c, n, routeOrder{network.formula, [2]string{from, to}, !f.quiet})
			if err != nil {
				return err
			}
			return writeFile(c, out, func(w io.Writer) error { return export.WriteGeoJSON(w, layer) })
		},
	}
	network.register(c)
	c.Flags().StringVar(&from, "from", "", "`place` where the route begins: lon,lat in degrees, or node:N")
	c.Flags().StringVar(&to, "to", "", "`place` where the route ends, likewise")
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write (default: the standard output)")
	must(c.MarkFlagRequired("from"))
	must(c.MarkFlagRequired("to"))
	return c
}

// farMeters is how far from a road a place is doubtful, as access: warn_km in a study.
const farMeters = 25_000

// routeOrder is what to route: at which price, from where to where, and whether to warn.
type routeOrder struct {
	formula string
	places  [2]string
	warn    bool
}

func routeLayer(c *cobra.Command, n *engine.Network, order routeOrder) (export.Layer, error) {
	places := order.places
	layer := export.Layer{Name: "route", Columns: []export.Column{
		{Name: "from"}, {Name: "to"},
		{Name: "cost", Kind: export.Real, Decimals: 6},
		{Name: "length_km", Kind: export.Real, Decimals: 3, Unit: "km"},
		{Name: "from_access_km", Kind: export.Real, Decimals: 3, Unit: "km"},
		{Name: "to_access_km", Kind: export.Real, Decimals: 3, Unit: "km"},
		{Name: "segments", Kind: export.Integer}, {Name: "roads"},
	}}
	m, err := n.Metric(order.formula)
	if err != nil {
		return layer, err
	}
	var stops [2]engine.Stop
	for i, text := range places {
		if stops[i], err = n.ParseStop(text); err != nil {
			return layer, usageError{err}
		}
		if far := stops[i].AccessMeters; far > farMeters && order.warn {
			fmt.Fprintf(c.ErrOrStderr(), "warning: %s is %.0f km from the nearest road\n", text, far/1000)
		}
	}
	cell, err := n.Route(c.Context(), stops[0], stops[1], m)
	if err != nil {
		return layer, fmt.Errorf("from %s to %s: %w", places[0], places[1], err)
	}
	row := export.Row{Values: []any{places[0], places[1], cell.Cost, cell.Meters / 1000,
		stops[0].AccessMeters / 1000, stops[1].AccessMeters / 1000, len(cell.Spans), roadsOf(n, cell)}}
	if n.Graph.HasCoordinates() && len(cell.Spans) > 0 {
		row.Geometry = n.Line(cell.Spans)
	}
	layer.Rows = []export.Row{row}
	return layer, nil
}

// roadsOf lists the road numbers that a route follows, in order.
func roadsOf(n *engine.Network, cell engine.Cell) string {
	ref := n.Graph.Column(load.ColumnRef)
	text, last := "", ""
	for _, span := range cell.Spans {
		if name := ref.Text(span.Segment); name != "" && name != last {
			if text != "" {
				text += " > "
			}
			text += name
			last = name
		}
	}
	return text
}
