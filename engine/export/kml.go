package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// kmlTypes are the types of a kml:SimpleField, by kind. KML has no long integer.
var kmlTypes = [...]string{Text: "string", Integer: "int", Real: "double", Boolean: "bool"}

// WriteKML writes a layer as KML 2.2 (OGC 07-147r2): a Placemark a row, named by
// its first column of text, with all columns as typed data.
func WriteKML(w io.Writer, l Layer) error {
	k := kmlWriter{Writer: bufio.NewWriterSize(w, 1<<16), layer: l}
	k.WriteString(xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="root_doc">` + "\n")
	k.schema()
	k.styles()
	fmt.Fprintf(k, "<Folder><name>%s</name>\n", attrless(l.Name))
	for _, row := range l.Rows {
		k.placemark(row)
	}
	k.WriteString("</Folder>\n</Document></kml>\n")
	return k.Flush() // which has the first error of all writes
}

type kmlWriter struct {
	*bufio.Writer
	layer Layer
}

// attrless is a text as XML content; characters that XML cannot hold become U+FFFD.
func attrless(text string) string { q := attr(text); return q[1 : len(q)-1] }

func (k kmlWriter) schema() {
	fmt.Fprintf(k, "<Schema name=%s id=\"columns\">\n", attr(k.layer.Name))
	for _, c := range k.layer.Columns {
		fmt.Fprintf(k, "<SimpleField name=%s type=%q></SimpleField>\n", attr(c.Name), kmlTypes[c.Kind])
	}
	k.WriteString("</Schema>\n")
}

// styles writes one style a class, s0, s1 and so on.
func (k kmlWriter) styles() {
	if k.layer.Style == nil {
		return
	}
	for i, c := range k.layer.Style.Classes {
		bgr := c.Color[5:7] + c.Color[3:5] + c.Color[1:3]
		fmt.Fprintf(k, "<Style id=\"s%d\"><LineStyle><color>ff%s</color><width>2</width></LineStyle><PolyStyle><color>b0%s</color></PolyStyle></Style>\n", i, bgr, bgr)
	}
}

func (k kmlWriter) placemark(row Row) {
	k.WriteString("<Placemark>")
	for i, c := range k.layer.Columns {
		if name, known := c.Format(row.Values[i]); c.Kind == Text && known {
			fmt.Fprintf(k, "<name>%s</name>", attrless(name))
			break
		}
	}
	if class := k.layer.classOf(row); class >= 0 {
		fmt.Fprintf(k, "<styleUrl>#s%d</styleUrl>", class)
	}
	k.WriteString("<ExtendedData><SchemaData schemaUrl=\"#columns\">")
	for i, c := range k.layer.Columns {
		if text, known := kmlText(c, row.Values[i]); known {
			fmt.Fprintf(k, "<SimpleData name=%s>%s</SimpleData>", attr(c.Name), attrless(text))
		}
	}
	k.WriteString("</SchemaData></ExtendedData>")
	k.geometry(tidy(row.Geometry))
	k.WriteString("</Placemark>\n")
}

// kmlText writes yes and no as 1 and 0: XML Schema takes both forms, GDAL only this.
func kmlText(c Column, value any) (text string, known bool) {
	text, known = c.Format(value)
	if known && c.Kind == Boolean {
		text = map[string]string{"true": "1", "false": "0"}[text]
	}
	return text, known
}

func (k kmlWriter) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		k.WriteString("<Point>")
		k.coordinates([]orb.Point{g})
		k.WriteString("</Point>")
	case orb.LineString:
		k.WriteString("<LineString><tessellate>1</tessellate>")
		k.coordinates(g)
		k.WriteString("</LineString>")
	case orb.Polygon:
		k.polygon(g)
	case orb.MultiPoint:
		multi(k, g, func(p orb.Point) { k.geometry(p) })
	case orb.MultiLineString:
		multi(k, g, func(l orb.LineString) { k.geometry(l) })
	case orb.MultiPolygon:
		multi(k, g, k.polygon)
	}
}

func multi[T any](k kmlWriter, parts []T, write func(T)) {
	k.WriteString("<MultiGeometry>")
	for _, part := range parts {
		write(part)
	}
	k.WriteString("</MultiGeometry>")
}

func (k kmlWriter) polygon(polygon orb.Polygon) {
	k.WriteString("<Polygon>")
	for i, ring := range polygon {
		side := "outerBoundaryIs"
		if i > 0 {
			side = "innerBoundaryIs"
		}
		fmt.Fprintf(k, "<%s><LinearRing>", side)
		k.coordinates(ring)
		fmt.Fprintf(k, "</LinearRing></%s>", side)
	}
	k.WriteString("</Polygon>")
}

func (k kmlWriter) coordinates(points []orb.Point) {
	k.WriteString("<coordinates>")
	var text []byte
	for i, p := range points {
		if text = text[:0]; i > 0 {
			text = append(text, ' ')
		}
		text = appendFloat(append(appendFloat(text, p[0], coordinateDecimals), ','), p[1], coordinateDecimals)
		k.Write(text)
	}
	k.WriteString("</coordinates>")
}
