// Package report writes a document of texts, tables, maps and charts as one
// self-contained HTML file: no script, no request, readable when printed, dark when the reader
// wants it, and with a text for every picture.
//
// A [Document] is a list of sections, a [Section] a list of blocks: [Text], [Table],
// [Bars], [Lines], [Steps] and [Map]. The package knows nothing of studies. Pictures are inline
// SVG; the texts beside them say what they show.
//
// The output is a function of the document alone. Coordinates of pictures have one
// decimal of a unit of 1/720 of the page's width.
package report
