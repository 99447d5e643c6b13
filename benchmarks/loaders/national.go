package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// side of the grid: 2 x 708 x 707 lines.
const side = 708

// writeNational writes a grid of about a million lines with four points each and
// three attributes: 225 MB of GeoJSON, the size of a country's roads.
func writeNational(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(`{"type":"FeatureCollection","features":[` + "\n")
	comma := ""
	line := func(x1, y1, x2, y2 float64) {
		fmt.Fprintf(b, `%s{"type":"Feature","properties":{"ref":"MEX%d","toll":false,"class":"federal"},"geometry":{"type":"LineString","coordinates":[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]}}`,
			comma, int(x1*100)%200, x1, y1, x1+(x2-x1)/3+.0001, y1+(y2-y1)/3, x1+(x2-x1)/2, y1+(y2-y1)/2+.0002, x2, y2)
		comma = ",\n"
	}
	for i := range side {
		for j := range side {
			x, y := -110+.02*float64(i), 16+.015*float64(j)
			if i < side-1 {
				line(x, y, x+.02, y)
			}
			if j < side-1 {
				line(x, y, x, y+.015)
			}
		}
	}
	b.WriteString("\n]}\n")
	return b.Flush() // which has the first error of all writes
}

// madeUp writes the national network in the formats that can be had: GeoJSON, and
// what ogr2ogr makes of it where it is installed.
func madeUp(ctx context.Context, folder string) ([]trial, error) {
	source := filepath.Join(folder, "national.geojson")
	file, err := os.Create(source)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(writeNational(file), file.Close()); err != nil {
		return nil, err
	}
	trials := []trial{{"GeoJSON, made up", source, []string{gdal}}}
	for _, format := range []struct{ name, extension string }{{"GeoPackage, made up", ".gpkg"}, {"Shapefile, made up", ".shp"}} {
		path := filepath.Join(folder, "national"+format.extension)
		if _, err := exec.LookPath("ogr2ogr"); err != nil {
			break
		}
		if text, err := exec.CommandContext(ctx, "ogr2ogr", path, source).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("ogr2ogr: %w: %s", err, text)
		}
		trials = append(trials, trial{format.name, path, nil})
	}
	return trials, nil
}
