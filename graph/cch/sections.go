package cch

import (
	"fmt"
	"unsafe"

	"github.com/corredor-geo/corredor/graph"
)

// graphSections lists the arrays of a network.
func graphSections(r graph.Raw) []section {
	list := []section{
		sectionOf("graph.nodes", r.Nodes), sectionOf("graph.firstOut", r.FirstOut),
		sectionOf("graph.head", r.Head), sectionOf("graph.ref", r.Ref),
		sectionOf("graph.firstIn", r.FirstIn), sectionOf("graph.inArc", r.InArc),
		sectionOf("graph.ends", r.Ends), sectionOf("graph.length", r.Length),
		sectionOf("graph.firstPoint", r.FirstPoint), sectionOf("graph.shape", r.Shape),
		sectionOf("graph.columns", []int32{int32(len(r.Columns))}),
	}
	for i, c := range r.Columns {
		first, text := []int64{0}, []byte(nil)
		for _, value := range c.Values {
			text = append(text, value...)
			first = append(first, int64(len(text)))
		}
		list = append(list,
			sectionOf(columnSection(i, "name"), []byte(c.Name)),
			sectionOf(columnSection(i, "codes"), c.Codes),
			sectionOf(columnSection(i, "first"), first),
			sectionOf(columnSection(i, "text"), text),
			sectionOf(columnSection(i, "numbers"), c.Numbers))
	}
	return list
}

func columnSection(i int, array string) string { return fmt.Sprintf("column%d.%s", i, array) }

// reader takes arrays out of sections; the first failure stays.
type reader struct {
	sections map[string]section
	err      error
}

func read[T any](r *reader, name string) []T {
	if r.err != nil {
		return nil
	}
	s, ok := r.sections[name]
	if !ok {
		r.err = corrupt("section %s is missing", name)
		return nil
	}
	array, err := arrayOf[T](s)
	r.err = err
	return array
}

// raw returns the arrays of the network in a file, unchecked but for the text of
// columns, whose strings are made here.
func (r *reader) raw() graph.Raw {
	raw := graph.Raw{
		Nodes: read[graph.Point](r, "graph.nodes"), FirstOut: read[graph.ArcID](r, "graph.firstOut"),
		Head: read[graph.NodeID](r, "graph.head"), Ref: read[int32](r, "graph.ref"),
		FirstIn: read[int32](r, "graph.firstIn"), InArc: read[graph.ArcID](r, "graph.inArc"),
		Ends: read[[2]graph.NodeID](r, "graph.ends"), Length: read[float64](r, "graph.length"),
		FirstPoint: read[int32](r, "graph.firstPoint"), Shape: read[graph.Point](r, "graph.shape"),
	}
	count := read[int32](r, "graph.columns")
	if r.err == nil && len(count) != 1 {
		r.err = corrupt("%d counts of columns", len(count))
	}
	for i := 0; r.err == nil && i < int(count[0]); i++ {
		raw.Columns = append(raw.Columns, graph.RawColumn{
			Name:    string(read[byte](r, columnSection(i, "name"))),
			Codes:   read[int32](r, columnSection(i, "codes")),
			Values:  r.texts(columnSection(i, "first"), columnSection(i, "text")),
			Numbers: read[float64](r, columnSection(i, "numbers")),
		})
	}
	return raw
}

// texts makes strings that lie in the file itself.
func (r *reader) texts(firstName, textName string) []string {
	first, text := read[int64](r, firstName), read[byte](r, textName)
	if r.err != nil {
		return nil
	}
	values := make([]string, 0, len(first))
	for i := 1; i < len(first); i++ {
		from, to := first[i-1], first[i]
		if from < 0 || to < from || to > int64(len(text)) {
			r.err = corrupt("section %s is out of order", firstName)
			return nil
		}
		piece := text[from:to]
		values = append(values, unsafe.String(unsafe.SliceData(piece), len(piece)))
	}
	return values
}

// arrays names the arrays of an index, for writing and for reading.
func (ix *Index) arrays() []namedArray {
	return []namedArray{
		{"cch.node", &ix.node}, {"cch.rank", &ix.rank},
		{"cch.first", &ix.first}, {"cch.head", &ix.head}, {"cch.tail", &ix.tail}, {"cch.depth", &ix.depth},
		{"cch.parent", &ix.parent}, {"cch.level", &ix.level}, {"cch.least", &ix.least},
		{"cch.firstDown", &ix.firstDown}, {"cch.down", &ix.down},
		{"cch.firstInput", &ix.firstInput}, {"cch.input", &ix.input}, {"cch.slot", &ix.slot},
	}
}

type namedArray struct {
	name  string
	array *[]int32
}

func indexSections(ix *Index) []section {
	list := []section{sectionOf("cch.height", []int32{ix.height})}
	for _, a := range ix.arrays() {
		list = append(list, sectionOf(a.name, *a.array))
	}
	return list
}

// index returns the index in a file, unchecked.
func (r *reader) index() *Index {
	ix := &Index{}
	for _, a := range ix.arrays() {
		*a.array = read[int32](r, a.name)
	}
	height := read[int32](r, "cch.height")
	if r.err == nil && len(height) != 1 {
		r.err = corrupt("%d heights", len(height))
	}
	if r.err == nil {
		ix.height = height[0]
	}
	return ix
}
