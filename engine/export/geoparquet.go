package export

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// parquetRows is how many rows a row group has: readers skip whole groups by
// their boxes. parquetBatch of them go to the writer at once; it takes no more, so this
// neither moves the borders of pages nor keeps rows beside the columns made of them.
const (
	parquetRows  = 256 * parquetBatch
	parquetBatch = 64
)

// WriteGeoParquet writes a layer as GeoParquet 1.1: WKB in the column geometry,
// with the box of every row in bbox. Without geometry it is plain Parquet.
func WriteGeoParquet(w io.Writer, l Layer) error { return WriteParquetRows(w, l, l.rows()) }

// WriteParquetRows is [WriteGeoParquet] with rows that come one by one, in place of those
// of the layer, whose geometries still tell whether there is a column of them. It needs
// memory for the columns of a row group, and 1 KB per column and group written for the
// index at the end of the file; it stops at their error.
func WriteParquetRows(w io.Writer, l Layer, rows iter.Seq2[Row, error]) error {
	p := parquetLayer{Layer: l}
	_, p.spatial = l.shape()
	schema := p.schema()
	options := []parquet.WriterOption{schema, parquet.CreatedBy("corredor", "", ""), parquet.Compression(newPageCodec()), parquet.MaxRowsPerRowGroup(parquetRows)}
	if p.spatial {
		options = append(options, parquet.KeyValueMetadata("geo", p.metadata()))
	}
	out := parquet.NewGenericWriter[any](w, options...)
	batch, n := make([]parquet.Row, parquetBatch), 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		if batch[n], err = p.appendRow(batch[n][:0], row); err != nil {
			return err
		}
		if n++; n == parquetBatch {
			if _, err := out.WriteRows(batch); err != nil {
				return err
			}
			n = 0
		}
	}
	if _, err := out.WriteRows(batch[:n]); err != nil {
		return err
	}
	return out.Close()
}

// parquetLayer is a layer on its way into Parquet. Its leaves are the columns
// of the layer, then geometry, then the four of bbox.
type parquetLayer struct {
	Layer
	spatial bool
}

// fields is a group whose fields keep their order; parquet.Group sorts them.
type fields struct {
	parquet.Group
	order []string
}

func (f fields) Fields() []parquet.Field {
	list := f.Group.Fields()
	slices.SortFunc(list, func(a, b parquet.Field) int {
		return slices.Index(f.order, a.Name()) - slices.Index(f.order, b.Name())
	})
	return list
}

var boxNames = [4]string{"xmin", "ymin", "xmax", "ymax"}

func (p *parquetLayer) schema() *parquet.Schema {
	root := fields{Group: parquet.Group{}}
	add := func(name string, n parquet.Node) {
		root.Group[name] = n
		root.order = append(root.order, name)
	}
	for _, c := range p.Columns {
		node := [...]func() parquet.Node{
			Text:    parquet.String,
			Integer: func() parquet.Node { return parquet.Int(64) },
			Real:    func() parquet.Node { return parquet.Leaf(parquet.DoubleType) },
			Boolean: func() parquet.Node { return parquet.Leaf(parquet.BooleanType) },
		}[c.Kind]()
		add(c.Name, parquet.Optional(node))
	}
	if p.spatial {
		add("geometry", parquet.Optional(parquet.Leaf(parquet.ByteArrayType)))
		box := fields{Group: parquet.Group{}, order: boxNames[:]}
		for _, name := range boxNames {
			box.Group[name] = parquet.Leaf(parquet.DoubleType)
		}
		add("bbox", parquet.Optional(box))
	}
	return parquet.NewSchema(p.Name, root)
}

// appendRow appends the values of a row in the order of the leaves.
func (p *parquetLayer) appendRow(values parquet.Row, row Row) (parquet.Row, error) {
	put := func(value any) {
		defined := 0
		if value != nil {
			defined = 1
		}
		values = append(values, parquet.ValueOf(value).Level(0, defined, len(values)))
	}
	for i, c := range p.Columns {
		value := c.value(row.Values[i])
		if n, ok := value.(int); ok {
			value = int64(n)
		}
		if text, ok := value.(string); ok {
			value = strings.ToValidUTF8(text, "\uFFFD")
		}
		put(value)
	}
	if !p.spatial {
		return values, nil
	}
	if row.Geometry == nil {
		for range 1 + len(boxNames) {
			put(nil)
		}
		return values, nil
	}
	g := tidy(row.Geometry)
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	put(body)
	if b := g.Bound(); b.IsEmpty() {
		put(nil)
		put(nil)
		put(nil)
		put(nil)
	} else {
		put(b.Min[0])
		put(b.Min[1])
		put(b.Max[0])
		put(b.Max[1])
	}
	return values, nil
}

// geoMetadata is the key "geo" of GeoParquet 1.1.0. Without a crs member the
// coordinates are OGC:CRS84, longitude and latitude on WGS84.
type geoMetadata struct {
	Version       string               `json:"version"`
	PrimaryColumn string               `json:"primary_column"`
	Columns       map[string]geoColumn `json:"columns"`
}

type geoColumn struct {
	Encoding      string                         `json:"encoding"`
	GeometryTypes []string                       `json:"geometry_types"`
	Orientation   string                         `json:"orientation"`
	BBox          []float64                      `json:"bbox,omitempty"`
	Covering      map[string]map[string][]string `json:"covering"`
}

func (p *parquetLayer) metadata() string {
	box := map[string][]string{}
	for _, name := range boxNames {
		box[name] = []string{"bbox", name}
	}
	c := geoColumn{Encoding: "WKB", GeometryTypes: p.geometryTypes(), Orientation: "counterclockwise", Covering: map[string]map[string][]string{"bbox": box}}
	if b, ok := layerBound(p.Layer); ok {
		b = orb.Bound{Min: roundPoint(b.Min), Max: roundPoint(b.Max)}
		c.BBox = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	text, err := json.Marshal(geoMetadata{Version: "1.1.0", PrimaryColumn: "geometry", Columns: map[string]geoColumn{"geometry": c}})
	if err != nil {
		panic(err) // plain texts and finite numbers
	}
	return string(text)
}

func (p *parquetLayer) geometryTypes() []string {
	types := []string{}
	for _, row := range p.Rows {
		if row.Geometry != nil && !slices.Contains(types, row.Geometry.GeoJSONType()) {
			types = append(types, row.Geometry.GeoJSONType())
		}
	}
	slices.Sort(types)
	return types
}
