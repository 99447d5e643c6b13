package web_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web"
)

// counted is a municipality with its deaths of 2010 as the server counts them.
func counted(t *testing.T, code string) float64 {
	t.Helper()
	return get[struct {
		Series map[string]struct{ Total struct{ Events float64 } }
	}](t, "/api/v1/series?region="+code+"&from=2010-01&to=2010-12").Series["homicides"].Total.Events
}

// A large circle has its count written on it; more have one the nearer the view is.
func TestCountLabels(t *testing.T) {
	b := open(t, "#layers=&names=0&view=5/28/-106")
	const labels = `corredor.map.queryRenderedFeatures({layers: ['counts']}).map((f) => [corredor.data.regions[f.properties.i].code, f.properties.label])`
	far := js[[][2]string](b, labels)
	if len(far) == 0 {
		t.Fatal("no circle has its count")
	}
	for _, l := range far {
		if got := strings.ReplaceAll(l[1], ",", ""); got != fmt.Sprint(counted(t, l[0])) {
			t.Errorf("%s is labelled %s, the server counts %v", l[0], l[1], counted(t, l[0]))
		}
	}
	p := b.picture("counts")
	x, y := b.at(-106.487, 31.739)
	if got := share(p, x, y, 8, color.RGBA{0xfb, 0xfa, 0xf7, 255}); got == 0 {
		t.Error("nothing is written on the circle of Juárez")
	}
	b.change("corredor.map.jumpTo({zoom: 8})")
	near := js[[][2]string](b, labels)
	if least, was := leastLabel(near), leastLabel(far); len(near) == 0 || least >= was {
		t.Errorf("from near the least count written is %v, from far %v", least, was)
	}
}

func leastLabel(labels [][2]string) float64 {
	least := math.Inf(1)
	for _, l := range labels {
		var n float64
		fmt.Sscan(strings.ReplaceAll(l[1], ",", ""), &n)
		least = min(least, n)
	}
	return least
}

// mark is a circle or line of the legend with the number beside it.
type mark struct{ Size, Number float64 }

func legendMarks(b *tab, shape, attribute string) []mark {
	return js[[]mark](b, fmt.Sprintf(`[...document.querySelectorAll('#legend %s')].map((e) => ({Size: Number(e.getAttribute('%s')), Number: Number(e.nextElementSibling.textContent.replace(',', ''))}))`, shape, attribute))
}

