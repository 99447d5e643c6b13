package feature

import "strconv"

// note is a kind of warning. With a noun it is printed with its count.
type note struct {
	noun, text string
}

var (
	noteFallback    = note{"value", " not UTF-8: read as "}
	noteNoRows      = note{"", "no rows below the header"}
	noteNoFeatures  = note{"", "no features in the file"}
	noteDeleted     = note{"row", " marked as deleted in the .dbf: left out"}
	noteMissingRow  = note{"row", " of the .dbf missing: the features have no values"}
	noteExtraRow    = note{"row", " of the .dbf without a shape: left out"}
	noteOrphanHole  = note{"hole", " in no outer ring: made polygons of their own"}
	noteNoTable     = note{"", "no .dbf: the features have no values"}
	noteNoPRJ       = note{"", "no .prj: coordinates taken as WGS84 degrees"}
	noteOtherPRJ    = note{"", "the .prj is passed over for the system asked for"}
	noteShxDamaged  = note{"", "the .shx does not fit the .shp: records read in file order"}
	noteTrailing    = note{"byte", " after the end of the .shp: left out"}
	noteWAL         = note{"", "another program has changes to the GeoPackage in its -wal file: they are not read"}
	noteNoSystem    = note{"", "no coordinate system in the GeoPackage: coordinates taken as WGS84 degrees"}
	noteOtherSystem = note{"feature", " in another coordinate system than the layer's, which is used"}
	noteFootnote    = note{"row", " with a single value, a note below the table: left out"}
	noteNullShape   = note{"feature", " without geometry"}
)

// notes counts the warnings of one file in order of first appearance.
type notes struct {
	kinds []note
	count []int
}

func (n *notes) add(kind note, times int) {
	for i, k := range n.kinds {
		if k == kind {
			n.count[i] += times
			return
		}
	}
	n.kinds = append(n.kinds, kind)
	n.count = append(n.count, times)
}

func (n *notes) lines() []string {
	var out []string
	for i, k := range n.kinds {
		if k.noun == "" {
			out = append(out, oneLine(k.text))
			continue
		}
		line := strconv.Itoa(n.count[i]) + " " + k.noun
		if n.count[i] != 1 {
			line += "s"
		}
		out = append(out, oneLine(line+k.text))
	}
	return out
}
