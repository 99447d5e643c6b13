package web_test

import (
	"strings"
	"testing"
)

// A copied link brings back everything that can be chosen: each part of the state is
// set to something unusual, and the picture that another tab makes of it is the same.
func TestCopyLinkRestoresEverything(t *testing.T) {
	b := openOn(t, valleyServer(t), "#", laptop)
	missed := js[[]string](b, `import('./state.js').then(({parse}) => {
		const unusual = {
			lang: 'es', theme: 'dark', series: 'homicides', from: '2009-03', to: '2009-06', layers: ['meth'], circles: false, names: false,
			sel: {kind: 'polygon', corners: [[-100.2, 23.5], [-99, 23.5], [-99.5, 24.2]]}, close: ['01003'], view: {zoom: 7.25, lat: 23.8, lon: -99.3},
			adjusted: false, vintage: 'old', congestion: true, surface: true, metro: true, months: true, compare: true, swipe: true, panel: false, table: 'routes',
		};
		corredor.store.set(unusual);
		const {store} = corredor;
		return Object.keys(parse('')).filter((key) => JSON.stringify(store.get(key)) !== JSON.stringify(unusual[key]));
	})`)
	if len(missed) > 0 {
		t.Errorf("parts of the state that this test does not set: %v", missed)
	}
	b.change("document.querySelector('#table').close(); corredor.store.set({table: undefined, panel: true})")
	b.change("navigator.clipboard.writeText = async (text) => { window.link = text; }")
	b.Cleanup(func() { b.change("delete navigator.clipboard.writeText; delete window.link") })
	b.press("#footer button:nth-child(2)")
	b.until("window.link")
	link := js[string](b, "link")
	if !strings.HasPrefix(link, b.origin+"/#") || b.text("#notice") == "" {
		t.Fatalf("the link is %q, the notice %q", link, b.text("#notice"))
	}
	b.change("document.querySelector('#notice').hidden = true")
	b.until("document.querySelector('#map-before canvas')")
	const all = "JSON.stringify(corredor.store.all)"
	want := js[string](b, all)
	picture := b.picture("link")

	again := fresh(t, valleyServer(t), link[len(b.origin)+1:], laptop)
	again.until("document.querySelector('#map-before canvas')")
	again.idle()
	if got := js[string](again, all); got != want {
		t.Errorf("the link restores\n%s, want\n%s", got, want)
	}
	if got := changed(picture, again.picture("link-again")); got > 710*680/200 {
		t.Errorf("%d pixels of the map differ", got)
	}
}
