package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Format is a file format for layers with geometry.
type Format string

// The formats. GeoPackage holds all layers in one file, the others one each.
const (
	GeoJSON    Format = "geojson"
	GeoPackage Format = "gpkg"
	GeoParquet Format = "parquet"
	FlatGeobuf Format = "fgb"
	KML        Format = "kml"
)

// Formats lists them all.
var Formats = []Format{GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML}

// ParseFormats reads a list such as "geojson,gpkg", each once.
func ParseFormats(list string) ([]Format, error) {
	var formats []Format
	for name := range strings.SplitSeq(list, ",") {
		f := Format(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(Formats, f) {
			return nil, fmt.Errorf("unknown format %q: write some of %v, with commas between", name, Formats)
		}
		if !slices.Contains(formats, f) {
			formats = append(formats, f)
		}
	}
	return formats, nil
}

var writers = map[Format]func(io.Writer, Layer) error{
	GeoJSON: WriteGeoJSON, GeoParquet: WriteGeoParquet, FlatGeobuf: WriteFlatGeobuf, KML: WriteKML,
}

// WriteLayers stages layers in a format, each in a file of its own name, or all
// in the one GeoPackage called name.
func (s *Staging) WriteLayers(f Format, name string, layers ...Layer) error {
	if f == GeoPackage {
		return s.build(name+"."+string(f), func(path string) error { return WriteGeoPackage(path, layers...) })
	}
	write, ok := writers[f]
	if !ok {
		return fmt.Errorf("unknown format %q", f)
	}
	for _, l := range layers {
		if err := s.Write(l.Name+"."+string(f), func(w io.Writer) error { return write(w, l) }); err != nil {
			return err
		}
	}
	return nil
}
