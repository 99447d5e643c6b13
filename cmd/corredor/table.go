package main

import (
	"bufio"
	"io"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
)

func newTable(f *flags) *cobra.Command {
	var network networkFlags
	var sources, targets, out string
	c := &cobra.Command{
		Use:   "table GRAPH --sources FILE --targets FILE",
		Short: "Write the cost and length of every source-target pair",
		Long: `Table computes the least-cost routes from every source to every target.
Sources and targets are tables with the columns id, lon, lat (degrees), or id, node
(numbers from 0). The result is a CSV of one row per pair, in their order:
source, target, cost, length_km, source_access_km, target_access_km. Rows are
written as they are computed, so a matrix may be of any size. A pair without a way
has an empty cost.`,
		Example: "  corredor table roads.geojson --sources seats.csv --targets ports.csv -o table.csv",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			n, err := network.open(c, f, args[0])
			if err != nil {
				return err
			}
			m, err := n.Metric(network.formula)
			if err != nil {
				return err
			}
			from, err := n.ReadStops(c.Context(), sources)
			if err != nil {
				return err
			}
			to, err := n.ReadStops(c.Context(), targets)
			if err != nil {
				return err
			}
			return writeFile(c, out, func(w io.Writer) error {
				bars := newProgress(c.ErrOrStderr(), f.quiet)
				defer bars.finish()
				matrix := n.Matrix(c.Context(), from, to, engine.MatrixOptions{Metric: m})
				return writeMatrix(w, from, to, matrix, func(row int) { bars.update("rows", int64(row), int64(len(from))) })
			})
		},
	}
	network.register(c)
	c.Flags().StringVar(&sources, "sources", "", "`table` of sources: id, lon, lat in degrees, or id, node")
	c.Flags().StringVar(&targets, "targets", "", "`table` of targets, likewise")
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write (default: the standard output)")
	must(c.MarkFlagRequired("sources"))
	must(c.MarkFlagRequired("targets"))
	return c
}

func must(err error) {
	if err != nil {
		panic(err) // a flag that was just declared
	}
}

func writeMatrix(w io.Writer, from, to []engine.Stop, matrix func(func(engine.Cell, error) bool), progress func(row int)) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := []byte("source,target,cost,length_km,source_access_km,target_access_km\n")
	var failed error
	matrix(func(cell engine.Cell, err error) bool {
		if err == nil {
			_, err = out.Write(line)
		}
		if err != nil {
			failed = err
			return false
		}
		if cell.J == 0 {
			progress(cell.I)
		}
		line = appendCell(line[:0], cell, from[cell.I], to[cell.J])
		return true
	})
	if failed != nil {
		return failed
	}
	if _, err := out.Write(line); err != nil {
		return err
	}
	return out.Flush()
}

func appendCell(line []byte, cell engine.Cell, from, to engine.Stop) []byte {
	line = append(appendText(append(appendText(line, from.ID), ','), to.ID), ',')
	if !math.IsInf(cell.Cost, 1) {
		line = append(strconv.AppendFloat(line, round(cell.Cost), 'f', -1, 64), ',')
		line = strconv.AppendFloat(line, round(cell.Meters/1000), 'f', -1, 64)
	} else {
		line = append(line, ',')
	}
	for _, stop := range []engine.Stop{from, to} {
		line = strconv.AppendFloat(append(line, ','), round(stop.AccessMeters/1000), 'f', -1, 64)
	}
	return append(line, '\n')
}

// round keeps six decimals, the resolution of weights.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// appendText writes a field of a CSV, quoted where it must be.
func appendText(line []byte, text string) []byte {
	for _, r := range text {
		if r == ',' || r == '"' || r == '\n' || r == '\r' {
			line = append(line, '"')
			for _, b := range []byte(text) {
				if b == '"' {
					line = append(line, '"')
				}
				line = append(line, b)
			}
			return append(line, '"')
		}
	}
	return append(line, text...)
}
