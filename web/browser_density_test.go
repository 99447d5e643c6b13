package web_test

import (
	"strings"
	"testing"
)

// The smallest areas that hold shares of a density are drawn where the study finds
// them: darkest about the three laboratories near Aldama, nothing at Delta.
func TestDensitySurface(t *testing.T) {
	b := openOn(t, valleyServer(t), "#circles=0&names=0&theme=light&layers=meth&view=8/23.9/-99.4", laptop)
	bare := b.picture("no-density")
	b.press("#controls input[name=surface]")
	b.until("document.querySelectorAll('#legend .area').length === 3")
	b.idle()
	p := b.picture("density")
	x, y := b.at(-99.98, 24.06)
	if near(p.At(int(x), int(y)), bare.At(int(x), int(y))) {
		t.Errorf("the labs of Aldama are %v with and without their density", p.At(int(x), int(y)))
	}
	_, centre, _, _ := p.At(int(x), int(y)).RGBA()
	x, y = b.at(-99.98, 24.2)
	_, rim, _, _ := p.At(int(x), int(y)).RGBA()
	x, y = b.at(-98.5, 23.6)
	far, land := p.At(int(x), int(y)), bare.At(int(x), int(y))
	if _, g, _, _ := far.RGBA(); !(centre < rim && rim < g) || !near(far, land) {
		t.Errorf("green is %d at the centre, %d on the rim, %d far away", centre>>8, rim>>8, g>>8)
	}
	if got := b.text("#legend"); !strings.Contains(got, "Methamphetamine: areas that hold95 %90 %50 %") {
		t.Errorf("the legend says %q", got)
	}
	if got := b.hash(); !strings.Contains(got, "surface=1") {
		t.Errorf("address %s", got)
	}
}
