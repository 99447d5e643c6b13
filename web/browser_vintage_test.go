package web_test

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
)

// Without B-E, on the old roads, Aldama and Bravo end at East and not at South. The choice
// draws those routes to the left of the divider and the study's to its right.
func TestVintagesSideBySide(t *testing.T) {
	s := valleyServer(t)
	b := openOn(t, s, "#circles=0&names=0&layers=poppy&theme=light&view=8/23.75/-99.6", laptop)
	band := color.RGBA{0x0b, 0x8a, 0x66, 255}
	drawn := func(p image.Image, lon, lat float64) bool {
		x, y := b.at(lon, lat)
		return share(p, x, y, 2, band) > 0.1 // at least a column of pixels
	}
	if p := b.picture("vintage-none"); !drawn(p, -99.5, 23.85) || drawn(p, -99.35, 24) {
		t.Error("the study does not go by B-E alone")
	}
	b.change("const s = document.querySelector('select[name=vintage]'); s.value = 'old'; s.dispatchEvent(new Event('change'))")
	b.until("document.querySelector('#map-before canvas')")
	key := func(name string, times int) {
		b.change(fmt.Sprintf("for (let i = 0; i < %d; i++) document.querySelector('.divider').dispatchEvent(new KeyboardEvent('keydown', {key: %q}))", times, name))
	}
	key("ArrowRight", 20) // to the right edge: all is the old roads
	if p := b.picture("vintage-old"); drawn(p, -99.5, 23.85) || !drawn(p, -99.35, 24) {
		t.Error("left of the divider the routes are not those of the old roads")
	}
	key("ArrowLeft", 35) // to the left of B
	if !drawn(b.picture("vintage-right"), -99.5, 23.85) {
		t.Error("right of the divider the routes are not the study's")
	}
	if got := b.text(".divider"); got != "oldthis study" {
		t.Errorf("the sides are called %q", got)
	}
	if got := b.text("select[name=vintage]"); !strings.Contains(got, "old") || !strings.Contains(b.text("#controls"), "5 routes on both: 40 % end at the same port") {
		t.Errorf("the choice says %q", b.text("#controls"))
	}
	if got := b.hash(); !strings.Contains(got, "vintage=old") {
		t.Errorf("address %s", got)
	}
	b.change("corredor.store.set({vintage: undefined})")
	b.until("!document.querySelector('#map-before')")
	for path, status := range map[string]int{"old/routes": 200, "old/tiles/4/3/6": 200, "old/whatif": 405, "new/routes": 404, "old/nothing": 404, "old/vintages/old/routes": 404} {
		if got := askOf(t, s.Handler(), "/api/v1/vintages/"+path); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
}
