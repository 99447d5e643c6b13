package osm_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load/osm"
	"github.com/corredor-geo/corredor/internal/outside"
)

// oplTags are the tags of an element.
type oplTags map[string]string

// oplWay is a way as osmium prints it in its OPL format.
type oplWay struct {
	tags  oplTags
	nodes []string
}

// opl is what osmium takes out of a file: ways that have a tag, and their nodes.
type opl struct {
	ways []oplWay
	tags map[string]oplTags // by node
	at   map[string][2]string
}

// filtered asks osmium for the ways of the classes.
func filtered(t *testing.T, path string, classes []string) opl {
	t.Helper()
	out := opl{tags: map[string]oplTags{}, at: map[string][2]string{}}
	text := outside.Output(t, "", "osmium", "tags-filter", path, "w/highway="+strings.Join(classes, ","), "-f", "opl", "-o", "-")
	for line := range strings.Lines(text) {
		field := map[byte]string{}
		for _, f := range strings.Fields(line) {
			field[f[0]] = f[1:]
		}
		tags := oplTags{}
		for _, tag := range strings.Split(field['T'], ",") {
			key, value, _ := strings.Cut(tag, "=")
			tags[key] = value
		}
		if id, isNode := field['n']; isNode {
			out.tags[id], out.at[id] = tags, [2]string{field['y'], field['x']}
			continue
		}
		way := oplWay{tags: tags}
		for _, ref := range strings.Split(field['N'], ",") {
			way.nodes = append(way.nodes, strings.TrimPrefix(ref, "n"))
		}
		out.ways = append(out.ways, way)
	}
	return out
}

// open reads the access tags as the embedded profiles say.
func (tags oplTags) open() (open, said bool) {
	closed := []string{"no", "private", "agricultural", "forestry", "agricultural;forestry", "emergency", "psv", "bus", "military", "restricted"}
	for _, key := range []string{"motorcar", "motor_vehicle", "vehicle", "access"} {
		if value := tags[key]; value != "" {
			return !slices.Contains(closed, value), true
		}
	}
	return true, false
}

func (tags oplTags) blocks() bool {
	open, said := tags.open()
	barriers := []string{"block", "bollard", "bus_trap", "chain", "debris", "jersey_barrier", "log", "planter", "sump_buster"}
	kind := tags["barrier"]
	return kind != "" && kind != "no" && (tags["locked"] == "yes" || said && !open || !said && slices.Contains(barriers, kind))
}

func (tags oplTags) oneWay() bool {
	switch tags["oneway"] {
	case "yes", "-1":
		return true
	case "no":
		return false
	}
	return strings.HasPrefix(tags["highway"], "motorway") || tags["junction"] == "roundabout" || tags["junction"] == "circular"
}

// counts of a network, as far as they can be had from a list of ways.
type counts struct{ ways, roads, closed, vertices, nodes, segments, arcs int }

// count cuts the roads of osmium where they meet, and returns the edges for geod.
func (o opl) count() (c counts, edges string) {
	var input strings.Builder
	uses := map[string]int{} // an end counts twice: a node is where there are two
	var roads []oplWay
	for _, w := range o.ways {
		open, _ := w.tags.open()
		if !open {
			c.closed++
		}
		if !open || w.tags["area"] == "yes" || len(w.nodes) < 2 {
			continue
		}
		roads = append(roads, w)
		for i, n := range w.nodes {
			uses[n]++
			if i == 0 || i == len(w.nodes)-1 {
				uses[n]++
			}
		}
	}
	c.roads, c.vertices = len(roads), len(uses)
	for n, times := range uses {
		if times > 1 && !o.tags[n].blocks() {
			c.nodes++
		}
	}
	for _, w := range roads {
		for i, n := range w.nodes {
			blocked := o.tags[n].blocks()
			if i > 0 {
				a, b := o.at[w.nodes[i-1]], o.at[n]
				fmt.Fprintln(&input, a[0], a[1], b[0], b[1])
				if blocked || uses[n] > 1 {
					c.segments++
					c.arcs++
					if !w.tags.oneWay() {
						c.arcs++
					}
				}
				if blocked {
					c.nodes++ // the end of the segment, its own
				}
			}
			if blocked && i < len(w.nodes)-1 {
				c.nodes++
			}
		}
	}
	return c, input.String()
}

// TestAgainstOsmium reads both files with osmium, cuts the ways where they meet
// in a few lines that know nothing of this package, and measures them with geod.
func TestAgainstOsmium(t *testing.T) {
	for _, file := range []string{andorra, monaco} {
		path := outside.ReferenceData(t, file)
		ways, err := strconv.Atoi(strings.TrimSpace(outside.Output(t, "", "osmium", "fileinfo", "-e", "-g", "data.count.ways", path)))
		if err != nil {
			t.Fatal(err)
		}
		for name, profile := range map[string]*osm.Profile{"highways": osm.Highways(), "car": osm.Car()} {
			want, edges := filtered(t, path, profile.Classes()).count()
			want.ways = ways
			km := 0.0
			for line := range strings.Lines(outside.Output(t, edges, "geod", "+ellps=WGS84", "-I", "-F", "%.6f")) {
				meters, err := strconv.ParseFloat(strings.Fields(line)[2], 64)
				if err != nil {
					t.Fatal(line)
				}
				km += meters / 1000
			}
			n := reference(t, file, profile)
			g, r := n.Graph, n.Report
			got := counts{r.Features, r.Roads, dropped(r, "closed by its access tags"), r.Vertices, g.NodeCount(), g.SegmentCount(), g.ArcCount()}
			t.Logf("%s, %s: %+v, %.6f km", file, name, want, km)
			if got != want {
				t.Errorf("%s, %s: %+v, osmium has %+v", file, name, got, want)
			}
			if ours := g.TotalLengthMeters() / 1000; math.Abs(ours-km) > 1e-5 { // a centimetre; geod prints micrometres
				t.Errorf("%s, %s: %.6f km, geod has %.6f", file, name, ours, km)
			}
		}
	}
}
