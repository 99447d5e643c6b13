package violence

import (
	"fmt"
	"maps"
	"slices"
)

// Recode gives the counts and inhabitants of municipalities to others: those
// they were split from, so that years and files compare.
type Recode struct {
	Codes map[string]string // from -> to
	// Why is added to the account, such as "frame of 2010".
	Why string
}

// MexicoFrame leads later municipalities back to the 2,454 of the homicide files:
// San Ignacio Cerro Gordo (2005) was split from Arandas, Tulum (2008) from
// Solidaridad, Bacalar (2011) from Othón P. Blanco.
func MexicoFrame() Recode {
	return Recode{Codes: map[string]string{"14125": "14008", "23009": "23008", "23010": "23004"}, Why: "to the frame of the homicide files"}
}

// Name is recode.
func (Recode) Name() string { return "recode" }

func (r Recode) apply(t *Table, c *Change) error {
	c.What = "municipality codes replaced"
	if r.Why != "" {
		c.What += " " + r.Why
	}
	found := 0
	rows := t.index
	t.index = make(map[string]int, len(rows))
	for code, row := range rows {
		if _, replaced := r.Codes[code]; !replaced {
			t.index[code] = row
		}
	}
	for _, from := range slices.Sorted(maps.Keys(r.Codes)) {
		c.What += fmt.Sprintf(", %s to %s", from, r.Codes[from])
		if row, ok := rows[from]; ok {
			found++
			t.give(row, r.Codes[from])
		}
	}
	c.note("%d of %d codes are in the table", found, len(r.Codes))
	return nil
}

// give adds a row to that of another municipality, or makes it that.
func (t *Table) give(row int, to string) {
	other, ok := t.index[to]
	if !ok {
		t.index[to] = row
		return
	}
	for step := range t.steps {
		from, at := row*t.steps+step, other*t.steps+step
		t.present[at] = t.present[at] || t.present[from]
		t.population[at] = addKnown(t.population[at], t.population[from])
		for k := range t.series {
			s := &t.series[k]
			s.values[at] = addKnown(s.values[at], s.values[from])
			if s.late != nil {
				s.late[at] += s.late[from]
			}
		}
	}
	for i := range t.undated {
		if t.undated[i].row == row {
			t.undated[i].row = other
		}
	}
}
