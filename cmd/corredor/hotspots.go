package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/hotspot"
)

// hotspotFlags are those of hotspots.
type hotspotFlags struct {
	layer     engine.Origins
	regions   engine.Regions
	where     []string
	least, in string
	csv       bool
	out       string
}

func newHotspots(f *flags) *cobra.Command {
	h := &hotspotFlags{}
	c := &cobra.Command{
		Use:   "hotspots [TABLE]",
		Short: "Rank municipalities by a table, or by a density of points",
		Long: `Hotspots ranks municipalities as the origins of a study do:

  by a TABLE of municipalities with a weight (default: the embedded eradication
  of drug crops, which --where crop=poppy or crop=marijuana parts), added up by
  municipality, with shares of the total;

  by the kernel density of --points, a table with lon and lat or a layer of points.
  --bandwidth is the standard deviation of the Gaussian kernel: degrees ("0.3"),
  kilometres ("30 km"), or a rule: nrd (R's bandwidth.nrd, of which sigma is a
  quarter), cv (least-squares cross-validation), likelihood; "nrd km" is in kilometres;

  by --cells, a ready grid of densities with lon and lat.

A density is measured at the seat of each municipality, or as its mean or mass over
the polygons of --regions. The smallest regions that hold 50, 90 and 95 % of it are
written to hotspots.geojson with --output.`,
		Example: `  corredor hotspots --where crop=poppy --share 0.5
  corredor hotspots eradication.csv --weight hectares --unit ha --min "5 km2" --total 190000
  corredor hotspots --points seizures.csv --bandwidth "30 km" --by mass --regions municipalities.shp -o out/labs
  corredor hotspots --cells density.csv --weight z --top 50`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := h.parse(c, args); err != nil {
				return usageError{err}
			}
			return h.run(c, f)
		},
	}
	h.register(c)
	return c
}

func (h *hotspotFlags) register(c *cobra.Command) {
	flag, o := c.Flags(), &h.layer
	flag.StringVar(&o.Points, "points", "", "`file` of points to smooth to a density")
	flag.StringVar(&o.Grid, "cells", "", "`file` with a ready grid of densities")
	flag.StringVar(&o.Columns.Code, "code", "cvegeo", "`column` of the table with the municipality code")
	flag.StringVar(&o.Columns.Name, "name", "", "`column` of the table with its name")
	flag.StringVar(&o.Columns.Weight, "weight", "", "`column` with the weight; points may do without")
	flag.StringVar(&o.Columns.Lon, "lon", "", "`column` with the longitude in degrees (default: guessed)")
	flag.StringVar(&o.Columns.Lat, "lat", "", "`column` with the latitude in degrees (default: guessed)")
	flag.StringVar(&o.Encoding, "encoding", "", "`encoding` of text, such as latin1 (default: by the file)")
	flag.StringArrayVar(&h.where, "where", nil, "keep the rows with this value, `column=value` (may be repeated)")
	flag.IntVar(&o.Top, "top", 0, "keep the heaviest `N` (default: all; of a density by seat or mean 50)")
	flag.StringVar(&h.least, "min", "", "smallest `weight` to keep, such as 5 or \"500 ha\" (default: all above 0)")
	flag.Float64Var(&o.Share, "share", 0, "keep the fewest that together hold this `part` of the total, 0 to 1, such as 0.8 (default: all)")
	flag.Float64Var(&o.Total, "total", 0, "`total` of the country in the unit of the weights, where the table has only a part of it")
	flag.StringVar(&o.Unit, "unit", "", "`unit` of the weights, such as ha or km2")
	flag.StringVar(&h.in, "in", "", "print areas in this `unit`: ha or km2")
	flag.StringVar(&o.Bandwidth, "bandwidth", "", "`width` of the kernel of points: 0.3 (degrees) or \"30 km\", or a rule: nrd, cv, likelihood (default nrd)")
	flag.IntVar(&o.Nodes, "grid", 0, "`nodes` of the density along each axis, 2 to 4096 (default: as the bandwidth needs)")
	flag.StringVar(&o.By, "by", "", "`measure` that ranks a municipality: seat, mean, mass, or peak of the cells (default seat; peak for cells)")
	flag.Float64SliceVar(&o.HDR, "hdr", nil, "highest-density regions, in `percent` (default 50,90,95)")
	flag.Lookup("hdr").DefValue = "" // instead of []
	flag.StringVar(&h.regions.File, "regions", "", "`file` of municipalities: polygons, or seats with lon and lat (default: the embedded seats)")
	flag.StringVar(&h.regions.Columns.Code, "region-code", "", "their `column` with the municipality code (default: guessed)")
	flag.BoolVar(&h.csv, "csv", false, "print the whole ranking as CSV")
	flag.StringVarP(&h.out, "output", "o", "", "folder to write hotspots.csv, hotspots.geojson and density.csv to")
}

