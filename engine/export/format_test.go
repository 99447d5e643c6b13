package export_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/export"
)

func TestFormat(t *testing.T) {
	const text, integer, real, boolean = export.Text, export.Integer, export.Real, export.Boolean
	tests := []struct {
		kind     export.Kind
		decimals int
		value    any
		want     string
		known    bool
	}{
		{text, 0, "Culiacán", "Culiacán", true},
		{text, 0, "", "", true},
		{text, 0, nil, "", false},
		{integer, 0, -7, "-7", true},
		{integer, 0, math.MaxInt, "9223372036854775807", true},
		{boolean, 0, true, "true", true},
		{boolean, 0, false, "false", true},
		{real, 3, 1.0, "1", true},
		{real, 3, 100.0, "100", true}, // zeros before the point stay
		{real, 0, 100.0, "100", true},
		{real, 3, 1.25, "1.25", true},
		{real, 3, 1.2345, "1.234", true}, // 1.2345 is a little less in binary
		{real, 3, 1.2355, "1.236", true}, // and 1.2355 a little more
		{real, 0, 0.5, "0", true},        // half to even
		{real, 0, 1.5, "2", true},
		{real, 2, 0.999, "1", true},
		{real, 3, 1e21, "1000000000000000000000", true}, // no exponent
		{real, 6, 1e-7, "0", true},
		{real, 3, math.Copysign(0, -1), "0", true},
		{real, 3, -0.0004, "0", true},
		{real, 0, -0.4, "0", true},
		{real, 3, -0.001, "-0.001", true},
		{real, 3, math.NaN(), "", false},
		{real, 3, math.Inf(1), "", false},
		{real, 3, math.Inf(-1), "", false},
		{real, 3, nil, "", false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v %v to %d", tt.kind, tt.value, tt.decimals), func(t *testing.T) {
			got, known := export.Column{Kind: tt.kind, Decimals: tt.decimals}.Format(tt.value)
			if got != tt.want || known != tt.known {
				t.Errorf("%q, %v; want %q, %v", got, known, tt.want, tt.known)
			}
		})
	}
}

func TestFormatPanicsOnAnotherKind(t *testing.T) {
	kinds := []export.Kind{export.Text, export.Integer, export.Real, export.Boolean}
	values := []any{"a", 1, 1.5, true}
	for i, k := range kinds {
		for j, v := range values {
			if i != j {
				mustPanic(t, fmt.Sprintf("%v in a column of %v", v, k), func() { export.Column{Kind: k}.Format(v) })
			}
		}
		mustPanic(t, "a kind of Go's own", func() { export.Column{Kind: k}.Format(int64(1)) })
	}
}

func TestGeoJSONValues(t *testing.T) {
	l := export.Layer{Name: `a "name"`, Columns: []export.Column{
		{Name: `tab	"quote"`}, {Name: "n", Kind: export.Integer}, {Name: "x", Kind: export.Real, Decimals: 1}, {Name: "b", Kind: export.Boolean}}}
	texts := []string{"", "\"quoted\"", `back\slash`, "line\nbreak\ttab", "Culiacán, ñ", "<b>&amp;</b>", "\u2028", "\x00\x1f", "😀"}
	for _, s := range texts {
		l.Rows = append(l.Rows, export.Row{Values: []any{s, nil, math.NaN(), nil}})
	}
	l.Rows = append(l.Rows, export.Row{Values: []any{nil, 1, -0.04, true}}, export.Row{Values: []any{"not \xff UTF-8", 2, math.Inf(1), false}})
	var file struct {
		Name     string
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(writeGeoJSON(t, l), &file); err != nil {
		t.Fatal(err)
	}
	if file.Name != l.Name {
		t.Errorf("name %q", file.Name)
	}
	for i, f := range file.Features {
		p := f.Properties
		if len(p) != len(l.Columns) {
			t.Errorf("row %d has %d properties", i, len(p))
		}
		switch text := p[l.Columns[0].Name]; i {
		case len(texts):
			if text != nil || p["n"] != 1.0 || p["x"] != 0.0 || p["b"] != true {
				t.Errorf("row %d: %v", i, p)
			}
		case len(texts) + 1:
			if text != "not \ufffd UTF-8" || p["n"] != 2.0 || p["x"] != nil || p["b"] != false {
				t.Errorf("row %d: %v", i, p)
			}
		default:
			if text != texts[i] || p["n"] != nil || p["x"] != nil || p["b"] != nil {
				t.Errorf("row %d: %v", i, p)
			}
		}
	}
}
