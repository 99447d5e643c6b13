package osm

import (
	"strconv"

	"github.com/corredor-geo/corredor/graph"
)

// The columns of the graph.
const (
	ColumnClass     = "class"              // value of highway=*, or ferry
	ColumnName      = "name"               // name of the road
	ColumnRef       = "ref"                // road number
	ColumnToll      = "toll"               // "yes" or ""
	ColumnSpeedKMH  = "speed_kmh"          // km/h along the segment
	ColumnSpeedBack = "speed_kmh_backward" // km/h against it, where that is another
	ColumnFerry     = "ferry"              // "yes" or ""
	ColumnWay       = "osm_way"            // id of the way
	ColumnBridge    = "bridge"             // "yes" or ""
	ColumnTunnel    = "tunnel"             // "yes" or ""
	ColumnLayer     = "layer"              // as mapped
)

var columnNames = [...]string{ColumnClass, ColumnName, ColumnRef, ColumnToll, ColumnSpeedKMH, ColumnSpeedBack,
	ColumnFerry, ColumnWay, ColumnBridge, ColumnTunnel, ColumnLayer}

// values returns the attributes of road i, in the order of columnNames.
func (a *assembly) values(i int) []string {
	r := &a.roads.list[i]
	along, against := r.kmh, r.back
	if r.duration > 0 {
		along = a.crossingKMH(i)
		against = along
	}
	if r.dir == graph.Backward {
		along = against
	}
	back := ""
	if r.dir == graph.Both && along != against {
		back = speedText(against)
	}
	return []string{a.profile.names[r.class], r.name, r.ref, yes(r.toll), speedText(along), back,
		yes(r.class == a.profile.ferry()), strconv.FormatInt(r.id, 10), yes(r.bridge), yes(r.tunnel), r.layer}
}

// crossingKMH returns the speed of a ferry from its duration, or that of the
// profile when a part is missing or the duration makes no sense.
func (a *assembly) crossingKMH(i int) float64 {
	r := &a.roads.list[i]
	meters, vertices := 0.0, 0
	a.eachRun(i, func(run []int32) {
		for j := 1; j < len(run); j++ {
			meters += graph.Distance(a.at[run[j-1]].Orb(), a.at[run[j]].Orb())
		}
		vertices += len(run)
	})
	kmh := meters / 1000 / r.duration.Hours()
	if vertices != a.roads.list[i+1].firstRef-r.firstRef || kmh < 1 || kmh > maxFerryKMH {
		return r.kmh
	}
	return kmh
}

// maxFerryKMH is a little more than the fastest car ferry does.
const maxFerryKMH = 110

// speedText writes a speed to a tenth of a km/h, enough for miles an hour.
func speedText(kmh float64) string {
	return strconv.FormatFloat(float64(int64(float64(kmh*10)+0.5))/10, 'f', -1, 64)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
