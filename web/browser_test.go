package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/corredor-geo/corredor/web"
)

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

// sheet is one tab of the browser, with the map of one server.
type sheet struct {
	ctx    context.Context
	origin string
	quit   func()
	lent   bool // a test has it

	mu      sync.Mutex
	trouble []string // errors of the page, and requests to elsewhere
}

// tab is a sheet as one test has it.
type tab struct {
	*testing.T
	*sheet
}

// window is the size of the inside of a window, in pixels.
type window struct{ width, height int64 }

// Tests that look at words and not at pixels take the small window, the least with the panel
// beside the map: what the map costs to draw grows with them.
var (
	laptop = window{1366, 768}
	small  = window{760, 420}
	phone  = window{390, 844}
)

// shared are the pages that tests use one after the other. To load the map takes a processor
// seconds, to show another state on it moments: everything that a person chooses stands in the
// address, and the page follows it.
var shared = map[shelf]*sheet{}

type shelf struct {
	server *web.Server
	window window
}

// open shows the map of the embedded study in a state such as #sel=m:25006, and waits until it is
// drawn. Errors on the page's console and requests to any other address fail the test at its end.
//
// The page is one that tests share: a test puts back what it changes on it that no address tells.
// One that is about loading, or patches the page, takes a fresh one.
func open(t *testing.T, state string) *tab {
	t.Helper()
	return openOn(t, server(t), state, laptop)
}

// openSmall is open in the small window.
func openSmall(t *testing.T, state string) *tab {
	t.Helper()
	return openOn(t, server(t), state, small)
}

// openOn is open on a server that outlives the test.
func openOn(t *testing.T, s *web.Server, state string, w window) *tab {
	t.Helper()
	at := shelf{s, w}
	p, there := shared[at]
	if !there {
		p = newSheet(t, s, w)
		shared[at] = p
	}
	if p.lent {
		t.Fatal("this test has the page already: take a fresh one")
	}
	p.lent = true
	b := &tab{t, p}
	t.Cleanup(func() {
		p.lent = false
		if t.Failed() { // nobody knows what it has left on the page
			delete(shared, at)
			p.quit()
		}
	})
	t.Cleanup(b.complain)
	if there {
		b.show(state)
	} else {
		b.visit(state)
	}
	return b
}

// fresh is open on a page of its own, which goes with the test.
func fresh(t *testing.T, s *web.Server, state string, w window) *tab {
	t.Helper()
	b := &tab{t, newSheet(t, s, w)}
	t.Cleanup(b.quit)
	t.Cleanup(b.complain)
	b.visit(state)
	return b
}

// newSheet makes an empty tab that notes its trouble.
func newSheet(t *testing.T, s *web.Server, w window) *sheet {
	t.Helper()
	if !web.Complete() {
		t.Skip("built without the map's libraries: make web")
	}
	parent, err := browser()
	if err != nil {
		t.Skipf("no browser: %v", err)
	}
	started = true
	served := httptest.NewServer(s.Handler())
	ctx, cancel := chromedp.NewContext(parent)
	p := &sheet{ctx: ctx, origin: served.URL, quit: func() { cancel(); served.Close() }}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(w.width, w.height)); err != nil { // which makes the tab, for as long as ctx
		t.Fatal(err)
	}
	(&tab{t, p}).listen()
	return p
}

// visit loads the map in a state.
func (b *tab) visit(state string) {
	b.Helper()
	b.do(chromedp.Navigate(b.origin + "/" + state))
	b.until("document.documentElement.dataset.ready")
	b.idle()
}

// complain fails the test for what went wrong on the page.
func (b *tab) complain() {
	b.Helper()
	js[bool](b, "true") // what happened before has been told once this is answered
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.trouble {
		b.Error(line)
	}
	b.trouble = nil
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
