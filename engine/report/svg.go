package report

import (
	"math"
	"strconv"
)

// width is that of every picture, in its own units.
const width = 720

// short writes a coordinate with one decimal.
func short(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	if n := len(s) - 2; s[n:] == ".0" {
		s = s[:n]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// ticks are round values from 0 to at least top, three to six of them.
func ticks(top float64) []float64 {
	if !(top > 0) || math.IsInf(top, 0) {
		return []float64{0, 1}
	}
	step := math.Pow(10, math.Floor(math.Log10(top)))
	for _, part := range []float64{0.2, 0.5, 1} {
		if top/(step*part) <= 5 {
			step *= part
			break
		}
	}
	var list []float64
	for i := 0; ; i++ {
		list = append(list, float64(i)*step)
		if float64(i)*step >= top {
			return list
		}
	}
}

// number writes a tick or a value with the digits that it needs.
func number(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }
