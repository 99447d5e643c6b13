package web_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/web"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// A folder that a run has written shows the same routes and circles, and says what
// it lacks and how to have it.
func TestWrittenOutputs(t *testing.T) {
	r, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	s, err := web.Open(context.Background(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := fresh(t, s, "#theme=light&names=0&view=5/26/-104", laptop)
	if got := b.text("#written"); !strings.Contains(got, "no routes by hand") || !strings.Contains(got, "corredor serve") {
		t.Errorf("the page says %q", got)
	}
	if js[bool](b, "!!document.querySelector('#tools button[value=trip], #tools button[value=close]')") {
		t.Error("there are tools that nothing answers")
	}
	b.hide("roads") // those without routes are not written
	written := b.picture("written")
	live := open(t, "#theme=light&names=0&view=5/26/-104")
	if !js[bool](live, "document.querySelector('#written').hidden") {
		t.Errorf("the study itself says %q", live.text("#written"))
	}
	live.hide("roads")
	if got := changed(written, live.picture("live")); got > 710*680/100 {
		t.Errorf("%d pixels differ from the map of the study", got)
	}
	const bars = "document.querySelectorAll('.profile rect').length"
	for _, page := range []*tab{b, live} {
		page.change("corredor.store.set({sel: {kind: 'route', number: 3}})")
		page.until(bars)
	}
	if got, want := js[int](b, bars), js[int](live, bars); got != want {
		t.Errorf("the profile has %d bars, that of the study %d", got, want)
	}
	a, err := atlas.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Routes {
		a.Routes[i].Stretches = nil // as of a folder from which a segment was taken
	}
	without := fresh(t, web.Of(a), "#circles=0&names=0&sel=r:3", small)
	without.until("document.querySelector('.profile').textContent.includes('does not tell which municipalities')")
}
