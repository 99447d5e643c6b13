package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is for one wait of a browser that draws without a graphics card on a
// machine that does other things.
const patience = 90 * time.Second

// What a test does with a page, and what it reads there. Nothing here waits for a time: each
// wait is for what the page says of itself.

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// js evaluates an expression, and waits for it when it is a promise.
func js[T any](b *tab, expression string) T {
	b.Helper()
	v, err := evaluate[T](b, expression)
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

func evaluate[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// until waits for an expression to be true. The page looks by itself, so that no moment between
// two timers of its own is missed.
func (b *tab) until(expression string) {
	b.Helper()
	_, err := evaluate[bool](b, `new Promise((done, fail) => {
		const look = () => { try { (`+expression+`) ? done(true) : setTimeout(look, 10); } catch (e) { fail(e); } };
		look();
	})`)
	if errors.Is(err, context.DeadlineExceeded) {
		b.Fatalf("in %v it never came true: %s", patience, expression)
	}
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
}

// idle waits until the map, and the one beside it if there is one, has drawn everything. A map that
// has is not drawn again: it has told that it is idle after its last frame, and what is wanted of
// it since would have come with the next frame of the page.
func (b *tab) idle() {
	b.Helper()
	b.until("!document.querySelector('#map-before') || corredor.beside.map")
	js[bool](b, `Promise.all([corredor.map, corredor.beside.map].filter(Boolean).map(async (map) => {
		if (map.still === undefined) {
			map.on('render', () => { map.still = false; });
			map.on('idle', () => { map.still = true; });
			map.still = false;
			map.triggerRepaint();
		}
		do await new Promise(requestAnimationFrame);
		while (!map.still || !map.loaded() || map.isMoving());
	})).then(() => true)`)
}

// change runs a statement on the page, and waits until the map has drawn what it changes.
func (b *tab) change(statement string) {
	b.Helper()
	js[bool](b, "(() => { "+statement+"; return true; })()")
	b.idle()
}

// show brings the page to a state, as if it had been loaded with it: the pointer goes to the title,
// and what the address does not tell is put back first.
func (b *tab) show(state string) {
	b.Helper()
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, 40, 30))
	js[bool](b, `(async (state) => {
		for (const box of document.querySelectorAll('dialog[open]')) {
			await new Promise((done) => { box.addEventListener('close', done, { once: true }); box.close(); });
		}
		for (const tool of corredor.pointer.modes) if (tool.active) tool.stop();
		for (const fold of document.querySelectorAll('details[open]')) fold.open = false;
		document.querySelector('#panel-body').scrollTop = 0;
		document.querySelector('#notice').hidden = true;
		document.activeElement.blur();
		history.replaceState(null, '', location.pathname + state);
		dispatchEvent(new HashChangeEvent('hashchange'));
		return true;
	})(`+fmt.Sprintf("%q", state)+`)`)
	b.idle()
}

// hide takes layers off the map for the rest of the test.
func (b *tab) hide(layers ...string) {
	b.Helper()
	for _, id := range layers {
		was := js[string](b, fmt.Sprintf("corredor.map.getLayoutProperty(%q, 'visibility') ?? 'visible'", id))
		set := func(visibility string) {
			js[bool](b, fmt.Sprintf("!!corredor.map.setLayoutProperty(%q, 'visibility', %q)", id, visibility))
		}
		set("none")
		b.Cleanup(func() { set(was) })
	}
	b.idle()
}

// text returns the text of the first element of a selector.
func (b *tab) text(selector string) string {
	b.Helper()
	return js[string](b, fmt.Sprintf("document.querySelector(%q)?.textContent ?? ''", selector))
}

// press clicks an element, as the keyboard or the pointer would.
func (b *tab) press(selector string) {
	b.Helper()
	if !js[bool](b, fmt.Sprintf("(() => { const e = document.querySelector(%q); e?.click(); return !!e; })()", selector)) {
		b.Fatalf("there is no %s", selector)
	}
}

// at returns the pixels of the window where a place of the map is.
func (b *tab) at(lon, lat float64) (x, y float64) {
	b.Helper()
	p := js[[2]float64](b, fmt.Sprintf("(() => { const p = corredor.map.project([%g, %g]); return [p.x, p.y]; })()", lon, lat))
	return p[0], p[1]
}

// clickMap clicks the map at a place.
func (b *tab) clickMap(lon, lat float64) {
	b.Helper()
	x, y := b.at(lon, lat)
	b.do(chromedp.MouseClickXY(x, y))
}

// hover moves the pointer to a place of the map.
func (b *tab) hover(lon, lat float64) {
	b.Helper()
	x, y := b.at(lon, lat)
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x-1, y), chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

// hash is the fragment of the address, once the page has written there what it shows.
func (b *tab) hash() string {
	b.Helper()
	b.until("location.href === corredor.store.link()")
	return js[string](b, "decodeURIComponent(location.hash)")
}

// pictures is a folder where pictures of the window are kept, to be looked at; empty for none.
var pictures = os.Getenv("CORREDOR_PICTURES")

// keep takes a picture for a person to look at, if one wants to.
func (b *tab) keep(name string) {
	b.Helper()
	if pictures != "" {
		b.picture(name)
	}
}

// picture takes a picture of the window.
func (b *tab) picture(name string) image.Image {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	fast := true // to compress, not small
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{OptimizeForSpeed: &fast})
	if err != nil {
		b.Fatal(err)
	}
	if pictures != "" {
		if err := os.WriteFile(filepath.Join(pictures, name+".png"), shot.Data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	picture, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		b.Fatal(err)
	}
	return picture
}
