package violence

import (
	"errors"
	"fmt"
)

// Metro gives the municipalities of a metropolitan area one rate, that of the
// area: its events over its inhabitants. People are killed, found and registered
// across the borders within a city. Counts stay where they are, so no total changes.
type Metro struct{ Areas *Areas }

// Name is metro.
func (Metro) Name() string { return "metro" }

func (m Metro) apply(t *Table, c *Change) error {
	if m.Areas == nil || len(m.Areas.ids) == 0 {
		return errors.New("there are no metropolitan areas")
	}
	t.areas = m.Areas
	areas, members := 0, 0
	for _, id := range m.Areas.ids {
		here := 0
		for _, code := range m.Areas.members[id] {
			if t.Has(code) {
				here++
			}
		}
		if here > 1 {
			areas++
			members += here
		}
	}
	c.What = fmt.Sprintf("%d municipalities have the rate of their metropolitan area, of which there are %d", members, areas)
	c.note("counts stay in their municipalities")
	return nil
}
