package web_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// An area drawn with the pointer selects the municipalities whose seat lies in
// it, and the server agrees with the page about their deaths.
func TestDrawArea(t *testing.T) {
	b := open(t, "#layers=&view=6/25/-104")
	b.press("#tools button[value=draw]")
	corners := [][2]float64{{-107, 24}, {-103, 24}, {-103, 27}, {-107, 27}}
	for _, c := range append(corners, corners[0]) {
		b.clickMap(c[0], c[1])
	}
	b.until("document.querySelector('#selection h2').textContent === 'Drawn area'")
	if got := b.hash(); !strings.Contains(got, "sel=p:-10") {
		t.Errorf("address %s", got)
	}
	ring := js[string](b, "corredor.store.get('sel').corners.join()")
	page := js[[2]float64](b, `import('./places.js').then(({places}) => { const {data, store} = corredor; const f = data.total('homicides', places(data, store.get('sel')), 6, 6); return [f.events, f.rate]; })`)
	answer := get[struct {
		Series map[string]struct {
			Total struct{ Events, Rate float64 }
		}
	}](t, "/api/v1/series?from=2010-01&to=2010-12&polygon="+ring).Series["homicides"].Total
	if page[0] != answer.Events || page[1]-answer.Rate > 1e-5 || answer.Rate-page[1] > 1e-5 || answer.Events < 500 {
		t.Errorf("the page has %v, the server %+v", page, answer)
	}
	b.keep("area")
}

// A trip by hand shows the way to the cheapest port, then to the place clicked,
// with alternatives.
func TestRouteByHand(t *testing.T) {
	b := open(t, "#circles=0&view=5/27/-106")
	b.press("#tools button[value=trip]")
	b.clickMap(-107.39, 24.8)
	b.until("document.querySelectorAll('.ways li').length > 1")
	if got := b.text("#selection .under"); !strings.HasPrefix(got, "to ") {
		t.Errorf("the trip goes %q", got)
	}
	b.clickMap(-104.67, 24.03) // Durango
	b.until("corredor.store.get('sel').to.length === 2 && document.querySelectorAll('.ways li').length > 1")
	b.idle()
	if drawn := js[int](b, "corredor.map.querySourceFeatures('ways').length"); drawn < 2 {
		t.Errorf("%d ways are drawn", drawn)
	}
	b.keep("trip")
}

// Closing a municipality moves routes; the swipe shows both; opening it brings the
// study back.
func TestCloseAndSwipe(t *testing.T) {
	b := open(t, "#circles=0&view=6/25.5/-101")
	before := js[string](b, "JSON.stringify(corredor.map.getFeatureState({source: 'base', sourceLayer: 'roads', id: corredor.data.flows.segments[5]}))")
	b.press("#tools button[value=close]")
	b.clickMap(-100.31, 25.67) // Monterrey
	b.until("corredor.view.overlay")
	if got := js[int](b, "corredor.view.overlay.answer.summary.changed"); got == 0 {
		t.Error("no route moves")
	}
	if got := b.hash(); !strings.Contains(got, "close=19039") {
		t.Errorf("address %s", got)
	}
	b.press("#scenario input")
	b.until("document.querySelector('#map-before canvas')")
	b.idle()
	b.keep("swipe")
	js[bool](b, "document.querySelector('.divider').focus(), true")
	left := js[float64](b, "document.querySelector('.divider').getBoundingClientRect().left")
	b.do(chromedp.KeyEvent(kb.ArrowLeft)) // arrow to the left
	b.until(fmt.Sprintf("document.querySelector('.divider').getBoundingClientRect().left < %g", left))
	b.press("#scenario button")
	b.until("!corredor.view.overlay && !document.querySelector('#map-before')")
	if after := js[string](b, "JSON.stringify(corredor.map.getFeatureState({source: 'base', sourceLayer: 'roads', id: corredor.data.flows.segments[5]}))"); after != before {
		t.Errorf("a segment is %s, was %s", after, before)
	}
}

// A route has its profile, a port the routes that end there, a road those over it.
func TestRoutePortAndRoad(t *testing.T) {
	b := openSmall(t, "#circles=0&sel=r:100")
	b.until("document.querySelectorAll('.profile rect').length > 20")
	if got := b.text("#selection h2"); !strings.Contains(got, " → ") {
		t.Errorf("the route is called %q", got)
	}
	js[bool](b, "corredor.store.set({sel: {kind: 'port', id: '2301'}}), true")
	b.until("document.querySelector('#selection h2').textContent === 'Brownsville'")
	if rows := js[int](b, "document.querySelectorAll('.routes li').length"); rows != 12 {
		t.Errorf("%d routes are listed before the rest is asked for", rows)
	}
	faded := js[int](b, `corredor.data.flows.segments.filter((id) => corredor.map.getFeatureState({source: 'base', sourceLayer: 'roads', id}).shown < 1).length`)
	if faded == 0 {
		t.Error("roads to other ports do not fade")
	}
	js[bool](b, "corredor.store.set({sel: {kind: 'segment', number: corredor.data.flows.segments[10]}}), true")
	b.until("document.querySelector('#selection h2').textContent === 'Road' && document.querySelectorAll('.routes li').length > 0")
}

