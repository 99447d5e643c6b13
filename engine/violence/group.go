package violence

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Group is a set of municipalities that are added up.
type Group struct {
	ID    string // "" for the nation; a state's two digits; an area's id; a code
	Name  string
	Codes []string // ascending
}

// Gazetteer names places and gives them inhabitants and an area. Immutable.
type Gazetteer struct {
	Areas  *Areas // metropolitan areas; nil for none
	places map[string]Place
	states map[string]string // two digits -> name
}

// Columns of a gazetteer, in the order in which they are tried.
var (
	placeNames      = []string{"name", "municipality", "nombre"}
	placeStates     = []string{"state", "estado"}
	placeAreas      = []string{"area_km2"}
	placePopulation = []string{"population", "population_2010", "pop"}
)

// ReadGazetteer reads a table of municipalities: a code, and what it has of name,
// state, area_km2 and population. Empty cells are unknown.
func ReadGazetteer(ctx context.Context, path string, fsys fs.FS) (*Gazetteer, error) {
	reader, err := feature.Open(path, feature.Options{FS: fsys, Lon: "-"})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	columns := reader.Columns()
	find := func(names []string) string {
		for _, name := range names {
			if slices.Contains(columns, name) {
				return name
			}
		}
		return ""
	}
	code := find(codeNames)
	if code == "" {
		return nil, &feature.Error{File: path, Err: errors.New("no column of municipality codes"), Hint: "call it cvegeo"}
	}
	g := &Gazetteer{places: map[string]Place{}, states: map[string]string{}}
	for f, err := range reader.All() {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, err
		}
		p := Place{}
		if p.Code, _, err = f.Code(code); err != nil {
			return nil, err
		}
		p.Name, _ = f.Text(find(placeNames))
		p.State, _ = f.Text(find(placeStates))
		if p.AreaKM2, err = count(f, find(placeAreas)); err != nil {
			return nil, err
		}
		if p.Population, err = count(f, find(placePopulation)); err != nil {
			return nil, err
		}
		g.places[p.Code] = p
		if p.State != "" {
			g.states[stateOf(p.Code)] = p.State
		}
	}
	return g, nil
}

// Place returns what is known of a municipality, and false when nothing is.
func (g *Gazetteer) Place(code string) (Place, bool) {
	p, ok := g.places[code]
	return p, ok
}

// Codes returns the municipalities, ascending.
func (g *Gazetteer) Codes() []string { return slices.Sorted(maps.Keys(g.places)) }

// Name returns "Culiacán, Sinaloa", or the code of a place that is not known.
func (g *Gazetteer) Name(code string) string {
	if p, ok := g.places[code]; ok && p.Name != "" {
		if p.State != "" {
			return p.Name + ", " + p.State
		}
		return p.Name
	}
	if strings.HasSuffix(code, unknownMunicipality) && len(code) == 5 {
		return "unknown municipality, " + g.stateName(stateOf(code))
	}
	return code
}

// stateName returns the name of a state by its two digits, or these.
func (g *Gazetteer) stateName(digits string) string {
	if name := g.states[digits]; name != "" {
		return name
	}
	return digits
}

// Groups sorts municipalities into groups of a level, in the order of their ids.
// The groups hold each code once. At level Area, municipalities outside the areas
// are groups of their own.
func (g *Gazetteer) Groups(level Level, codes []string) []Group {
	groups := map[string]*Group{}
	var ids []string
	for _, code := range slices.Sorted(slices.Values(codes)) {
		id := level.key(code)
		if area := g.Areas.areaOf(code); level == Area && area != "" {
			id = area
		}
		if groups[id] == nil {
			groups[id] = &Group{ID: id, Name: g.groupName(level, id)}
			ids = append(ids, id)
		}
		groups[id].Codes = append(groups[id].Codes, code)
	}
	slices.Sort(ids)
	out := make([]Group, len(ids))
	for i, id := range ids {
		out[i] = *groups[id]
	}
	return out
}

func (g *Gazetteer) groupName(level Level, id string) string {
	switch {
	case level == National:
		return "nation"
	case level == State:
		return g.stateName(id)
	case level == Area && !feature.IsCode(id):
		return g.Areas.names[id]
	}
	return g.Name(id)
}

// Select returns the groups of a level that names pick out of codes: a municipality
// by its code or name, a state by its two digits or name, an area by its id or name.
// Upper and lower case and accents do not matter. A name that picks nothing, or
// several municipalities, is an error that lists them.
func (g *Gazetteer) Select(names []string, level Level, codes []string) ([]Group, error) {
	var picked []Group
	groups := g.Groups(level, codes)
	for _, name := range names {
		found := named(groups, name)
		switch len(found) {
		case 0:
			return nil, fmt.Errorf("no %v %q in the table", level, name)
		case 1:
			picked = append(picked, found[0])
		default:
			list := make([]string, len(found))
			for i, group := range found {
				list[i] = group.ID + " " + group.Name
			}
			return nil, fmt.Errorf("%q is the name of several: %s; give the code", name, strings.Join(list, "; "))
		}
	}
	return picked, nil
}

// named finds groups by id, else by their whole name, else by the name without the
// state.
func named(groups []Group, name string) []Group {
	for _, match := range []func(Group) bool{
		func(g Group) bool { return g.ID == name },
		func(g Group) bool { return name != "" && g.ID == "0"+name }, // a table program has dropped the zero
		func(g Group) bool { return Folded(g.Name) == Folded(name) },
		func(g Group) bool {
			short, _, _ := strings.Cut(g.Name, ", ")
			return Folded(short) == Folded(name)
		},
	} {
		var found []Group
		for _, g := range groups {
			if match(g) {
				found = append(found, g)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
