// Map measures the interactive map in Chromium: when it is painted, how long a click
// takes to be seen, what the first view weighs, and how many answers a second the
// server gives on one core. It prints benchmarks/map.md.
//
//	make web
//	go run ./benchmarks/map > benchmarks/map.md
//	go run ./benchmarks/map -study examples/mexico-2010.yaml
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web"
)

func main() {
	runs := flag.Int("runs", 9, "times to open the map, each in a new browser without a cache")
	study := flag.String("study", "", "study to show; the embedded one without")
	flag.Parse()
	if err := measure(*runs, *study); err != nil {
		fmt.Fprintln(os.Stderr, "map:", err)
		os.Exit(1)
	}
}

func measure(runs int, path string) error {
	if !web.Complete() {
		return fmt.Errorf("built without the map's libraries: run make web first")
	}
	handler, title, err := serve(path)
	if err != nil {
		return err
	}
	r := report{title: title, runs: runs, times: map[string][]float64{}, scripts: map[string][]float64{}, weight: map[string]int{}}
	server := httptest.NewServer(r.noting(handler))
	defer server.Close()
	for i := range runs {
		fmt.Fprintf(os.Stderr, "run %d of %d\n", i+1, runs)
		if err := browse(r.empty); err != nil {
			return err
		}
		if err := browse(func(ctx context.Context) error { return r.open(ctx, server.URL) }); err != nil {
			return err
		}
	}
	if err := r.weigh(server.URL); err != nil {
		return err
	}
	r.ask(handler)
	return r.print(os.Stdout)
}

// serve runs a study and returns the server of its map.
func serve(path string) (http.Handler, string, error) {
	study, err := engine.Embedded()
	if path != "" {
		study, err = engine.ReadStudy(path)
	}
	if err != nil {
		return nil, "", err
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		return nil, "", err
	}
	return web.New(result, nil).Handler(), study.Title, nil
}
