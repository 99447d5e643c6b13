package fetch_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/corredor-geo/corredor/engine/fetch"
)

// One file from a server, with the checksum that its publisher gives.
func ExampleCache_Fetch() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "from,to\na,b\n") }))
	defer server.Close()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	cache := fetch.Cache{Dir: dir}
	got, err := cache.Fetch(context.Background(), fetch.Source{
		Name: "roads", File: "roads.csv", Address: server.URL,
		SHA256: "e1cf7b0c975b438627ddfd497ae865f2cc3a0d52e40f7062a7ac631fc63e3bd8",
	})
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(got.Path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d bytes:\n%s", got.Bytes, text)
	// Output:
	// 12 bytes:
	// from,to
	// a,b
}

// What the program knows of a source.
func ExampleFind() {
	s, err := fetch.Find("osm-mexico")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Licence)
	// Output:
	// ODbL 1.0, (c) OpenStreetMap contributors
}
