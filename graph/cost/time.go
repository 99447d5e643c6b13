package cost

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph"
)

// Columns that TravelTime reads.
const (
	classColumn    = "class"
	speedColumn    = "speed_kmh"
	backwardColumn = "speed_kmh_backward"
)

// Speeds says how fast a segment is travelled, in km/h: as its speed_kmh column
// says, else by its class, else Default; 0 is "not given". Against its direction a
// speed_kmh_backward column goes before.
type Speeds struct {
	ByClass map[string]float64
	Default float64
}

// Fastest and slowest speeds that are taken for true, in km/h.
const (
	slowestKMH = 1
	fastestKMH = 300
)

// ValidSpeed reports whether a speed in km/h can be one of a road: 1 to 300.
func ValidSpeed(kmh float64) bool { return kmh >= slowestKMH && kmh <= fastestKMH }

// TravelTime returns the seconds that each arc takes. A segment without any
// speed is an error that counts them and names the class of the first.
func TravelTime(g *graph.Graph, speeds Speeds) (graph.Metric, error) {
	class, speed := g.Column(classColumn), g.Column(speedColumn)
	unknown, firstClass := 0, ""
	m := graph.NewMetric(g, func(s graph.SegmentID) float64 {
		kmh := speed.Number(s)
		if !ValidSpeed(kmh) {
			kmh = speeds.ByClass[class.Text(s)]
		}
		if kmh == 0 {
			kmh = speeds.Default
		}
		if kmh == 0 {
			if unknown == 0 {
				firstClass = class.Text(s)
			}
			unknown++
			return 0
		}
		return seconds(g.LengthMeters(s), kmh)
	})
	if backward := g.Column(backwardColumn); backward != nil {
		for a := range m {
			s, reversed := g.Segment(graph.ArcID(a))
			if kmh := backward.Number(s); reversed && ValidSpeed(kmh) {
				m[a] = graph.Quantize(seconds(g.LengthMeters(s), kmh))
			}
		}
	}
	if unknown > 0 {
		return nil, fmt.Errorf("%d road segments have no speed; the first has the class %q", unknown, firstClass)
	}
	return m, nil
}

func seconds(meters, kmh float64) float64 {
	const kmhPerMetersSecond = 3.6
	return meters / kmh * kmhPerMetersSecond
}
