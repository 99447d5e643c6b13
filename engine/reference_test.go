package engine_test

import (
	"container/heap"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/outside"
)

func runReference(t testing.TB) *engine.Result {
	t.Helper()
	t.Setenv("CORREDOR_DATA", outside.ReferenceData(t, ""))
	study, err := engine.ReadStudy(filepath.Join("..", "examples", "mexico-2010.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestReferenceRoutesAreShortest routes the reference study a second time with
// nothing of the engine: every vertex of the file is a node, lengths come from
// chords through the ellipsoid, and the search is a textbook Dijkstra. Only the
// places where routes begin and end are the engine's; TestReferenceAccess checks those.
func TestReferenceRoutesAreShortest(t *testing.T) {
	r := runReference(t)
	naive := readNaive(t, outside.ReferenceData(t, "roads/mexico_highways.geojson"))
	ports := map[int]orb.Point{}
	const unreachedMeters = 15_000 // the default port_max_km
	for i, p := range r.Ports {
		if p.Place.AccessMeters <= unreachedMeters {
			ports[i] = placePoint(r.Roads.Graph, p.Place)
		}
	}
	ends := naive.attachAll(ports)
	routed := 0
	for i, route := range r.Routes {
		if route.Status != engine.Routed {
			t.Errorf("%s is %s", r.Origins[i].Code, route.Status)
			continue
		}
		routed++
		start := naive.attach(placePoint(r.Roads.Graph, r.Origins[i].Place))
		port, meters := naive.nearest(start, ends)
		// Places are rounded to 1e-7 degree, 11 mm, at both ends.
		if math.Abs(meters-route.Meters) > 1e-6*meters+0.03 {
			t.Errorf("%s %s: the engine finds %.3f m to port %d, the test %.3f m to port %d", r.Origins[i].Layer, r.Origins[i].Code, route.Meters, route.Port, meters, port)
		}
	}
	const origins = 88 + 97 + 50 // the two tables and the top of the grid
	if routed != origins {
		t.Errorf("%d of %d origins were compared", routed, origins)
	}
}

// TestReferenceAccess compares the snapping with a look at every edge.
func TestReferenceAccess(t *testing.T) {
	r := runReference(t)
	naive := readNaive(t, outside.ReferenceData(t, "roads/mexico_highways.geojson"))
	for i := 0; i < len(r.Origins); i += 7 { // every seventh keeps the test short
		o := r.Origins[i]
		_, _, meters := naive.closest(o.At)
		// s2 is nearest on a sphere: up to 0.7 % further on the ellipsoid. A
		// nearer road may be on an islet of the network, which may not be used.
		if o.Place.AccessMeters < meters*0.99-1 || o.Place.AccessMeters > meters*1.007+1 && naive.inLargest(o.At) {
			t.Errorf("%s %s: %.0f m from a road, the test finds %.0f m", o.Code, o.Name, o.Place.AccessMeters, meters)
		}
	}
}

func placePoint(g *graph.Graph, p graph.Place) orb.Point {
	return g.AppendLine(nil, graph.Span{Segment: p.Segment, FromMeters: p.OffsetMeters, ToMeters: p.OffsetMeters})[0]
}

// naiveRoads is a network in which every vertex of the file is a node.
type naiveRoads struct {
	points []orb.Point
	next   []map[int]float64
	edges  [][2]int
	part   []int
}

func readNaive(t *testing.T, path string) *naiveRoads {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Features []struct {
			Geometry struct{ Coordinates []orb.Point }
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	n := &naiveRoads{}
	ids := map[orb.Point]int{}
	for _, f := range file.Features {
		last := -1
		for _, p := range f.Geometry.Coordinates {
			id, ok := ids[p]
			if !ok {
				id = n.add(p)
				ids[p] = id
			}
			if last >= 0 && last != id {
				n.join(last, id)
				n.edges = append(n.edges, [2]int{last, id})
			}
			last = id
		}
	}
	n.colour()
	return n
}

func (n *naiveRoads) add(p orb.Point) int {
	n.points = append(n.points, p)
	n.next = append(n.next, map[int]float64{})
	return len(n.points) - 1
}

func (n *naiveRoads) join(a, b int) {
	meters := chordMeters(n.points[a], n.points[b])
	n.next[a][b], n.next[b][a] = meters, meters
}

// chordMeters is the straight line through the ellipsoid, bent to the arc of a
// sphere of its size: right to 1e-9 for edges of a few kilometres.
func chordMeters(a, b orb.Point) float64 {
	pa, pb := cartesian(a), cartesian(b)
	square := 0.0
	for i := range pa {
		square += (pa[i] - pb[i]) * (pa[i] - pb[i])
	}
	const radius = 6_371_000.0
	return 2 * radius * math.Asin(math.Sqrt(square)/2/radius)
}

func cartesian(p orb.Point) [3]float64 {
	const a, f = 6378137.0, 1 / 298.257223563
	const e2 = f * (2 - f)
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	n := a / math.Sqrt(1-e2*math.Sin(lat)*math.Sin(lat))
	return [3]float64{n * math.Cos(lat) * math.Cos(lon), n * math.Cos(lat) * math.Sin(lon), n * (1 - e2) * math.Sin(lat)}
}

func (n *naiveRoads) colour() {
	n.part = make([]int, len(n.points))
	size := []int{0}
	for start := range n.points {
		if n.part[start] != 0 {
			continue
		}
		size = append(size, 0)
		stack := []int{start}
		n.part[start] = len(size) - 1
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			size[n.part[at]]++
			for to := range n.next[at] {
				if n.part[to] == 0 {
					n.part[to] = n.part[at]
					stack = append(stack, to)
				}
			}
		}
	}
	largest := 0
	for i, s := range size {
		if s > size[largest] {
			largest = i
		}
	}
	for i := range n.part {
		n.part[i] = map[bool]int{true: 1, false: 0}[n.part[i] == largest]
	}
}

// closest looks at every edge, in a plane that is true around p.
func (n *naiveRoads) closest(p orb.Point) (edge int, on orb.Point, meters float64) {
	meters = math.Inf(1)
	scale := math.Cos(p[1] * math.Pi / 180)
	for i, e := range n.edges {
		a, b := n.points[e[0]], n.points[e[1]]
		ax, ay, bx, by := (a[0]-p[0])*scale, a[1]-p[1], (b[0]-p[0])*scale, b[1]-p[1]
		dx, dy := bx-ax, by-ay
		share := math.Max(0, math.Min(1, -(ax*dx+ay*dy)/(dx*dx+dy*dy)))
		q := orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
		if m := chordMeters(p, q); m < meters {
			edge, on, meters = i, q, m
		}
	}
	return edge, on, meters
}

func (n *naiveRoads) inLargest(p orb.Point) bool {
	edge, _, _ := n.closest(p)
	return n.part[n.edges[edge][0]] == 1
}

// attach puts a node at p, which lies on an edge, and joins it to its ends.
func (n *naiveRoads) attach(p orb.Point) int {
	edge, _, _ := n.closest(p)
	id := n.add(p)
	n.join(id, n.edges[edge][0])
	n.join(id, n.edges[edge][1])
	return id
}

func (n *naiveRoads) attachAll(ports map[int]orb.Point) map[int]int {
	ends := map[int]int{}
	for port, p := range ports {
		ends[n.attach(p)] = port
	}
	return ends
}

// nearest is Dijkstra's search until the first of the ends.
func (n *naiveRoads) nearest(start int, ends map[int]int) (port int, meters float64) {
	done := map[int]bool{}
	queue := &naiveQueue{{0, start}}
	for queue.Len() > 0 {
		at := heap.Pop(queue).(naiveItem)
		if done[at.node] {
			continue
		}
		done[at.node] = true
		if port, ok := ends[at.node]; ok {
			return port, at.meters
		}
		for to, length := range n.next[at.node] {
			heap.Push(queue, naiveItem{at.meters + length, to})
		}
	}
	return -1, math.Inf(1)
}

type naiveItem struct {
	meters float64
	node   int
}

type naiveQueue []naiveItem

func (q naiveQueue) Len() int           { return len(q) }
func (q naiveQueue) Less(i, j int) bool { return q[i].meters < q[j].meters }
func (q naiveQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *naiveQueue) Push(x any)        { *q = append(*q, x.(naiveItem)) }
func (q *naiveQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
