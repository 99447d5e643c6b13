package web_test

import (
	"fmt"
	"image/color"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// The button makes map and page dark and light again, and the address keeps it; a
// system that is dark is followed without saying so in the address.
func TestDarkMode(t *testing.T) {
	b := fresh(t, server(t), "#layers=&theme=light", small)
	sea := func() color.Color {
		x, y := b.at(-95, 24)
		return b.picture("theme").At(int(x), int(y))
	}
	panel := func() string {
		return js[string](b, "getComputedStyle(document.querySelector('#panel')).backgroundColor")
	}
	day, night := color.RGBA{0xec, 0xef, 0xf1, 255}, color.RGBA{0x14, 0x18, 0x1d, 255}
	if got := sea(); !near(got, day) {
		t.Errorf("by day the sea is %v", got)
	}
	light := panel()
	b.press("#theme")
	b.idle()
	if got := sea(); !near(got, night) || panel() == light {
		t.Errorf("by night the sea is %v, the panel %s", got, panel())
	}
	if got := b.hash(); !strings.Contains(got, "theme=dark") {
		t.Errorf("address %s", got)
	}
	b.press("#theme")
	b.idle()
	if got := sea(); !near(got, day) {
		t.Errorf("by day again the sea is %v", got)
	}
	b.change("corredor.store.set({theme: undefined})")
	system := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, system); err != nil {
		t.Fatal(err)
	}
	b.until("document.documentElement.dataset.theme === 'dark'")
	b.idle()
	if got := sea(); !near(got, night) || strings.Contains(b.hash(), "theme") {
		t.Errorf("with a dark system the sea is %v, the address %s", got, b.hash())
	}
}

// The button turns the whole page Spanish: no English text is left, months and
// numbers are as in Mexico, and the address keeps it.
func TestSpanish(t *testing.T) {
	b := open(t, "#sel=m:08037&table=routes")
	b.press("#lang")
	b.idle()
	if got := b.hash(); !strings.Contains(got, "lang=es") || js[string](b, "document.documentElement.lang") != "es" {
		t.Errorf("address %s", got)
	}
	want := js[string](b, "("+fmt.Sprint(counted(t, "08037"))+").toLocaleString('es-MX')")
	for selector, want := range map[string]string{
		".period output": "ene 2010 – dic 2010", ".figures .big": want, "#legend h2": "Tasa por 100", "#table h2": "Tablas", "#lang": "English", "footer": "Acerca",
	} {
		if got := b.text(selector); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	b.change("document.querySelector('#table').close(); document.querySelector('#footer button:last-child').click()")
	left := js[[]string](b, `Promise.all([import('./i18n/en.js'), import('./i18n/es.js')]).then(([en, es]) => {
		const said = document.body.innerText + [...document.querySelectorAll('[aria-label], [title]')].map((e) => '\n' + e.getAttribute('aria-label') + '\n' + e.title).join('');
		const spanish = Object.values(es.default).join('\n');
		return Object.entries(en.default).filter(([key, text]) => text.length > 5 && !text.includes('{') && text !== es.default[key] && !spanish.includes(text) && said.includes(text)).map(([key, text]) => key + ': ' + text);
	})`)
	if len(left) > 0 {
		t.Errorf("English is left: %v", left)
	}
	b.change("document.querySelector('#about').close()")
	b.hover(-106.487, 31.739)
	b.until("!document.querySelector('#tip').hidden")
	if got := b.text("#tip"); !strings.Contains(got, "Tasa") {
		t.Errorf("the tooltip says %q", got)
	}
	again := openSmall(t, "#lang=es")
	if got := again.text("#selection h2"); got != "Todo el país" {
		t.Errorf("an address in Spanish shows %q", got)
	}
}

// About tells what the map is, its caveat, and every input with its hash, which is
// that of the API; Escape closes it.
func TestAboutAndSources(t *testing.T) {
	b := openSmall(t, "#")
	b.press("#footer button:last-child")
	b.until("document.querySelector('#about').open")
	study := get[struct {
		Inputs []struct{ File, SHA256 string }
	}](t, "/api/v1/study")
	said := b.text("#about")
	for _, in := range study.Inputs {
		if !strings.Contains(said, in.File) || !strings.Contains(said, in.SHA256[:16]) {
			t.Errorf("about does not name %s", in.File)
		}
	}
	for _, want := range []string{"Dell", "Valle-Jones", "not what anyone took", "not their border"} {
		if !strings.Contains(said, strings.Replace(want, "not their", "it is not their", 1)) && !strings.Contains(said, want) {
			t.Errorf("about does not say %q", want)
		}
	}
	if status := js[int](b, "fetch(document.querySelector('#about a').href).then((a) => a.status)"); status != 200 {
		t.Errorf("its link answers %d", status)
	}
	b.do(chromedp.KeyEvent("\x1b"))
	b.until("!document.querySelector('#about').open")
}

// axe-core finds no serious fault: light, dark, in Spanish, in the tables, with every
// choice that a study can have.
func TestAccessibility(t *testing.T) {
	for _, state := range []string{"#sel=m:08037&theme=light", "#sel=r:3&theme=dark", "#lang=es&sel=o:2301&theme=light", "#lang=es&table=places&theme=dark", "#table=roads&theme=light",
		"#congestion=1&surface=1&vintage=old&theme=light", "#congestion=1&surface=1&sel=o:east&theme=dark&lang=es"} {
		t.Run(state, func(t *testing.T) {
			s := server(t)
			if strings.Contains(state, "congestion") {
				s = valleyServer(t)
			}
			b := openOn(t, s, state, laptop)
			b.inject(axeCore(t))
			got := js[[]string](b, `axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 5).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join('; ')))`)
			for _, fault := range got {
				t.Error(fault)
			}
		})
	}
}

// On a laptop the panel folds away and comes back.
func TestPanelFolds(t *testing.T) {
	b := open(t, "#")
	height := "document.querySelector('#panel').getBoundingClientRect().height"
	open := js[float64](b, height)
	b.press("#fold")
	if got := js[float64](b, height); got > open/4 {
		t.Errorf("folded it is %v high, open %v", got, open)
	}
	if got := b.hash(); !strings.Contains(got, "panel=0") {
		t.Errorf("address %s", got)
	}
	b.press("#fold")
	if got := js[float64](b, height); got != open {
		t.Errorf("unfolded it is %v high, was %v", got, open)
	}
}

// axeCore is the text of axe-core, which make web gets for the tests.
func axeCore(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skipf("no axe-core: %v", err)
	}
	return string(text)
}

// inject runs a script from outside the page, past its policy.
func (b *tab) inject(script string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](script)); err != nil {
		b.Fatal(err)
	}
}
