package engine

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// number is told the number that a column has in a scenario.
type number func(scenario int, x float64)

// scan reads the rows once, in the order of the scenarios, and tells every number that is known
// to the one for its column, if there is one. It needs memory for a shard.
func (s *sweepRows) scan(tell []number) error {
	scenario := 0
	for line, err := range s.dir.Rows() {
		if err != nil {
			return err
		}
		for i, told := range tell {
			var field []byte
			field, line, _ = bytes.Cut(line, []byte{'\t'})
			if told == nil || len(field) == 0 {
				continue
			}
			x, err := strconv.ParseFloat(string(field), 64)
			if err != nil {
				return fmt.Errorf("column %s: %w", s.Columns[i].Name, err)
			}
			if !math.IsNaN(x) {
				told(scenario, x)
			}
		}
		scenario++
	}
	return nil
}

// scenarioValue is what a column has in a scenario.
type scenarioValue struct {
	scenario int
	value    float64
}

// largest returns the scenarios in which a column is largest, at most count of them, the first of
// equals first; those where it is unknown are left out. It reads the rows once and keeps count
// of them.
func (s *sweepRows) largest(column, count int) ([]scenarioValue, error) {
	most := make([]scenarioValue, 0, count+1)
	tell := make([]number, column+1)
	tell[column] = func(scenario int, x float64) {
		if len(most) == count && x <= most[count-1].value {
			return
		}
		at, _ := slices.BinarySearchFunc(most, x, func(m scenarioValue, x float64) int {
			return cmp.Or(cmp.Compare(x, m.value), -1) // behind its equals
		})
		most = slices.Insert(most, at, scenarioValue{scenario, x})
		most = most[:min(len(most), count)]
	}
	return most, s.scan(tell)
}