// parse completes the layer from the flags.
func (h *hotspotFlags) parse(c *cobra.Command, args []string) error {
	o := &h.layer
	o.Layer = "hotspots"
	switch {
	case len(args) == 1 && o.Points+o.Grid != "", o.Points != "" && o.Grid != "":
		return fmt.Errorf("more than one of a table, --points and --cells is given; keep one")
	case len(args) == 1:
		o.Table = args[0]
	case o.Points+o.Grid == "":
		o.Table, o.Columns.Name, o.Columns.Weight, o.Unit = "mexico:eradication.csv", "name", "km2", "km2 eradicated, 1994-2003"
	}
	if o.Table == "" {
		o.Columns.Code = ""
	} else if o.Columns.Weight == "" {
		return fmt.Errorf("--weight names the column that ranks the municipalities")
	}
	if h.regions.File == "" {
		h.regions.File = "mexico:municipalities.csv"
	} else { // polygons often have no names
		h.regions.Seats.File, h.regions.Seats.Columns.Code = "mexico:municipalities.csv", "cvegeo"
	}
	if o.Grid != "" && len(o.HDR) == 0 && h.out != "" {
		o.HDR = []float64{50, 90, 95}
	}
	if o.Table == "" && o.Top == 0 && o.Share == 0 && h.least == "" {
		o.Top = 50
	}
	return h.parseValues()
}

func (h *hotspotFlags) parseValues() error {
	o := &h.layer
	for _, condition := range h.where {
		column, value, ok := strings.Cut(condition, "=")
		if !ok || column == "" {
			return fmt.Errorf("--where %q is no condition; write column=value", condition)
		}
		if o.Where == nil {
			o.Where = map[string]string{}
		}
		o.Where[column] = value
	}
	unit, _, known := hotspot.ParseArea(o.Unit)
	if h.least != "" {
		var err error
		if o.Min, err = hotspot.ParseAmount(h.least, unit); err != nil {
			return fmt.Errorf("--min: %w", err)
		}
	}
	if h.in == "" {
		return nil
	}
	if _, rest, ok := hotspot.ParseArea(h.in); !ok || rest != "" {
		return fmt.Errorf("--in %q is no unit of land; write ha or km2", h.in)
	}
	if !known {
		return fmt.Errorf("--in needs the --unit of the weights: ha or km2")
	}
	return nil
}

func (h *hotspotFlags) run(c *cobra.Command, f *flags) error {
	bars := newProgress(c.ErrOrStderr(), f.quiet || f.json || h.csv)
	found, err := engine.FindHotspots(c.Context(), h.regions, h.layer, engine.Options{Progress: bars.update})
	bars.finish()
	if err != nil {
		return err
	}
	h.convert(found)
	if h.out != "" {
		if err := writeHotspots(h.out, found); err != nil {
			return err
		}
	}
	switch w := c.OutOrStdout(); {
	case f.json:
		err = printHotspotsJSON(w, found)
	case h.csv:
		err = export.WriteCSV(w, found.RankingLayer())
	default:
		printHotspots(w, found, h)
	}
	if err == nil && !f.quiet && !f.json {
		printWarnings(c.ErrOrStderr(), found.Warnings)
	}
	return err
}

// convert turns the weights into the unit of --in.
func (h *hotspotFlags) convert(found *engine.FoundHotspots) {
	if h.in == "" {
		return
	}
	own, rest, _ := hotspot.ParseArea(found.Unit)
	other, _, _ := hotspot.ParseArea(h.in)
	found.Unit = other.String() + rest
	found.Total *= own.In(other)
	for i := range found.Ranking {
		found.Ranking[i].Weight *= own.In(other)
	}
}
