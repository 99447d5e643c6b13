package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
)

// formatOf reads the parameter format, which is one of a list; the first when it
// is absent.
func formatOf(r *http.Request, formats ...string) (string, error) {
	f := r.URL.Query().Get("format")
	if f == "" {
		return formats[0], nil
	}
	if !slices.Contains(formats, f) {
		return "", badRequest("there is no format %.20q here; there is %s", f, strings.Join(formats, ", "))
	}
	return f, nil
}

// csvDocument makes an answer of a table, to be saved.
func csvDocument(l export.Layer) (*document, error) {
	var out bytes.Buffer
	if err := export.WriteCSV(&out, l); err != nil {
		return nil, err
	}
	d := newDocument("text/csv; charset=utf-8", out.Bytes())
	d.name = l.Name + ".csv"
	return d, nil
}

// geoJSONDocument makes an answer of a layer; save makes it one to be saved.
func geoJSONDocument(l export.Layer, save bool) (*document, error) {
	var out bytes.Buffer
	if err := export.WriteGeoJSON(&out, l); err != nil {
		return nil, err
	}
	d := newDocument("application/geo+json", out.Bytes())
	if save {
		d.name = l.Name + ".geojson"
	}
	return d, nil
}
