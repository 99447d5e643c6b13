package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/hotspot"
	"github.com/corredor-geo/corredor/engine/region"
)

// mostShown keeps the ranking to a screen.
const mostShown = 20

func writeHotspots(dir string, found *engine.FoundHotspots) error {
	staging, err := export.Stage(dir)
	if err != nil {
		return err
	}
	defer staging.Abort()
	ranking, regions, density := found.RankingLayer(), found.RegionsLayer(), found.DensityLayer()
	for _, file := range []struct {
		name  string
		write func(io.Writer, export.Layer) error
		layer export.Layer
	}{
		{"hotspots.csv", export.WriteCSV, ranking},
		{"hotspots.geojson", export.WriteGeoJSON, regions},
		{"density.csv", export.WriteCSV, density},
		{"columns.csv", export.WriteCSV, export.Dictionary(ranking, regions, density)},
	} {
		if len(file.layer.Rows) == 0 {
			continue
		}
		if err := staging.Write(file.name, func(w io.Writer) error { return file.write(w, file.layer) }); err != nil {
			return err
		}
	}
	return staging.Commit()
}

func printHotspots(w io.Writer, found *engine.FoundHotspots, h *hotspotFlags) {
	by := map[string]string{"seat": "density at the seat", "mean": "mean density", "mass": "share of the density", "peak": "highest cell"}[found.By]
	fmt.Fprintf(w, "%d of %d municipalities", len(found.Ranking), found.Ranked)
	switch {
	case by == "":
		fmt.Fprintf(w, ", %.0f %% of a total of %s %s\n", 100*found.Ranking[len(found.Ranking)-1].Cumulated, amount(found.Total), found.Unit)
	case found.Unit == "" || found.By == "mass":
		fmt.Fprintf(w, " by %s\n", by)
	default:
		fmt.Fprintf(w, " by %s (%s)\n", by, found.Unit)
	}
	if found.Points > 0 {
		columns, rows := found.Density.Size()
		fmt.Fprintf(w, "%d points, bandwidth %s, %d x %d nodes\n", found.Points, bandwidthText(found.Density), columns, rows)
	}
	for _, r := range found.Regions {
		parts := "parts"
		if len(r.Area) == 1 {
			parts = "part"
		}
		fmt.Fprintf(w, "%g %% of the density lies in %s km2, %d %s\n", 100*r.Share, thousands(region.AreaKM2(r.Area)), len(r.Area), parts)
	}
	fmt.Fprintln(w)
	printRanking(w, found)
	if h.out != "" {
		fmt.Fprintf(w, "\nWritten to %s\n", filepath.ToSlash(h.out))
	}
}

func printRanking(w io.Writer, found *engine.FoundHotspots) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	shares := found.By == "" || found.By == "mass"
	head := "rank\tcode\tmunicipality\tstate\tweight\t"
	if shares {
		head += "% of total\tcumulated\t"
	}
	fmt.Fprintln(table, head)
	for i, m := range found.Ranking {
		if i == mostShown {
			fmt.Fprintf(table, "\t\tand %d more (--csv prints all)\t\t\t%s\n", len(found.Ranking)-mostShown, map[bool]string{true: "\t\t"}[shares])
			break
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t", m.Rank, m.Code, m.Name, m.State, amount(m.Weight))
		if shares {
			fmt.Fprintf(table, "%.1f\t%.1f\t", 100*m.Share, 100*m.Cumulated)
		}
		fmt.Fprintln(table)
	}
	table.Flush()
}

// amount writes a number with four digits that matter.
func amount(x float64) string {
	if math.Abs(x) >= 1000 {
		return thousands(x)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

func bandwidthText(d *hotspot.Density) string {
	sigma, kilometres := d.Sigma()
	switch {
	case kilometres:
		return fmt.Sprintf("%.4g km", sigma[0])
	case sigma[0] == sigma[1]:
		return fmt.Sprintf("%.4g degrees", sigma[0])
	}
	return fmt.Sprintf("%.4g x %.4g degrees", sigma[0], sigma[1])
}

// hotspotRow is a municipality as --json prints it.
type hotspotRow struct {
	Rank      int     `json:"rank"`
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	State     string  `json:"state"`
	Weight    float64 `json:"weight"`
	Share     float64 `json:"total_share"`
	Cumulated float64 `json:"cumulated_share"`
}

// densityRow is a density as --json prints it.
type densityRow struct {
	Points    int        `json:"points"`
	Sigma     [2]float64 `json:"sigma"`
	SigmaUnit string     `json:"sigma_unit"`
	Columns   int        `json:"columns"`
	Rows      int        `json:"rows"`
}

func printHotspotsJSON(w io.Writer, found *engine.FoundHotspots) error {
	type regionRow struct {
		Percent float64 `json:"percent"`
		Level   float64 `json:"level"`
		AreaKM2 float64 `json:"area_km2"`
		Parts   int     `json:"parts"`
	}
	out := struct {
		Unit     string           `json:"unit"`
		By       string           `json:"by,omitempty"`
		Total    float64          `json:"total"`
		Ranked   int              `json:"ranked"`
		Density  *densityRow      `json:"density,omitempty"`
		Regions  []regionRow      `json:"regions,omitempty"`
		Ranking  []hotspotRow     `json:"ranking"`
		Warnings []engine.Warning `json:"warnings,omitempty"`
		Inputs   []engine.Input   `json:"inputs"`
	}{Unit: found.Unit, By: found.By, Total: found.Total, Ranked: found.Ranked, Warnings: found.Warnings, Inputs: found.Inputs}
	if found.Points > 0 {
		sigma, kilometres := found.Density.Sigma()
		columns, rows := found.Density.Size()
		out.Density = &densityRow{found.Points, sigma, map[bool]string{true: "km", false: "degrees"}[kilometres], columns, rows}
	}
	for _, r := range found.Regions {
		out.Regions = append(out.Regions, regionRow{100 * r.Share, r.Level, region.AreaKM2(r.Area), len(r.Area)})
	}
	for _, m := range found.Ranking {
		out.Ranking = append(out.Ranking, hotspotRow{m.Rank, m.Code, m.Name, m.State, m.Weight, m.Share, m.Cumulated})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
