package mexico_test

import (
	"container/heap"
	"encoding/json"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/internal/outside"
)

// network is the reference road network: a vertex per distinct position.
type network struct {
	at    []orb.Point
	edges [][]edge
	refs  map[string]bool // federal refs
	main  []bool          // in the largest component
}

type edge struct {
	to   int
	km   float64
	refs string // " MEX15 MEX85 "
}

func readNetwork(t *testing.T) *network {
	t.Helper()
	data, err := os.ReadFile(outside.ReferenceData(t, "roads/mexico_highways.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	var collection struct {
		Features []struct {
			Properties struct{ Ref, Level string }
			Geometry   struct{ Coordinates orb.LineString }
		}
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		t.Fatal(err)
	}
	n := &network{refs: map[string]bool{}}
	vertex := map[orb.Point]int{}
	id := func(p orb.Point) int {
		if _, ok := vertex[p]; !ok {
			vertex[p] = len(n.at)
			n.at, n.edges = append(n.at, p), append(n.edges, nil)
		}
		return vertex[p]
	}
	for _, f := range collection.Features {
		if f.Properties.Level == "federal" {
			n.refs[f.Properties.Ref] = true
		}
		c := f.Geometry.Coordinates
		for i := 1; i < len(c); i++ {
			n.join(id(c[i-1]), id(c[i]), f.Properties.Ref)
		}
	}
	n.markMain()
	return n
}

// join adds an edge both ways, or a further ref to an edge that is there.
func (n *network) join(a, b int, ref string) {
	for _, e := range [][2]int{{a, b}, {b, a}} {
		found := false
		for i := range n.edges[e[0]] {
			if n.edges[e[0]][i].to == e[1] {
				n.edges[e[0]][i].refs += ref + " "
				found = true
			}
		}
		if !found {
			n.edges[e[0]] = append(n.edges[e[0]], edge{e[1], km(n.at[a], n.at[b]), " " + ref + " "})
		}
	}
}

func (n *network) markMain() {
	seen, best := make([]bool, len(n.at)), []int{}
	for s := range n.at {
		if seen[s] {
			continue
		}
		seen[s] = true
		part := []int{s}
		for i := 0; i < len(part); i++ {
			for _, e := range n.edges[part[i]] {
				if !seen[e.to] {
					seen[e.to] = true
					part = append(part, e.to)
				}
			}
		}
		if len(part) > len(best) {
			best = part
		}
	}
	n.main = make([]bool, len(n.at))
	for _, v := range best {
		n.main[v] = true
	}
}

func (n *network) nearest(p orb.Point) int {
	best, bestKm := -1, math.Inf(1)
	for v, q := range n.at {
		if !n.main[v] || math.Abs(q[1]-p[1]) > 0.2 { // 22 km, no place lies so far off
			continue
		}
		if d := km(p, q); d < bestKm {
			best, bestKm = v, d
		}
	}
	return best
}

type item struct {
	vertex int
	cost   float64
}
type queue []item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].cost < q[j].cost }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(item)) }
func (q *queue) Pop() any          { o := *q; x := o[len(o)-1]; *q = o[:len(o)-1]; return x }

// along returns the kilometres of the path of least cost, where a kilometre off
// the ref costs penalty; with penalty 1 it is the plain shortest path.
func (n *network) along(ends [2]int, ref string, penalty float64) float64 {
	cost, length := map[int]float64{ends[0]: 0}, map[int]float64{}
	q, done := &queue{{ends[0], 0}}, map[int]bool{}
	for q.Len() > 0 {
		u := heap.Pop(q).(item).vertex
		if u == ends[1] {
			return length[u]
		}
		if done[u] {
			continue
		}
		done[u] = true
		for _, e := range n.edges[u] {
			w := e.km
			if penalty != 1 && !strings.Contains(e.refs, " "+ref+" ") {
				w *= penalty
			}
			if old, ok := cost[e.to]; !ok || cost[u]+w < old {
				cost[e.to], length[e.to] = cost[u]+w, length[u]+e.km
				heap.Push(q, item{e.to, cost[u] + w})
			}
		}
	}
	return math.Inf(1)
}

// The rule of the table: km is the plain shortest path within 6 %, or the link is
// listed; and a listed one is the path along its own ref, unless the reference
// network lacks a piece of the road.
func TestLinkLengthsAgreeWithReference(t *testing.T) {
	n := readNetwork(t)
	snapped := map[string]int{}
	for _, p := range table(t, "places.csv") {
		snapped[p["place"]] = n.nearest(point(t, p))
	}
	reason := map[string]string{}
	for _, e := range table(t, "exceptions.csv") {
		ref, why, _ := strings.Cut(e["reason"], ": ")
		reason[e["from"]+" "+e["to"]+" "+ref] = why
	}
	for _, l := range table(t, "links.csv") {
		id := l["from"] + " " + l["to"] + " " + l["ref"]
		ends := [2]int{snapped[l["from"]], snapped[l["to"]]}
		agrees := func(want float64) bool { return math.Abs(number(t, l["km"])/want-1) <= 0.06 }
		why, listed := reason[id]
		plain := n.along(ends, l["ref"], 1)
		switch {
		case agrees(plain) || strings.Contains(why, "reference network"):
		case !listed:
			t.Errorf("link %s: %s km, shortest path %.1f km, not listed", id, l["km"], plain)
		case !agrees(n.along(ends, l["ref"], 2)) && !agrees(n.along(ends, l["ref"], 4)):
			t.Errorf("link %s: %s km, along its ref %.1f km", id, l["km"], n.along(ends, l["ref"], 2))
		}
	}
}

func TestEveryTrunkRefIsCovered(t *testing.T) {
	// The trunk roads: MEX and a number, D when tolled, and six that carry a
	// letter, such as M40D, the Arco Norte. The other federal refs are city streets.
	trunk := regexp.MustCompile(`^MEX(\d+D?|GUA10D|HER10D|I20D|M40D|S30D|Q20)$`)
	covered := map[string]bool{}
	for _, l := range table(t, "links.csv") {
		covered[l["ref"]] = true
	}
	trunks := 0
	for ref := range readNetwork(t).refs {
		if strings.HasPrefix(ref, "MEX") != trunk.MatchString(ref) {
			t.Errorf("%s: trunk or not?", ref)
		}
		if trunk.MatchString(ref) {
			trunks++
			if !covered[ref] {
				t.Errorf("%s: no link", ref)
			}
		}
	}
	if trunks != 168 { // counted on the reference network
		t.Errorf("%d trunk refs, want 168", trunks)
	}
}

// A via point is a bend of the road or a town on it: within 2 km of a vertex, save
// on the two roads that the reference lacks.
func TestViaPointsLieOnRoads(t *testing.T) {
	n := readNetwork(t)
	for v := range n.main {
		n.main[v] = true // a piece cut off from the network is a road too
	}
	places := byKey(t, table(t, "places.csv"), "place")
	for _, l := range table(t, "links.csv") {
		if l["to"] == "los-algodones" || l["to"] == "el-sasabe" {
			continue
		}
		ls := line(t, l, places)
		for _, p := range ls[1 : len(ls)-1] {
			if d := km(p, n.at[n.nearest(p)]); d > 2 {
				t.Errorf("link %s %s %s: via %v lies %.1f km from a road", l["from"], l["to"], l["ref"], p, d)
			}
		}
	}
}
