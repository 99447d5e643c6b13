package region

import "github.com/corredor-geo/corredor/graph"

// box is a rectangle of stored coordinates, its sides included.
type box struct {
	min, max graph.Point
}

func boxOf(a, b graph.Point) box {
	return box{
		graph.Point{Lon: min(a.Lon, b.Lon), Lat: min(a.Lat, b.Lat)},
		graph.Point{Lon: max(a.Lon, b.Lon), Lat: max(a.Lat, b.Lat)},
	}
}

func (b box) extend(p graph.Point) box {
	return box{
		graph.Point{Lon: min(b.min.Lon, p.Lon), Lat: min(b.min.Lat, p.Lat)},
		graph.Point{Lon: max(b.max.Lon, p.Lon), Lat: max(b.max.Lat, p.Lat)},
	}
}

func (b box) meets(c box) bool {
	return b.min.Lon <= c.max.Lon && c.min.Lon <= b.max.Lon &&
		b.min.Lat <= c.max.Lat && c.min.Lat <= b.max.Lat
}

func (b box) holds(c box) bool {
	return b.min.Lon <= c.min.Lon && c.max.Lon <= b.max.Lon &&
		b.min.Lat <= c.min.Lat && c.max.Lat <= b.max.Lat
}

// corners returns the box as the tree of package rtree takes it. Float64 holds
// every int32, and areas of boxes do not overflow in it.
func (b box) corners() (low, high [2]float64) {
	return [2]float64{float64(b.min.Lon), float64(b.min.Lat)},
		[2]float64{float64(b.max.Lon), float64(b.max.Lat)}
}
