package load

import (
	"io/fs"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// Names of the attributes that the project knows, as columns of the graph.
const (
	ColumnClass    = "class"     // kind of road, as in the data
	ColumnToll     = "toll"      // whether it is paid for
	ColumnRef      = "ref"       // road number
	ColumnSpeedKMH = "speed_kmh" // speed in km/h
)

// Columns says in which column of the file each attribute is; "" means the
// file does not have it.
type Columns struct {
	OneWay   string // see ParseDirection
	Class    string
	Toll     string
	SpeedKMH string
	Ref      string
	LengthKM string   // replaces the length of the shape where it is above 0
	Keep     []string // further columns, under their own names
	Apart    string   // where it is true, the line crosses others without joining: a bridge, a tunnel
}

// Options for [Read] and the readers of single formats. The zero value reads geometry
// only, and decides everything else from the file.
type Options struct {
	FS       fs.FS // nil means the operating system's files
	Encoding string
	Member   string // file inside an archive, layer of a GeoPackage
	CRS      string // coordinate system where the file does not say it; see feature.Options
	Columns  Columns
	// SnapMeters joins end points of lines that are no farther apart; 0 joins
	// only equal coordinates. A line whose two ends become one, and that has
	// no point between them, is left out.
	SnapMeters float64
	// Node joins lines that cross without sharing a vertex, except where
	// Columns.Apart is true, and with SnapMeters also line ends that nearly
	// touch the middle of another line. For data drawn without junctions.
	Node bool
	// Nodes is the file that goes with some formats: coordinates of a DIMACS
	// network (.co), nodes of a TNTP network, the table of nodes of an edge list.
	Nodes string
	// Directed takes the edges of an edge list as one-way; Weight names its
	// column of costs where it has neither coordinates nor lengths.
	Directed bool
	Weight   string
	// Profile says which OSM ways are roads; nil is osm.Highways.
	Profile *osm.Profile
	// Progress is called with the number of bytes read so far.
	Progress func(bytes int64)
}

func (o Options) feature() feature.Options {
	return feature.Options{FS: o.FS, Encoding: o.Encoding, Member: o.Member, CRS: o.CRS, Progress: o.Progress}
}

// named returns graph column names and the file columns that fill them.
func (c Columns) named() (names, sources []string) {
	for _, pair := range [][2]string{
		{ColumnClass, c.Class}, {ColumnToll, c.Toll}, {ColumnRef, c.Ref}, {ColumnSpeedKMH, c.SpeedKMH},
	} {
		if pair[1] != "" {
			names, sources = append(names, pair[0]), append(sources, pair[1])
		}
	}
	return append(names, c.Keep...), append(sources, c.Keep...)
}

// required returns every file column that was asked for.
func (c Columns) required() []string {
	_, sources := c.named()
	for _, name := range []string{c.OneWay, c.LengthKM, c.Apart} {
		if name != "" {
			sources = append(sources, name)
		}
	}
	return sources
}
