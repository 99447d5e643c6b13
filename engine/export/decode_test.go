package export_test

import (
	"encoding/json"
	"testing"

	"github.com/paulmach/orb"
)

// feature is a feature as encoding/json sees it.
type feature struct {
	Type       string
	BBox       []float64
	Properties map[string]any
	Geometry   *geometry
}

type geometry struct {
	Type        string
	Coordinates json.RawMessage
}

func decode(t *testing.T, text []byte) []feature {
	t.Helper()
	var file struct {
		Type     string
		Features []feature
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if file.Type != "FeatureCollection" {
		t.Errorf("type %q", file.Type)
	}
	for i, f := range file.Features {
		if f.Type != "Feature" {
			t.Errorf("feature %d has type %q", i, f.Type)
		}
	}
	return file.Features
}

// orb returns the geometry, or nil for null.
func (g *geometry) orb(t *testing.T) orb.Geometry {
	t.Helper()
	if g == nil {
		return nil
	}
	switch g.Type {
	case "Point":
		return coordinates[orb.Point](t, g)
	case "MultiPoint":
		return coordinates[orb.MultiPoint](t, g)
	case "LineString":
		return coordinates[orb.LineString](t, g)
	case "MultiLineString":
		return coordinates[orb.MultiLineString](t, g)
	case "Polygon":
		return coordinates[orb.Polygon](t, g)
	case "MultiPolygon":
		return coordinates[orb.MultiPolygon](t, g)
	}
	t.Fatalf("geometry of type %q", g.Type)
	return nil
}

// coordinates decodes the nested arrays, which are what orb's types are made of.
func coordinates[G any](t *testing.T, g *geometry) (out G) {
	t.Helper()
	if err := json.Unmarshal(g.Coordinates, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
