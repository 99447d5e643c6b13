package web_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/corredor-geo/corredor/web"
)

// patience is for one wait of a browser that draws without a graphics card on a
// machine that does other things.
const patience = 90 * time.Second

// browser is one Chromium for all tests; its context ends with the program.
var browser = sync.OnceValues(func() (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("lang", "en-US"))
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, chromedp.Do(ctx)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if started {
		ctx, _ := browser()
		chromedp.Cancel(ctx)
	}
	os.Exit(code)
}

var started bool

// tab is one page of the map.
type tab struct {
	*testing.T
	ctx    context.Context
	origin string

	mu      sync.Mutex
	trouble []string // errors of the page, and requests to elsewhere
}

// open shows the map of the embedded study in a new tab, of a laptop's size, with
// a state such as #sel=m:25006, and waits until it is drawn. Errors on the page's
// console and requests to any other address fail the test at its end.
func open(t *testing.T, state string) *tab {
	t.Helper()
	return openSized(t, state, 1366, 768)
}

// openSmall shows the map of the embedded study in a small window, for tests that look at words and
// not at pixels: what the map costs to draw grows with them.
func openSmall(t *testing.T, state string) *tab {
	t.Helper()
	return openSized(t, state, smallWidth, smallHeight)
}

// The least window with the panel beside the map.
const smallWidth, smallHeight = 760, 420

func openSized(t *testing.T, state string, width, height int64) *tab {
	t.Helper()
	return openOn(t, handler(t), state, width, height)
}

// openOn shows the map of a server.
func openOn(t *testing.T, h http.Handler, state string, width, height int64) *tab {
	t.Helper()
	if !web.Complete() {
		t.Skip("built without the map's libraries: make web")
	}
	parent, err := browser()
	if err != nil {
		t.Skipf("no browser: %v", err)
	}
	started = true
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	b := &tab{T: t, ctx: ctx, origin: server.URL}
	b.do(chromedp.EmulateViewport(width, height))
	b.listen()
	b.do(chromedp.Navigate(server.URL + "/" + state))
	b.idle()
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, line := range b.trouble {
			t.Error(line)
		}
	})
	return b
}

// listen collects what goes wrong on the page.
func (b *tab) listen() {
	b.Helper()
	note := func(format string, args ...any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.trouble = append(b.trouble, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(b.ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			note("exception: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.Exception.Description)
		case *runtime.EventConsoleAPICalled:
			if e.Type == "error" || e.Type == "warning" {
				note("console: %s", e.Args[0].Value)
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == "error" || e.Entry.Level == "warning" {
				note("log: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, b.origin) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
				note("asks %s", url)
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(b.ctx, runtime.Enable, cdp.Empty{}); return err },
		func() error { _, err := chromedp.Call(b.ctx, log.Enable, cdp.Empty{}); return err },
		func() error { _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); return err },
	} {
		if err := enable(); err != nil {
			b.Fatal(err)
		}
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// js evaluates an expression, and waits for it when it is a promise.
func js[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression to be true.
func (b *tab) until(expression string) {
	b.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if js[bool](b, "!!("+expression+")") {
			return
		}
	}
	b.Fatalf("in %v it never came true: %s", patience, expression)
}

// idle waits until the map has drawn everything.
func (b *tab) idle() {
	b.Helper()
	b.until("document.documentElement.dataset.ready")
	js[bool](b, `new Promise((done) => {
		const { map } = corredor;
		map.once('idle', () => done(true));
		map.triggerRepaint();
	})`)
}

// change runs a statement on the page, and waits until the map has drawn what it changes.
func (b *tab) change(statement string) {
	b.Helper()
	js[bool](b, "(() => { "+statement+"; return true; })()")
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

// picture takes a picture of the window. With CORREDOR_PICTURES it is kept in
// that folder, to be looked at.
func (b *tab) picture(name string) image.Image {
	b.Helper()
	data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.Fatal(err)
	}
	if dir := os.Getenv("CORREDOR_PICTURES"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".png", data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	return picture
}
