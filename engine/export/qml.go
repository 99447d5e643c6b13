package export

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// qml returns the style as QGIS keeps it, for layers of a kind of geometry.
func (s *Style) qml(kind shape) string {
	var b strings.Builder
	renderer := "singleSymbol"
	attribute, ranges := "", s.By != "" && len(s.Classes) > 0 && s.Classes[0].From != s.Classes[0].To
	switch {
	case ranges:
		renderer, attribute = "graduatedSymbol", " attr="+attr(s.By)+` graduatedMethod="GraduatedColor"`
	case s.By != "":
		renderer, attribute = "categorizedSymbol", " attr="+attr(s.By)
	}
	fmt.Fprintf(&b, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" styleCategories=\"Symbology\">\n"+
		"<renderer-v2 type=%q%s symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n", renderer, attribute)
	s.qmlClasses(&b, ranges)
	b.WriteString("<symbols>\n")
	for i, c := range s.Classes {
		s.qmlSymbol(&b, kind, strconv.Itoa(i), c.Color)
	}
	b.WriteString("</symbols>\n</renderer-v2>\n</qgis>\n")
	return b.String()
}

func (s *Style) qmlClasses(b *strings.Builder, ranges bool) {
	switch {
	case s.By == "":
		return
	case ranges:
		b.WriteString("<ranges>\n")
		for i, c := range s.Classes {
			fmt.Fprintf(b, "<range lower=\"%g\" upper=\"%g\" symbol=\"%d\" label=%s render=\"true\"/>\n", c.From, c.To, i, attr(c.Label))
		}
		b.WriteString("</ranges>\n")
	default:
		b.WriteString("<categories>\n")
		for i, c := range s.Classes {
			fmt.Fprintf(b, "<category value=%s symbol=\"%d\" label=%s render=\"true\"/>\n", attr(c.Value), i, attr(c.Label))
		}
		b.WriteString("</categories>\n")
	}
}

// qmlSymbol writes the symbol of one class: a line, a filled area or a disc.
func (s *Style) qmlSymbol(b *strings.Builder, kind shape, name, color string) {
	rgb := qmlColor(color)
	symbol, layer := "line", "SimpleLine"
	options := [][2]string{{"line_color", rgb}, {"line_width", "0.4"}, {"line_width_unit", "MM"}, {"capstyle", "round"}, {"joinstyle", "round"}}
	grows := "outlineWidth"
	switch kind {
	case pointShape, multiPointShape:
		symbol, layer, grows = "marker", "SimpleMarker", "size"
		options = [][2]string{{"name", "circle"}, {"color", rgb}, {"outline_color", "255,255,255,255"}, {"outline_width", "0.2"}, {"size", "2.4"}, {"size_unit", "MM"}}
	case polygonShape, multiPolygonShape:
		symbol, layer = "fill", "SimpleFill"
		options = [][2]string{{"color", rgb}, {"style", "solid"}, {"outline_color", "150,150,150,255"}, {"outline_style", "solid"}, {"outline_width", "0.05"}, {"outline_width_unit", "MM"}}
	}
	fmt.Fprintf(b, "<symbol type=%q name=%q alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n<layer class=%q enabled=\"1\" pass=\"0\" locked=\"0\">\n<Option type=\"Map\">\n", symbol, name, layer)
	for _, o := range options {
		fmt.Fprintf(b, "<Option type=\"QString\" name=%q value=%q/>\n", o[0], o[1])
	}
	b.WriteString("</Option>\n")
	if s.WidthBy != "" && symbol != "fill" {
		expression := "0.3 + 0.25 * sqrt(coalesce(" + identifier(s.WidthBy) + ", 0))"
		fmt.Fprintf(b, "<data_defined_properties><Option type=\"Map\"><Option type=\"QString\" name=\"name\" value=\"\"/><Option type=\"Map\" name=\"properties\"><Option type=\"Map\" name=%q>"+
			"<Option type=\"bool\" name=\"active\" value=\"true\"/><Option type=\"QString\" name=\"expression\" value=%s/><Option type=\"int\" name=\"type\" value=\"3\"/>"+
			"</Option></Option><Option type=\"QString\" name=\"type\" value=\"collection\"/></Option></data_defined_properties>\n", grows, attr(expression))
	}
	b.WriteString("</layer>\n</symbol>\n")
}

// attr is a text as an XML attribute, with its quotes.
func attr(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	b.WriteByte('"')
	return b.String()
}

// qmlColor turns #rrggbb into QGIS's r,g,b,a.
func qmlColor(color string) string {
	n, err := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32)
	if err != nil {
		panic(fmt.Sprintf("export: color %q is not #rrggbb", color))
	}
	return fmt.Sprintf("%d,%d,%d,255", n>>16&255, n>>8&255, n&255)
}
