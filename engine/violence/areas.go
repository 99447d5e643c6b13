package violence

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Areas are metropolitan areas: sets of municipalities. Immutable.
type Areas struct {
	ids     []string
	names   map[string]string
	members map[string][]string // in the order of the table, the main one first
	of      map[string]string   // municipality -> area
	Files   []feature.FileHash
}

// ReadAreas reads a table with the columns area (an id), name and cvegeo, a row
// for each municipality; the first of an area is its main one. A municipality in
// two areas is an error with its line.
func ReadAreas(ctx context.Context, path string, fsys fs.FS) (*Areas, error) {
	reader, err := feature.Open(path, feature.Options{FS: fsys, Lon: "-"})
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns("area", "name", "cvegeo"); err != nil {
		return nil, err
	}
	a := &Areas{names: map[string]string{}, members: map[string][]string{}, of: map[string]string{}}
	for f, err := range reader.All() {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = a.add(f)
		}
		if err != nil {
			return nil, err
		}
	}
	a.Files = reader.Files()
	return a, nil
}

func (a *Areas) add(f feature.Feature) error {
	code, _, err := f.Code("cvegeo")
	if err != nil {
		return err
	}
	id, ok := f.Text("area")
	if !ok || feature.IsCode(id) {
		return located(f, "area", fmt.Errorf("%q cannot name an area; write a word such as culiacan", id))
	}
	if other, twice := a.of[code]; twice {
		return located(f, "cvegeo", fmt.Errorf("municipality %s is in the area %s already", code, other))
	}
	if len(a.members[id]) == 0 {
		a.ids = append(a.ids, id)
		a.names[id], _ = f.Text("name")
	}
	a.members[id] = append(a.members[id], code)
	a.of[code] = id
	return nil
}

// areaOf returns the area of a municipality, "" outside all.
func (a *Areas) areaOf(code string) string {
	if a == nil {
		return ""
	}
	return a.of[code]
}
