package hotspot

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// values are those of the columns of conditions, in rows that do not meet them; by column.
type values map[string]map[string]bool

func (v *values) add(f feature.Feature, where map[string]string) {
	if *v == nil {
		*v = values{}
	}
	const most = 100 // of a column; more would not be read
	for column := range where {
		if (*v)[column] == nil {
			(*v)[column] = map[string]bool{}
		}
		if text, _ := f.Text(column); len((*v)[column]) < most {
			(*v)[column][text] = true
		}
	}
}

// hint says which condition no row meets, and what its column holds instead.
func (v values) hint(where map[string]string) string {
	if v == nil {
		return "there is no row below the header"
	}
	for _, column := range slices.Sorted(maps.Keys(where)) {
		if v[column][where[column]] {
			continue
		}
		const shown = 8
		held := slices.Sorted(maps.Keys(v[column]))
		more := ""
		if len(held) > shown {
			held, more = held[:shown], ", ..."
		}
		return fmt.Sprintf("look at where: %s is never %q but %s%s", column, where[column], strings.Join(held, ", "), more)
	}
	return "look at where: no row meets all conditions at once"
}