// Months: a year by one click, the slider, playing, and no data outside coverage.
func TestMonths(t *testing.T) {
	b := openSmall(t, "#series=drug_war")
	b.press(".years button[value='2008']")
	if got := b.text(".period output"); !strings.HasPrefix(got, "Jan 2008 – Dec 2008") {
		t.Errorf("a click on 2008 shows %q", got)
	}
	b.press(".years button[value='2004']")
	if got := b.text(".period output"); !strings.HasSuffix(got, "no data") {
		t.Errorf("2004 shows %q for drug-war deaths", got)
	}
	if got := b.text(".figures .chosen .big"); got != "no data" {
		t.Errorf("its count is %q", got)
	}
	js[bool](b, "(() => { const s = document.querySelectorAll('.range input'); s[1].value = 7; s[1].dispatchEvent(new Event('input')); return true; })()")
	if got := b.hash(); !strings.Contains(got, "from=2004-01&to=2011-12") {
		t.Errorf("address %s", got)
	}
	b.press(".years button[value='2006']")
	b.press(".play")
	b.until("corredor.store.get('from') === '2008-01'")
	b.press(".play")
	if got := b.text(".play"); got != "▶" {
		t.Errorf("playing goes on: %s", got)
	}
}

// Chart, table of years, series of both kinds, and the comparison with the country.
func TestSeriesOfASelection(t *testing.T) {
	b := openSmall(t, "#sel=m:08037&compare=1")
	b.until("document.querySelector('.chart canvas')")
	if got := js[int](b, "document.querySelectorAll('.keys .dash').length"); got != 3 {
		t.Errorf("the chart has %d lines, want two series and the country", got)
	}
	for _, want := range []string{"2010", "2007"} {
		if got := b.text(".yearly table"); !strings.Contains(got, want) {
			t.Errorf("no %s in %q", want, got)
		}
	}
	figures := get[struct {
		Series map[string]struct{ Total struct{ Events float64 } }
	}](t, "/api/v1/series?region=08037&from=2010-01&to=2010-12").Series["homicides"].Total
	if got := strings.ReplaceAll(b.text(".figures .big"), ",", ""); got != fmt.Sprint(figures.Events) {
		t.Errorf("Juárez has %s, the server says %v", got, figures.Events)
	}
}

// The table has a row for every municipality, is sorted by its heads, and leads back.
func TestTables(t *testing.T) {
	b := openSmall(t, "#table=places")
	b.until("document.querySelector('#table').open")
	if got := js[int](b, "document.querySelectorAll('#table tbody tr').length"); got != 2454 {
		t.Errorf("%d rows", got)
	}
	if got := b.text("#table tbody th"); got != "Juárez" {
		t.Errorf("the most deaths are in %s", got)
	}
	b.press("#table thead th:first-child button")
	if got := b.text("#table tbody th"); !strings.HasPrefix(got, "A") {
		t.Errorf("sorted by name, %s comes first", got)
	}
	b.press("#table .segments button:nth-child(4)")
	b.until("document.querySelectorAll('#table tbody tr').length === 25")
	b.press("#table tbody button")
	b.until("!document.querySelector('#table').open && corredor.store.get('sel').kind === 'port'")
}

