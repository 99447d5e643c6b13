package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// options are those of Options that only some formats have a use for, by the
// names that a study and the command line share.
const (
	optionSnap     = "snap"
	optionNode     = "node"
	optionNodes    = "nodes"
	optionDirected = "directed"
	optionWeight   = "weight"
	optionProfile  = "profile"
	optionCRS      = "crs"
	optionColumns  = "columns"
)

// used says which of them a format looks at.
var used = map[format][]string{
	formatLines:  {optionSnap, optionNode, optionCRS, optionColumns},
	formatOSM:    {optionProfile},
	formatDIMACS: {optionNodes},
	formatTNTP:   {optionNodes},
	formatMATLAB: {},
	formatEdges:  {optionNodes, optionDirected, optionWeight, optionCRS, optionColumns},
}

func (f format) String() string {
	return [...]string{"a layer of lines", "OpenStreetMap data", "a DIMACS network", "a TNTP network", "a MATLAB network", "a list of edges"}[f]
}

// Given names the options that were set and that some formats have no use for.
func (o Options) Given() (names []string) {
	columns := o.Columns
	columns.Keep = nil // of formats with columns of their own: all are kept
	for _, option := range []struct {
		name  string
		given bool
	}{
		{optionSnap, o.SnapMeters != 0}, {optionNode, o.Node}, {optionNodes, o.Nodes != ""}, {optionDirected, o.Directed}, {optionWeight, o.Weight != ""},
		{optionProfile, o.Profile != nil}, {optionCRS, o.CRS != ""}, {optionColumns, len(columns.required()) > 0},
	} {
		if option.given {
			names = append(names, option.name)
		}
	}
	return names
}

// unused names the options that were given in vain, as one warning or none.
func (o Options) unused(f format) []string {
	names := slices.DeleteFunc(o.Given(), func(name string) bool { return slices.Contains(used[f], name) })
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s has no use for: %s", f, strings.Join(names, ", "))}
}

// checkKept finds a column to keep that a format with columns of its own lacks.
func checkKept(g *graph.Graph, path string, keep []string) error {
	var have []string
	for c := range g.Columns() {
		have = append(have, c.Name())
	}
	for _, name := range keep {
		if !slices.Contains(have, name) {
			return &Error{File: path, Column: name, Err: feature.ErrColumn, Hint: "the columns are " + strings.Join(have, ", ")}
		}
	}
	return nil
}
