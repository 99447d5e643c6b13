package replicate

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// crowd is the contracted network made ready to be solved over and over with other
// parameters: who pays how much to which crossing, and what lies on the way. It is
// immutable; a rush of it is the work of one goroutine.
type crowd struct {
	// meters per group of origins and crossing, link into the United States included; +Inf
	// without a way. Origins whose costs differ by a constant go together: the equilibrium
	// cannot tell them apart.
	meters [][]float64
	mass   []float64 // origins of each group
	// passed are the municipalities on the ways from each group to each crossing, each
	// way once.
	passed [][][]passage
	// lanes is the capacity of each crossing, truck and port what phi counts there.
	lanes, truck, port []float64
	municipalities     int
}

// passage is a municipality and the origins of a group whose way passes it, as a
// share of the group.
type passage struct {
	municipality int32
	share        float64
}

// crowd prepares the contracted network.
func (x *contracted) crowd() (*crowd, error) {
	c := &crowd{municipalities: len(x.a.Codes)}
	column := x.a.Graph.Column
	for _, crossing := range x.crossings {
		lanes := column(load.ColumnLanes).Number(crossing.link) + column(load.ColumnContainers).Number(crossing.link)/containersPerLane
		truck, port := column(load.ColumnTruckPort).Number(crossing.link), column(load.ColumnSeaport).Number(crossing.link)
		if truck+port > 0 && !(lanes > 0) {
			return nil, fmt.Errorf("%w: RoadNet0.mat: link %d into the United States has no capacity", ErrArchive, crossing.link+1)
		}
		c.lanes, c.truck, c.port = append(c.lanes, lanes), append(c.truck, truck), append(c.port, port)
	}
	members := x.group(c)
	for i, group := range members {
		c.mass = append(c.mass, float64(len(group)))
		c.passed = append(c.passed, x.passages(c.meters[i], group))
	}
	return c, nil
}

// group puts origins together whose ways to all crossings differ by the same length, and
// fills in meters. Lengths are multiples of graph.Step, so that differences are exact.
func (x *contracted) group(c *crowd) (members [][]int) {
	number := map[string]int{}
	for _, origin := range x.sending {
		meters := make([]float64, len(x.crossings))
		nearest := math.Inf(1)
		for j, crossing := range x.crossings {
			meters[j] = x.distance(origin, j) + x.metric[x.a.Graph.ArcOf(crossing.link, false)]
			nearest = min(nearest, meters[j])
		}
		var key []byte
		for j := range meters {
			meters[j] -= nearest
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(meters[j]))
		}
		i, seen := number[string(key)]
		if !seen {
			i = len(members)
			number[string(key)] = i
			members = append(members, nil)
			c.meters = append(c.meters, meters)
		}
		members[i] = append(members[i], origin)
	}
	return members
}

// passages lists what the ways of a group pass, per crossing.
func (x *contracted) passages(meters []float64, group []int) [][]passage {
	stamp := make([]int, len(x.a.Codes))
	at := make([]int, len(x.a.Codes))
	out := make([][]passage, len(x.crossings))
	var path []graph.SegmentID
	turn := 0
	for j, crossing := range x.crossings {
		if math.IsInf(meters[j], 1) {
			continue
		}
		begun := turn
		for _, origin := range group {
			turn++
			path = append(x.core.appendPath(path[:0], x.origins.Nodes[origin], crossing.dist), crossing.link)
			for _, s := range path {
				for _, m := range x.a.Municipalities(s) {
					switch {
					case stamp[m] == turn:
						continue
					case stamp[m] <= begun:
						at[m] = len(out[j])
						out[j] = append(out[j], passage{municipality: m})
					}
					stamp[m] = turn
					out[j][at[m]].share += 1 / float64(len(group))
				}
			}
		}
	}
	return out
}

// flows adds up the equilibrium's units per municipality, into a slice of
// crowd.municipalities.
func (r *rush) flows(into []float64) {
	clear(into)
	for i, row := range r.flow {
		for j, units := range row {
			if units == 0 {
				continue
			}
			for _, p := range r.passed[i][j] {
				into[p.municipality] += float64(units * p.share)
			}
		}
	}
}
