package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/graph/load/osm"
)

// roadFlags choose how a road file is read.
type roadFlags struct {
	snap                     float64
	node, directed           bool
	oneWay, member, encoding string
	apart, coords, profile   string
	crs, weight              string
	keep                     []string
	columns                  map[string]string
}

func (r *roadFlags) register(c *cobra.Command) {
	c.Flags().Float64Var(&r.snap, "snap", 0, "join line ends that are at most this many `metres` apart, up to 1000")
	c.Flags().BoolVar(&r.node, "node", false, "join lines that cross without a shared vertex; with --snap also ends that nearly touch a line")
	c.Flags().StringVar(&r.crs, "crs", "", "coordinate `system` where the file does not say it, such as EPSG:6372 or a .prj (default: degrees, WGS84)")
	c.Flags().StringVar(&r.coords, "coords", "", "`file` of nodes that goes with the network: DIMACS .co, TNTP nodes, table of id,lon,lat")
	c.Flags().BoolVar(&r.directed, "directed", false, "edges of a list lead from its first node to its second only")
	c.Flags().StringVar(&r.weight, "weight", "", "`column` of costs, for a list of edges that has neither lengths nor coordinates")
	c.Flags().StringVar(&r.profile, "profile", "", "OSM: which ways are roads: highways, car, or a YAML `file` (default highways)")
	c.Flags().StringToStringVar(&r.columns, "columns", nil, "columns of the file, as `name=COLUMN`, such as class=TIPO,toll=CUOTA; names: "+strings.Join(mappedNames(), ", "))
	c.Flags().Lookup("columns").DefValue = "" // instead of []
	c.Flags().StringVar(&r.apart, "apart", "", "`column` that is true for bridges and tunnels, which --node leaves alone")
	c.Flags().StringVar(&r.oneWay, "oneway", "", "`column` that says which way a line may be travelled")
	c.Flags().StringSliceVar(&r.keep, "keep", nil, "further `columns` to keep, for formulas and outputs, such as ref,toll")
	c.Flags().StringVar(&r.member, "member", "", "`file` to read inside an archive, or layer of a GeoPackage")
	c.Flags().StringVar(&r.encoding, "encoding", "", "`encoding` of text, such as latin1 (default: by the file)")
}

// mapped are the attributes that --columns may map.
func mapped(c *engine.RoadColumns) map[string]*string {
	return map[string]*string{"class": &c.Class, "toll": &c.Toll, "ref": &c.Ref, "speed_kmh": &c.SpeedKMH, "length_km": &c.LengthKM}
}

func mappedNames() []string { return slices.Sorted(maps.Keys(mapped(&engine.RoadColumns{}))) }

// roadColumns are all columns that the flags name.
func (r *roadFlags) roadColumns() (engine.RoadColumns, error) {
	c := engine.RoadColumns{OneWay: r.oneWay, Keep: r.keep, Apart: r.apart}
	if !(r.snap >= 0 && r.snap <= 1000) { // as in a study
		return c, usageError{fmt.Errorf("--snap is %g; write metres from 0 to 1000", r.snap)}
	}
	targets := mapped(&c)
	for _, name := range slices.Sorted(maps.Keys(r.columns)) {
		target, known := targets[name]
		if !known {
			return c, usageError{fmt.Errorf("--columns has %q; it maps %s. Any other column is kept by --keep", name, strings.Join(mappedNames(), ", "))}
		}
		*target = r.columns[name]
	}
	return c, nil
}

// options are those of a reader.
func (r *roadFlags) options() (load.Options, error) {
	columns, err := r.roadColumns()
	if err != nil {
		return load.Options{}, err
	}
	profile, ok := engine.NamedProfile(r.profile)
	if !ok {
		if profile, err = osm.ReadProfile(r.profile, feature.Options{}); err != nil {
			return load.Options{}, err
		}
	}
	return load.Options{
		SnapMeters: r.snap, Node: r.node, Member: r.member, Encoding: r.encoding, Nodes: r.coords, CRS: r.crs, Profile: profile,
		Directed: r.directed, Weight: r.weight, Columns: load.Columns(columns),
	}, nil
}

// at is a road file as a study names it.
func (r *roadFlags) at(file string) (engine.Roads, error) {
	columns, err := r.roadColumns()
	if err != nil {
		return engine.Roads{}, err
	}
	roads := engine.Roads{Member: r.member, Encoding: r.encoding, SnapMeters: r.snap, Node: r.node, Directed: r.directed, Weight: r.weight, Columns: columns}
	for _, path := range []struct {
		to   *string
		name string
		file bool
	}{
		{&roads.File, file, true}, {&roads.Nodes, r.coords, r.coords != ""},
		{&roads.CRS, r.crs, strings.EqualFold(filepath.Ext(r.crs), ".prj")}, {&roads.Profile, r.profile, isFile(r.profile)},
	} {
		*path.to = path.name
		if path.file { // a study looks beside itself
			if *path.to, err = filepath.Abs(path.name); err != nil {
				return roads, err
			}
		}
	}
	return roads, nil
}

// isFile reports whether a profile is none of those with a name.
func isFile(profile string) bool {
	_, named := engine.NamedProfile(profile)
	return !named
}
