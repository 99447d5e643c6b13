package web_test

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
)

// near reports whether two colours look alike.
func near(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	R, G, B, _ := b.RGBA()
	const most = 0x1800
	return math.Abs(float64(r)-float64(R)) < most && math.Abs(float64(g)-float64(G)) < most && math.Abs(float64(bl)-float64(B)) < most
}

// share is how much of a square about a point has a colour.
func share(p image.Image, x, y float64, half int, c color.Color) float64 {
	hits, all := 0, 0
	for dx := -half; dx <= half; dx++ {
		for dy := -half; dy <= half; dy++ {
			all++
			if near(p.At(int(x)+dx, int(y)+dy), c) {
				hits++
			}
		}
	}
	return float64(hits) / float64(all)
}

// Juárez had the most homicides of 2010, at a rate beyond the cap: a large circle
// of the last colour of viridis stands on it, and none in the sea.
func TestCirclesShowCountAndRate(t *testing.T) {
	b := open(t, "#layers=&names=0")
	p := b.picture("circles")
	x, y := b.at(-106.487, 31.739)
	// #440154 at 88 % over land
	if got := share(p, x-8, y-8, 3, color.RGBA{0x5a, 0x1f, 0x68, 255}); got < 0.8 {
		t.Errorf("only %.0f %% of the circle of Juárez is dark: %v", 100*got, p.At(int(x)-8, int(y)-8))
	}
	x, y = b.at(-95, 24)
	if got := share(p, x, y, 10, color.RGBA{0xec, 0xef, 0xf1, 255}); got < 0.95 {
		t.Errorf("the sea is %v", p.At(int(x), int(y)))
	}
	radius := js[[]float64](b, `corredor.map.querySourceFeatures('places').filter(f => ['Juárez', 'Chihuahua', 'Parral'].includes(f.properties.name)).map(f => f.properties.root)`)
	if len(radius) == 0 {
		t.Error("no circles in the source")
	}
}

// A click selects a municipality, outlines it, loads its series, and stands in
// the address; Escape goes back to the country.
func TestClickSelects(t *testing.T) {
	b := open(t, "#layers=")
	if got := b.text("#selection h2"); got != "Whole country" {
		t.Errorf("at first %q is selected", got)
	}
	b.clickMap(-106.487, 31.739)
	b.until("document.querySelector('#selection h2').textContent === 'Juárez'")
	b.idle()
	if got := b.hash(); !strings.Contains(got, "sel=m:08037") {
		t.Errorf("address %s", got)
	}
	if picked := js[int](b, "corredor.map.getFeatureState({source: 'base', sourceLayer: 'regions', id: corredor.data.index.get('08037')}).picked"); picked != 1 {
		t.Error("it is not outlined")
	}
	b.keep("selected")
	js[bool](b, "dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
	b.until("document.querySelector('#selection h2').textContent === 'Whole country'")
}

// The tooltip tells place, count and rate.
func TestHoverTells(t *testing.T) {
	b := open(t, "#layers=")
	b.hover(-106.487, 31.739)
	b.until("!document.querySelector('#tip').hidden")
	for _, part := range []string{"Juárez, Chihuahua", "All homicides", "Rate per 100,000"} {
		if got := b.text("#tip"); !strings.Contains(got, part) {
			t.Errorf("%q does not say %q", got, part)
		}
	}
}

// Routes are drawn in the colour of their crop, and a crop that is switched off
// is gone.
func TestLayersSwitch(t *testing.T) {
	b := open(t, "#circles=0&names=0&layers=poppy&view=7/25.2/-98.0")
	p := b.picture("poppy")
	poppy := color.RGBA{0xb3, 0x31, 0x6f, 255}
	count := func(p image.Image) (hits int) {
		for x := 380; x < 1100; x++ {
			for y := 0; y < 768; y++ {
				if near(p.At(x, y), poppy) {
					hits++
				}
			}
		}
		return hits
	}
	if got := count(p); got < 2000 {
		t.Errorf("only %d pixels of poppy on the road to Brownsville", got)
	}
	b.press("#controls input[value=poppy]")
	b.idle()
	if got := count(b.picture("nothing")); got > 50 {
		t.Errorf("%d pixels of poppy are left", got)
	}
	if got := b.hash(); !strings.Contains(got, "layers=") || strings.Contains(got, "poppy") {
		t.Errorf("address %s", got)
	}
}

// An address brings back all that it says, and what it says wrongly is left out.
func TestPermalink(t *testing.T) {
	const state = "#lang=es&theme=dark&series=drug_war&from=2008-01&to=2009-12&layers=poppy&sel=m:25006&view=6.00/25.0000/-107.0000"
	b := fresh(t, server(t), state, small)
	if got := b.hash(); got != state {
		t.Errorf("address\n%s, want\n%s", got, state)
	}
	for selector, want := range map[string]string{"#selection h2": "Culiacán", "#controls legend": "Muertes", ".period output": "ene 2008 – dic 2009"} {
		if got := b.text(selector); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if got := js[string](b, "document.documentElement.lang + document.documentElement.dataset.theme"); got != "esdark" {
		t.Errorf("language and theme %s", got)
	}
	b.keep("dark")
}

// An address that is entered on an open page is followed; one without a view shows the whole
// study again.
func TestAddressIsFollowed(t *testing.T) {
	b := openSmall(t, "#names=0&view=9/25/-107")
	b.change("location.hash = '#sel=m:08037'")
	b.until("document.querySelector('#selection h2').textContent === 'Juárez'")
	if got := b.hash(); got != "#sel=m:08037" {
		t.Errorf("address %s", got)
	}
	if !js[bool](b, "(() => { const [w, s, e, n] = corredor.data.study.bounds, seen = corredor.map.getBounds(); return seen.contains([w, s]) && seen.contains([e, n]); })()") {
		t.Error("the study is not in the view")
	}
}

// Nothing in an address from outside can run, break the page, or choose what is
// not there.
func TestPermalinkCannotInject(t *testing.T) {
	b := fresh(t, server(t), "#lang=%3Cscript%3E&theme=red&series=<img src=x onerror=alert(1)>&from=9999-99&to=x&layers=poppy,__proto__,<b>&sel=g:<img src=x onerror=window.hit=1>&view=NaN/1e9/1&__proto__=1&constructor=x&table=<x>&close=99999,abc", small)
	if js[bool](b, "!!window.hit || document.querySelectorAll('img').length > 0 || ({}).x !== undefined") {
		t.Error("something from the address got into the page")
	}
	if got := b.text("#selection h2"); got != "Whole country" {
		t.Errorf("%q is selected", got)
	}
	if got := js[string](b, "JSON.stringify([corredor.store.get('series'), corredor.store.get('from'), corredor.store.get('close')])"); got != `["homicides","2010-01",[]]` {
		t.Errorf("state %s", got)
	}
}
