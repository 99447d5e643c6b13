package web_test

import (
	"image/color"
	"strings"
	"testing"
)

// congested is what the server says of the valley's equilibrium, by hand: 3 units
// pass A-B, whose price rises by 0.15 (3/2)^4; Castro's 2 divide between the ports.
type congested struct {
	Segments, Ports struct {
		Numbers                                          []int
		Shortest, Equilibrium, Capacity, Free_Cost, Cost []float64
	}
}

// The congestion view draws units in equilibrium and the delay of every road in place
// of the routes, tells both at the pointer, and stands in the address.
func TestCongestionView(t *testing.T) {
	s := valleyServer(t)
	b := openOn(t, s, "#circles=0&names=0&view=8/23.75/-99.6", laptop)
	b.press("#controls input[name=congestion]")
	b.until("corredor.data.congestion")
	b.idle()
	if got := b.hash(); !strings.Contains(got, "congestion=1") {
		t.Errorf("address %s", got)
	}
	answer := js[congested](b, "fetch('/api/v1/congestion').then((a) => a.json())")
	for i, id := range answer.Segments.Numbers {
		if id == 0 && (answer.Segments.Equilibrium[i] != 3 || answer.Segments.Capacity[i] != 2) {
			t.Errorf("A-B has %v units of %v, want 3 of 2", answer.Segments.Equilibrium[i], answer.Segments.Capacity[i])
		}
	}
	p := b.picture("congestion")
	x, y := b.at(-98.75, 24) // C-D, with a delay of about 62 %
	if got := p.At(int(x), int(y)); !near(got, color.RGBA{0xec, 0x70, 0x14, 255}) {
		t.Errorf("C-D is %v, the legend has #ec7014 at 60 %%", got)
	}
	x, y = b.at(-99.35, 24) // B-C, without a unit
	if got, land := p.At(int(x), int(y)+2), p.At(int(x), int(y)+20); !near(got, land) {
		t.Errorf("B-C is %v, the land beside it %v", got, land)
	}
	b.hover(-99.75, 24)
	b.until("!document.querySelector('#tip').hidden")
	for _, part := range []string{"M1", "3.00 units in equilibrium", "150 % of a capacity of 2.0", "delay 7.6 km"} { // 50.88 km x 0.15 x 1.5^4 over B's half
		if got := b.text("#tip"); !strings.Contains(got, part) {
			t.Errorf("%q does not say %q", got, part)
		}
	}
	for _, head := range []string{"Delay, of the price without use", "Units on a road in equilibrium"} {
		if got := b.text("#legend"); !strings.Contains(got, head) {
			t.Errorf("the legend does not say %q: %s", head, got)
		}
	}
	if got := b.text("#controls .fine"); !strings.Contains(got, "12 % of the units cross at another port") { // (2 - 1.4237) of 5
		t.Errorf("the sum is %q", got)
	}
	b.change("corredor.store.set({table: 'ports'})")
	b.until("document.querySelectorAll('#table tbody tr').length === 2")
	if got := b.text("#table tbody tr"); !strings.Contains(got, "1.42") {
		t.Errorf("the table of ports has %q", got)
	}
	again := openOn(t, s, "#congestion=1", small)
	again.until("corredor.map.getLayoutProperty('load', 'visibility') === 'visible'")
}

// A study without congestion has no such choice, and an address that asks for it
// shows the routes.
func TestNoCongestion(t *testing.T) {
	b := openSmall(t, "#congestion=1")
	if js[bool](b, "!!document.querySelector('input[name=congestion]') || corredor.store.get('congestion')") {
		t.Error("there is a choice of nothing")
	}
}
