package feature

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

type format int

const (
	formatCSV format = iota
	formatGeoJSON
	formatShapefile
	formatDBF
	formatGeoPackage
	formatPart // a part of a shapefile that is not its .shp
)

// formatOfName tells the format by the extension, without compression suffix.
func formatOfName(name string) (f format, known bool) {
	switch strings.ToLower(extension(trimCompression(name))) {
	case ".csv", ".tsv", ".tab", ".txt":
		return formatCSV, true
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl":
		return formatGeoJSON, true
	case ".shp":
		return formatShapefile, true
	case ".dbf":
		return formatDBF, true
	case ".gpkg":
		return formatGeoPackage, true
	}
	return formatCSV, false
}

// foreign are first bytes of formats that are not read here, with the mend.
var foreign = []struct{ magic, hint string }{
	{"PAR1", "a Parquet file: export it as CSV or GeoJSON"},
	{"fgb", "a FlatGeobuf file: convert it with ogr2ogr out.geojson in.fgb"},
	{"\xd0\xcf\x11\xe0", "an old Excel or Office file: save the sheet as CSV"},
	{"<stata_dta>", "a Stata file: in Stata, export delimited using out.csv"},
	{"RDX", "an R file: in R, write.csv(x, \"out.csv\")"},
	{"MATLAB", "a Matlab file: export the table as CSV"},
	{"%PDF", "a PDF: look for the table in a machine-readable form"},
	{"7z\xbc\xaf", "a 7z archive: unpack it first"},
	{"Rar!", "a rar archive: unpack it first"},
	{"\xfd7zXZ", "an xz file: unpack it first"},
	{"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"},
}

// formatOf tells the format of a content by its first bytes, helped by its name.
func formatOf(c *content) (format, error) {
	head, err := c.in.Peek(1024)
	if len(head) == 0 {
		if err != nil && err != io.EOF {
			return 0, inputError(c.label, err)
		}
		return 0, &Error{File: c.label, Err: fmt.Errorf("the file is empty: %w", ErrTruncated),
			Hint: "download or copy it again"}
	}
	named, known := formatOfName(c.name)
	switch strings.ToLower(extension(c.name)) {
	case ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix":
		return 0, &Error{File: c.label, Err: errors.New("only a part of a shapefile"), Hint: "name its .shp file"}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x00\x00\x27\x0a")):
		return formatShapefile, nil
	case bytes.HasPrefix(head, []byte(sqliteMagic)):
		return formatGeoPackage, nil
	case known && (named == formatShapefile || named == formatDBF):
		return named, nil
	}
	if known && named == formatGeoPackage {
		return 0, &Error{File: c.label, Err: fmt.Errorf("not the first bytes of a GeoPackage: %w", ErrFormat), Hint: "download or copy it again"}
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return 0, &Error{File: c.label, Err: ErrFormat, Hint: f.hint}
		}
	}
	return formatOfText(c, head)
}

func formatOfText(c *content, head []byte) (format, error) {
	wide := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	if bytes.IndexByte(head, 0) >= 0 && !wide {
		return 0, &Error{File: c.label, Err: fmt.Errorf("binary data: %w", ErrFormat),
			Hint: "give CSV, GeoJSON, GeoPackage or a shapefile"}
	}
	text := string(head)
	if wide {
		text = strings.ReplaceAll(text[2:], "\x00", "")
	}
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n\x1e")
	named, known := formatOfName(c.name)
	switch {
	case strings.HasPrefix(text, "{"), known && named == formatGeoJSON:
		return formatGeoJSON, nil
	case strings.HasPrefix(strings.ToLower(text), "<!doctype html"), strings.HasPrefix(strings.ToLower(text), "<html"):
		return 0, &Error{File: c.label, Err: fmt.Errorf("a web page: %w", ErrFormat),
			Hint: "the download went wrong: get the file itself"}
	case strings.HasPrefix(text, "<"):
		return 0, &Error{File: c.label, Err: fmt.Errorf("an XML file: %w", ErrFormat),
			Hint: "convert KML, GML and GPX with: ogr2ogr out.geojson in.kml"}
	}
	return formatCSV, nil
}