// The table of roads has every road that the map draws a band on, the busiest first, in both
// languages; a head sorts, and the name of a road selects it.
func TestTableOfRoads(t *testing.T) {
	b := openSmall(t, "#table=roads")
	b.until("document.querySelector('#table').open")
	busiest := js[struct {
		Count, Most, Number int
		KM                  string
	}](b, `(async () => {
		const { flows } = corredor.data;
		const each = flows.segments.map((_, i) => Object.values(flows.layers).reduce((sum, l) => sum + l.routes[i], 0));
		const most = Math.max(...each);
		const { roads } = await (await fetch('/api/v1/roads')).json();
		const number = flows.segments[each.indexOf(most)];
		return { count: flows.segments.length, most, number, km: roads.find((r) => r.segment === number).length_km.toFixed(1) };
	})()`)
	rows := js[[][]string](b, "[...document.querySelectorAll('#table tbody tr')].map((tr) => [...tr.cells].map((c) => c.textContent))")
	if len(rows) != busiest.Count || len(rows) < 200 {
		t.Fatalf("%d rows, the map has %d bands", len(rows), busiest.Count)
	}
	// road, class, ends, municipalities, length, marijuana, poppy, methamphetamine, routes
	if first := rows[0]; len(first) != 9 || first[8] != fmt.Sprint(busiest.Most) || first[4] != busiest.KM || first[0] == "" || first[2] == "" {
		t.Errorf("the first row is %q, want %d routes on %s km", first, busiest.Most, busiest.KM)
	}
	if got := js[string](b, "document.querySelector('#table thead th:nth-child(9)').getAttribute('aria-sort')"); got != "descending" {
		t.Errorf("routes are sorted %q", got)
	}
	b.press("#table thead th:nth-child(5) button")
	longest := js[[]float64](b, "[...document.querySelectorAll('#table tbody tr')].slice(0, 20).map((tr) => Number(tr.cells[4].textContent))")
	if !slices.IsSortedFunc(longest, func(a, b float64) int { return cmp.Compare(b, a) }) {
		t.Errorf("by length: %v", longest)
	}
	b.change("corredor.store.set({lang: 'es'})")
	b.until("document.querySelector('#table thead').textContent.startsWith('CarreteraClaseDe – a')")
	b.press("#table tbody button")
	b.until("!corredor.store.get('table') && corredor.store.get('sel').number === " + fmt.Sprint(busiest.Number))
	b.Cleanup(func() { b.change("corredor.data._roads = undefined") }) // to be asked for again
	b.change("corredor.data._roads = Promise.resolve(); corredor.data.roads = Array.from({ length: 6000 }, (_, i) => ({ ...corredor.data.roads[0], segment: i })); corredor.store.set({table: 'roads'})")
	b.until("document.querySelectorAll('#table tbody tr').length === 5000 && document.querySelector('#table .scroll').textContent.endsWith('5,000 filas de 6,000 en este orden.')")
}

// What is selected can be saved in every form, and the drawing is well-formed.
func TestSaves(t *testing.T) {
	b := fresh(t, server(t), "#sel=m:25006", laptop)
	js[bool](b, `(() => { window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { saved.push(blob); return make(blob); };
		HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }; return true; })()`)
	for i, kind := range []string{"CSV", "GeoJSON", "PNG", "SVG"} {
		b.press("button[value=" + kind + "]")
		b.until(fmt.Sprintf("saved.length === %d", 2*(i+1)))
	}
	if got := js[[]string](b, "saved.filter((x) => typeof x === 'string')"); fmt.Sprint(got) != "[corredor-culiacan-2010-01-2010-12.csv corredor-culiacan-2010-01-2010-12.geojson corredor-culiacan-2010-01-2010-12.png corredor-culiacan-2010-01-2010-12.svg]" {
		t.Errorf("files %v", got)
	}
	text := js[[]string](b, "Promise.all(saved.filter((x) => typeof x !== 'string').map((x) => x.text()))")
	if !strings.HasPrefix(text[0], "from,to,homicides,homicides_months,homicides_population,homicides_rate,drug_war") || strings.Count(text[0], "\n") != 2 {
		t.Errorf("CSV %q", text[0])
	}
	if !strings.Contains(text[1], `"code":"25006"`) {
		t.Errorf("GeoJSON %.200q", text[1])
	}
	if size := js[int](b, "saved[4].size"); size < 20000 {
		t.Errorf("the picture has %d bytes", size)
	}
	if wrong := js[bool](b, "saved[6].text().then((s) => !!new DOMParser().parseFromString(s, 'image/svg+xml').querySelector('parsererror') || !s.includes('<circle'))"); wrong {
		t.Errorf("SVG %.200q", text[3])
	}
}

// Metropolitan areas are one circle, with the figures of all their municipalities.
func TestMetropolitanAreas(t *testing.T) {
	b := open(t, "#metro=1&layers=&view=7/24.8/-107.4")
	if got := js[int](b, "corredor.map.querySourceFeatures('places').filter((f) => f.properties.name === 'Culiacán-Navolato').length"); got == 0 {
		t.Error("Culiacán and Navolato are not one circle")
	}
	b.clickMap(-107.394, 24.809)
	b.until("document.querySelector('#selection h2').textContent.startsWith('Culiacán-Navolato')")
}

// On a phone the panel lies below, folds away, and nothing is wider than the screen.
func TestPhone(t *testing.T) {
	b := fresh(t, server(t), "#", phone)
	b.keep("phone")
	if got := js[bool](b, "document.documentElement.scrollWidth <= innerWidth && document.querySelector('#panel').getBoundingClientRect().top > 300"); !got {
		t.Error("the panel is not below the map")
	}
	b.press("#fold")
	b.until("document.querySelector('#panel').getBoundingClientRect().height < 120")
	b.keep("phone-folded")
}
