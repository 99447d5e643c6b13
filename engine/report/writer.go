package report

import (
	"bytes"
	_ "embed" // style.css
	"fmt"
	"html"
	"strings"
)

//go:embed style.css
var style string

// writer gathers the page. Texts go through text, never through raw.
type writer struct {
	bytes.Buffer
	pictures int // so far, for the ids of their texts
}

func (w *writer) raw(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func text(s string) string { return html.EscapeString(strings.ToValidUTF8(s, "\uFFFD")) }

func (w *writer) document(d Document) {
	w.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	w.raw("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>%s</h1>\n", text(d.Title), style, text(d.Title))
	if d.Subtitle != "" {
		w.raw("<p class=\"lead\">%s</p>\n", text(d.Subtitle))
	}
	w.raw("<nav aria-label=\"Sections\"><ul>\n")
	for _, s := range d.Sections {
		w.raw("<li><a href=\"#%s\">%s</a></li>\n", text(s.ID), text(s.Title))
	}
	w.raw("</ul></nav>\n</header>\n<main>\n")
	for _, s := range d.Sections {
		w.raw("<section id=\"%s\">\n<h2>%s</h2>\n", text(s.ID), text(s.Title))
		for _, b := range s.Blocks {
			b.write(w)
		}
		w.raw("</section>\n")
	}
	w.raw("</main>\n</body>\n</html>\n")
}

func (t Text) write(w *writer) { w.raw("<p>%s</p>\n", text(string(t))) }
func (n Note) write(w *writer) { w.raw("<p class=\"note\">%s</p>\n", text(string(n))) }

func (t Table) write(w *writer) {
	w.raw("<div class=\"table\" role=\"region\" aria-label=\"%s\" tabindex=\"0\"><table>\n<caption>%s</caption>\n<thead><tr>", text(t.Caption), text(t.Caption))
	for _, c := range t.Columns {
		w.raw("<th scope=\"col\"%s>%s</th>", class(c.Numeric), text(c.Name))
	}
	w.raw("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		w.raw("<tr>")
		for i, c := range t.Columns {
			w.raw("<td%s>%s</td>", class(c.Numeric), text(row[i]))
		}
		w.raw("</tr>\n")
	}
	w.raw("</tbody></table></div>\n")
}

func class(numeric bool) string {
	if numeric {
		return ` class="number"`
	}
	return ""
}

// figure opens a picture of a height; its title and description are what a
// screen reader says. Close it with end.
func (w *writer) figure(title, description string, height float64) {
	w.pictures++
	w.raw("<figure>\n<figcaption>%s</figcaption>\n<svg role=\"img\" aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %d %s\">\n<title id=\"t%d\">%s</title><desc id=\"d%d\">%s</desc>\n",
		text(title), w.pictures, w.pictures, width, short(height), w.pictures, text(title), w.pictures, text(description))
}

func (w *writer) end() { w.raw("</svg>\n</figure>\n") }

// label writes a text at a place; anchor is start, middle or end.
func (w *writer) label(x, y float64, anchor, s string) {
	w.raw("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n", short(x), short(y), anchor, text(s))
}
