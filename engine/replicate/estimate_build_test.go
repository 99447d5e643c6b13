package replicate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// borderland is a made-up country: a grid of junctions, each a municipality of its own, truck
// crossings in the north and seaports in the west and east.
type borderland struct {
	landSize
	files   fstest.MapFS
	seats   map[string]orb.Point
	origins string
}

// landSize is the size of a borderland. Trucks stand at every other column.
type landSize struct{ wide, high, trucks, ports, origins int }

var smallLand = landSize{wide: 14, high: 9, trucks: 7, ports: 6, origins: 100}

func landCode(node int) float64 { return float64(1000*(node/100+1) + node%100 + 1) }

// makeBorderland builds the files of an archive in the form of the published one.
func makeBorderland(seed uint64, size landSize) *borderland {
	r := rand.New(rand.NewPCG(seed, 3))
	wide, nodes := size.wide, size.wide*size.high
	var links [][8]float64
	link := func(a, b int) {
		links = append(links, [8]float64{float64(a + 1), float64(b + 1), 20 + float64(r.IntN(400_000))/10_000})
	}
	for v := range nodes {
		if v%wide < wide-1 {
			link(v, v+1)
		}
		if v+wide < nodes {
			link(v, v+wide)
		}
	}
	roles := make([]int, nodes)
	lanes, containers := make([]float64, nodes), make([]float64, nodes)
	for i := range size.trucks {
		v := 1 + 2*i // of the first row
		roles[v], lanes[v] = 1, 1+float64(r.IntN(10))
		links = append(links, [8]float64{float64(v + 1), float64(nodes + 1), 1, 1, 0, 1, 0, lanes[v]})
	}
	for i := range size.ports {
		v := wide * (2 + i/2*2)
		if i%2 == 1 {
			v += wide - 1
		}
		roles[v], containers[v] = 2, 5+float64(r.IntN(800))/10
		links = append(links, [8]float64{float64(v + 1), float64(nodes + 1), 1, 1, 1, 0, containers[v], 0})
	}
	b := &borderland{landSize: size, files: fstest.MapFS{}, seats: map[string]orb.Point{}}
	b.writeRoads(links)
	b.writeMunicipalities(links, [][]float64{lanes, containers}, roles)
	var text strings.Builder
	text.WriteString("node\n")
	for range size.origins {
		fmt.Fprintln(&text, 1+nodes/2+r.IntN(nodes-nodes/2))
	}
	b.origins = text.String()
	return b
}

func (b *borderland) put(variable string, columns [][]float64) {
	b.files[variable+".mat"] = &fstest.MapFile{Data: matFile(variable, columns)}
}

func (b *borderland) writeRoads(links [][8]float64) {
	for p := range replicate.Periods {
		b.files[fmt.Sprintf("RoadNet%d.mat", p)] = &fstest.MapFile{Data: matFile("Network", columnsOf(links))}
	}
}

// writeMunicipalities writes who has which links: both ends, half each.
func (b *borderland) writeMunicipalities(links [][8]float64, sizes [][]float64, roles []int) {
	n := len(roles)
	munLinks, ids := make([][]float64, 5), make([][]float64, 2)
	meters, count := make([]float64, n), make([]float64, n)
	for _, l := range links {
		for _, end := range l[:2] {
			v := int(end) - 1
			if v == n {
				continue
			}
			for j, x := range []float64{landCode(v), end, l[0], l[1], l[2] * 500} {
				munLinks[j] = append(munLinks[j], x)
			}
			meters[v] += l[2]
			count[v]++
		}
	}
	b.put("MunLinks", munLinks)
	b.files["MunLinkIds.mat"] = b.files["MunLinks.mat"]
	types, caps, dist := make([][]float64, 5), make([][]float64, 6), make([][]float64, 3)
	add := func(to [][]float64, values ...float64) {
		for j, x := range values {
			to[j] = append(to[j], x)
		}
	}
	for v, role := range roles {
		code, number := landCode(v), float64(v+1)
		add(ids, code, number)
		one := [3]float64{}
		one[role] = 1
		add(types, code, number, one[0], one[1], one[2])
		add(caps, code, number, sizes[0][v], 0, sizes[1][v], 0)
		add(dist, code, number, meters[v]/count[v])
		b.seats[fmt.Sprintf("%05.0f", code)] = orb.Point{-105 + 0.5*float64(v%b.wide), 28 - 0.4*float64(v/b.wide)}
	}
	b.put("MunIds", ids)
	b.put("MunType", types)
	b.put("MeasuredCap", caps)
	b.put("MunDist", dist)
}

func (b *borderland) open(t testing.TB) *replicate.Archive {
	t.Helper()
	a, err := replicate.Open(context.Background(), replicate.Options{FS: b.files, AnySize: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (b *borderland) estimator(t testing.TB) *replicate.Estimator {
	t.Helper()
	a := b.open(t)
	e, err := a.Estimator(context.Background(), originsOf(t, a, b.origins), 0)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
