package web

import (
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// app is the page. Its folder vendor, made by `make web`, may be absent.
//
//go:embed app
var app embed.FS

// library is the file without which there is no map.
const library = "vendor/maplibre-gl.mjs"

// Complete reports whether the program was built with the map's libraries.
func Complete() bool {
	_, err := fs.Stat(app, "app/"+library)
	return err == nil
}

// page serves the files of the app. Each is read and compressed once.
type page struct {
	files map[string]func() *document
}

func newPage() http.Handler {
	p := &page{files: map[string]func() *document{}}
	fs.WalkDir(app, "app", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			p.files[strings.TrimPrefix(name, "app")] = sync.OnceValue(func() *document { return pageFile(name) })
		}
		return err
	})
	p.files["/"] = p.files["/index.html"]
	if !Complete() {
		p.files["/"] = p.files["/missing.html"]
	}
	return p
}

func pageFile(name string) *document {
	body, err := app.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	return newDocument(contentType(name), body)
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the page is only read", http.StatusMethodNotAllowed)
		return
	}
	file, ok := p.files[r.URL.Path]
	if !ok {
		http.Error(w, "there is no such page", http.StatusNotFound)
		return
	}
	file().send(w, r)
}
