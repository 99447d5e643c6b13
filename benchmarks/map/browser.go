package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is for one run on a machine that does other things.
const patience = 3 * time.Minute

// browse does something in a new browser.
func browse(do func(ctx context.Context) error) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox,
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("lang", "en-US"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	ctx, late := context.WithTimeout(ctx, patience)
	defer late()
	return do(ctx)
}

// empty notes when a page of one word is painted: no page is sooner.
func (r *report) empty(ctx context.Context) error {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1366, 768), chromedp.Navigate("data:text/html,<p>word")); err != nil {
		return err
	}
	ms, err := chromedp.Run(ctx, chromedp.Evaluate[float64](whenWord, chromedp.EvalAwaitPromise))
	r.times[emptyPage] = append(r.times[emptyPage], ms)
	return err
}

// open shows the map and notes when it was painted and how long each action took to be
// seen.
func (r *report) open(ctx context.Context, address string) error {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(address+"/")); err != nil {
		return err
	}
	painted, err := chromedp.Run(ctx, chromedp.Evaluate[map[string]float64](whenPainted, chromedp.EvalAwaitPromise))
	if err != nil {
		return fmt.Errorf("waiting for the map: %w", err)
	}
	for name, ms := range painted {
		r.times[name] = append(r.times[name], ms)
	}
	for _, a := range actions {
		took, err := chromedp.Run(ctx, chromedp.Evaluate[taken](fmt.Sprintf(untilSeen, a.do), chromedp.EvalAwaitPromise))
		if err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		r.times[a.name] = append(r.times[a.name], took.Seen)
		r.scripts[a.name] = append(r.scripts[a.name], took.Scripts)
	}
	return nil
}

// taken are milliseconds since an action: until its scripts, which change the panel and tell
// the map, have run, and until it is seen.
type taken struct{ Scripts, Seen float64 }

const emptyPage = "first paint of an empty page"

const whenWord = `new Promise((done) => {
	const look = () => {
		const first = performance.getEntriesByName('first-contentful-paint')[0];
		if (first) done(first.startTime);
		else setTimeout(look, 10);
	};
	look();
})`

// The page marks the end of its start: the panel with its figures, and the first time that
// the map has drawn everything.
const whenPainted = `new Promise((done) => {
	const look = () => {
		const mark = (name) => performance.getEntriesByName(name)[0]?.startTime;
		const first = mark('first-contentful-paint'), panel = mark('corredor-panel'), map = mark('corredor-map');
		if (first && panel && map) done({ 'first paint': first, 'panel with figures': panel, 'map drawn': map });
		else setTimeout(look, 50);
	};
	look();
})`

// An action is seen in the second frame after it: the first draws it, the second comes
// when that one was handed on.
const untilSeen = `(async () => {
	const frame = () => new Promise((done) => requestAnimationFrame(done));
	const idle = () => new Promise((done) => { corredor.map.once('idle', done); corredor.map.triggerRepaint(); });
	await idle();
	await frame();
	const start = performance.now();
	%s;
	await null;
	const Scripts = performance.now() - start;
	await frame();
	await frame();
	const Seen = performance.now() - start;
	await idle();
	return { Scripts, Seen };
})()`

type action struct{ name, do string }

var actions = []action{
	{"none: the same map, drawn again", "corredor.map.triggerRepaint()"},
	{"select a municipality", "corredor.store.set({ sel: { kind: 'place', code: '08037' } })"},
	{"select a state", "corredor.store.set({ sel: { kind: 'state', code: '25' } })"},
	{"choose a year", "corredor.store.set({ from: '2008-01', to: '2008-12' })"},
	{"drug-war deaths", "corredor.store.set({ series: 'drug_war' })"},
	{"back to all deaths", "corredor.store.set({ series: 'homicides' })"},
	{"switch a crop off", "corredor.store.set({ layers: ['poppy', 'meth'] })"},
	{"select a port", "corredor.store.set({ sel: { kind: 'port', id: corredor.data.ports[0].id } })"},
	{"select a route", "corredor.store.set({ sel: { kind: 'route', number: 3 } })"},
	{"Spanish", "corredor.store.set({ lang: 'es' })"},
	{"dark", "corredor.store.set({ theme: 'dark' })"},
	{"close a municipality, until routes have moved", "corredor.store.set({ close: ['19039'] }); while (!corredor.view.overlay) await new Promise((done) => setTimeout(done, 1))"},
}
