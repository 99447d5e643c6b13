package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// kept is a buffer that two goroutines share.
type kept struct {
	mu   sync.Mutex
	text strings.Builder
}

func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.Write(p)
}

func (k *kept) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.String()
}

// serving starts corredor serve, calls visit with its address, ends it as Ctrl-C
// does, and returns what it said beside its address.
func serving(t *testing.T, args []string, visit func(address string)) string {
	t.Helper()
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	out, in := io.Pipe()
	warnings := &kept{}
	root := newRoot()
	root.SetArgs(append([]string{"serve"}, args...))
	root.SetOut(in)
	root.SetErr(warnings)
	ended := make(chan error, 1)
	go func() {
		_, err := root.ExecuteContextC(ctx)
		in.Close()
		ended <- err
	}()
	address := regexp.MustCompile(`^http://\S+`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := address.FindString(lines.Text()); at != "" {
			visit(at)
			interrupt()
		}
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return warnings.String()
}

// title asks a server for the title of its study and whether it can route.
func title(t *testing.T, address string) (name string, routes bool) {
	t.Helper()
	r, err := http.Get(address + "api/v1/study")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var study struct {
		Title string
		Can   struct{ Route bool }
	}
	if err := json.NewDecoder(r.Body).Decode(&study); err != nil {
		t.Fatal(err)
	}
	return study.Title, study.Can.Route
}

func TestServe(t *testing.T) {
	const want = "Mexico 2010, embedded tables"
	said := serving(t, []string{"--addr", "127.0.0.1:0"}, func(address string) {
		if name, routes := title(t, address); name != want || !routes {
			t.Errorf("%q, routes %v", name, routes)
		}
	})
	if strings.Contains(said, "other machines") {
		t.Errorf("loopback is warned of: %s", said)
	}
}

// What a run has written is served without routing; an address that others can
// reach is warned of.
func TestServeWrittenOutputs(t *testing.T) {
	dir := t.TempDir()
	root := newRoot()
	root.SetArgs([]string{"run", "--quiet", "--out", dir})
	root.SetOut(io.Discard)
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	said := serving(t, []string{"--addr", "0.0.0.0:0", dir}, func(address string) {
		port := address[strings.LastIndex(strings.TrimSuffix(address, "/"), ":"):]
		if name, routes := title(t, "http://127.0.0.1"+port); name != "Mexico 2010, embedded tables" || routes {
			t.Errorf("%q, routes %v", name, routes)
		}
	})
	if !strings.Contains(said, "can be reached from other machines") {
		t.Errorf("no warning: %s", said)
	}
}
