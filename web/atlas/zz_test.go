package atlas
import ("testing";"context";"math";"github.com/paulmach/orb";"github.com/paulmach/orb/planar";"github.com/paulmach/orb/maptile";"github.com/paulmach/orb/encoding/mvt";"github.com/corredor-geo/corredor/web/tile")
func TestZZTile(t *testing.T) {
	a, err := Open(context.Background(), "/tmp/h8out")
	if err != nil { t.Fatal(err) }
	l := tile.Layer{Name: "regions"}
	for i, r := range a.Regions { if len(r.Shape) > 0 { l.Features = append(l.Features, tile.Feature{ID: uint64(i), Geometry: r.Shape, Properties: map[string]any{"code": r.Code}}) } }
	s := tile.New(l)
	for _, z := range []maptile.Zoom{4, 5, 6} {
		area := make([]float64, len(a.Regions))
		lo, hi := maptile.At(orb.Point{-118.5, 33}, z), maptile.At(orb.Point{-86, 14}, z)
		for x := lo.X; x <= hi.X; x++ { for y := lo.Y; y <= hi.Y; y++ {
			at := maptile.New(x, y, z)
			data, err := s.Tile(at)
			if err != nil { t.Fatal(err) }
			ls, err := mvt.UnmarshalGzipped(data)
			if err != nil { t.Fatal(err) }
			ls.ProjectToWGS84(at)
			for _, l := range ls { for _, f := range l.Features { id := int(f.ID.(float64)); area[id] += math.Abs(planar.Area(f.Geometry)) } }
		} }
		for i, r := range a.Regions {
			was := math.Abs(planar.Area(r.Shape))
			if was > 0.02 && (area[i] < 0.85*was || area[i] > 1.3*was) { t.Log(z, r.Code, r.Name, r.State, "was", was, "is", area[i], len(r.Shape), len(r.Shape[0]), len(r.Shape[0][0])) }
		}
	}
}