// The legend's circles have the size of those on the map, and its colours theirs; both
// are measured in the picture.
func TestLegendTellsCirclesTruly(t *testing.T) {
	b := open(t, "#layers=&names=0&view=6/31.739/-106.487")
	b.hide("counts", "ports")
	p := b.picture("legend")
	x, y := b.at(-106.487, 31.739)
	dark := color.RGBA{0x5a, 0x1f, 0x68, 255}
	left, right := int(x), int(x)
	for near(p.At(left-1, int(y)), dark) {
		left--
	}
	for near(p.At(right+1, int(y)), dark) {
		right++
	}
	perRoot := float64(right-left+1) / 2 / math.Sqrt(counted(t, "08037"))
	marks := legendMarks(b, "circle.size", "r")
	if len(marks) < 2 {
		t.Fatalf("the legend has circles %v", marks)
	}
	for _, m := range marks {
		if got := m.Size / math.Sqrt(m.Number); math.Abs(got/perRoot-1) > 0.05 {
			t.Errorf("the legend's circle of %v has %.3f pixels of radius per root, the map's %.3f", m.Number, got, perRoot)
		}
	}
	compared := 0
	for _, f := range js[[][3]float64](b, `corredor.map.queryRenderedFeatures({layers: ['circles']}).filter((f) => f.properties.root > 6).map((f) => { const p = corredor.map.project(f.geometry.coordinates); return [p.x, p.y, f.properties.rate]; })`) {
		at := js[[2]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector('#legend rect').getBoundingClientRect(); return [r.left + r.width * %g, r.top + r.height / 2]; })()`, min(0.98, f[2]/130)))
		want := p.At(int(at[0]), int(at[1]))
		if share(p, f[0], f[1], 2, want) > 0.9 {
			compared++
		} else if inMap(f[0], f[1]) {
			t.Errorf("a rate of %.0f is %v on the map, %v in the legend", f[2], p.At(int(f[0]), int(f[1])), want)
		}
	}
	if compared == 0 {
		t.Error("no circle to compare colours with")
	}
}

// inMap tells whether a place of the window of a laptop is not under panel or legend.
func inMap(x, y float64) bool { return x > 380 && x < 1090 && y > 60 && y < 740 }

// From far, places with few deaths are not drawn, and the legend says so; from near
// all are, and it says nothing.
func TestSmallPlacesAppearFromNear(t *testing.T) {
	b := openSmall(t, "#layers=&view=4/24/-102")
	const least = `Math.min(...corredor.map.queryRenderedFeatures({layers: ['circles']}).map((f) => f.properties.root ** 2))`
	if got, said := js[float64](b, least), b.text("#legend .fine"); got < 10 || !strings.Contains(said, "fewer than 10") {
		t.Errorf("places of %v are drawn; the legend says %q", got, said)
	}
	b.change("corredor.map.jumpTo({center: [-97, 17], zoom: 7.5})")
	b.until("!document.querySelector('#legend .fine')")
	if got := js[float64](b, least); got > 1.5 {
		t.Errorf("from near the least place drawn has %v", got)
	}
}

// changed counts the pixels that differ between two pictures, in the map of a
// laptop's window.
func changed(a, b image.Image) (hits int) {
	for x := 380; x < 1090; x++ {
		for y := 60; y < 740; y++ {
			if !near(a.At(x, y), b.At(x, y)) {
				hits++
			}
		}
	}
	return hits
}

// Place names and the borders of states are drawn, and names can be switched off.
func TestNamesAndBorders(t *testing.T) {
	b := openSmall(t, "#layers=&circles=0&view=6/25/-105")
	if got := js[int](b, "corredor.map.queryRenderedFeatures({layers: ['states']}).length"); got == 0 {
		t.Error("no border of a state is drawn")
	}
	names := js[string](b, "corredor.map.queryRenderedFeatures({layers: ['names']}).map((f) => f.properties.name).join()")
	if !strings.Contains(names, "Culiacán") {
		t.Errorf("names %s", names)
	}
	b.press("#controls .layers label:last-of-type input")
	b.idle()
	if got := js[int](b, "corredor.map.queryRenderedFeatures({layers: ['names']}).length"); got != 0 {
		t.Errorf("%d names are left", got)
	}
}

// The municipalities where a shown crop begins are tinted, and no others.
func TestCropAreas(t *testing.T) {
	b := openSmall(t, "#layers=poppy")
	wrong := js[[]string](b, `(() => { const {map, data} = corredor; const k = data.study.layers.findIndex((l) => l.name === 'poppy');
		const begins = new Set(data.routes.filter((r) => r.layer === 'poppy').map((r) => r.code));
		return data.regions.filter((r, i) => begins.has(r.code) !== ((map.getFeatureState({source: 'base', sourceLayer: 'regions', id: i})['area' + k] ?? 0) > 0)).map((r) => r.name); })()`)
	if len(wrong) > 0 {
		t.Errorf("tinted or not by mistake: %v", wrong)
	}
	if got := js[int](b, "corredor.map.queryRenderedFeatures({layers: ['area-1']}).length"); got == 0 {
		t.Error("no area is drawn")
	}
}

// Cocaine, which the map of 2012 never got, is a layer like the others.
func TestCocaine(t *testing.T) {
	study, err := engine.ReadStudy("../examples/mexico-cocaine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := fresh(t, web.New(r, nil), "#circles=0&view=5/24/-99", laptop)
	if got := b.text("#controls .layers label"); !strings.HasPrefix(got, "Cocaine") {
		t.Errorf("the first layer is %q", got)
	}
	shown := b.picture("cocaine")
	b.press("#controls input[value=cocaine]")
	b.idle()
	if got := changed(shown, b.picture("no-cocaine")); got < 1000 {
		t.Errorf("its routes are %d pixels", got)
	}
}
