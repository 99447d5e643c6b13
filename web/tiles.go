package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb/maptile"

	"github.com/corredor-geo/corredor/web/internal/tile"
)

// tileLayers are municipalities, borders and roads. The number of a feature is
// the position of the municipality in the list of regions, or the segment.
func (s *Server) tileLayers() []tile.Layer {
	regions, borders, roads := tile.Layer{Name: "regions"}, tile.Layer{Name: "borders"}, tile.Layer{Name: "roads"}
	for i, r := range s.atlas.Regions {
		if len(r.Shape) > 0 {
			regions.Features = append(regions.Features, tile.Feature{ID: uint64(i), Geometry: r.Shape, Properties: map[string]any{"code": r.Code}})
		}
	}
	for _, b := range s.atlas.Borders {
		borders.Features = append(borders.Features, tile.Feature{Geometry: b.Line, Properties: map[string]any{"outer": b.Outer}})
	}
	for _, seg := range s.atlas.Segments {
		if len(seg.Line) > 1 {
			roads.Features = append(roads.Features, tile.Feature{ID: uint64(seg.ID), Geometry: seg.Line,
				Properties: map[string]any{"ref": seg.Ref, "class": seg.Class, "toll": seg.Toll}})
		}
	}
	return []tile.Layer{regions, borders, roads}
}

func (s *Server) tile(r *http.Request) (*document, error) {
	var number [3]uint64
	for i, key := range []string{"z", "x", "y"} {
		text := r.PathValue(key)
		if key == "y" {
			text = strings.TrimSuffix(text, ".mvt")
		}
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return nil, badRequest("%.20q is no number of a tile", text)
		}
		number[i] = n
	}
	if number[0] > tile.MaxZoom {
		return nil, notFound("tiles end at zoom %d", tile.MaxZoom)
	}
	at := maptile.New(uint32(number[1]), uint32(number[2]), maptile.Zoom(number[0]))
	if !tile.Valid(at) {
		return nil, notFound("there is no such tile at zoom %d", at.Z)
	}
	zipped, err := s.tiles.Tile(at)
	if err != nil {
		return nil, err
	}
	d := zippedDocument("application/vnd.mapbox-vector-tile", zipped, fmt.Sprintf(`W/"%s-%d-%d-%d"`, s.tag, at.Z, at.X, at.Y))
	d.forever = r.URL.Query().Get("v") == s.tag
	return d, nil
}
