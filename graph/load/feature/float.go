package feature

import (
	"strconv"
	"unsafe"
)

// Powers of ten that a float64 holds exactly.
var exactPower = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// scanFloat reads the JSON number b begins with and returns it with its length,
// which is 0 when there is none. The value is the one of strconv.ParseFloat,
// infinite when out of range. A number of at most 15 digits is one exact
// integer divided by one exact power of ten, hence correctly rounded (Clinger,
// PLDI 1990, doi:10.1145/93542.93557); others go to strconv.
func scanFloat(b []byte) (v float64, n int) {
	i := 0
	negative := i < len(b) && b[i] == '-'
	if negative {
		i++
	}
	var mantissa uint64
	digits := i
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		mantissa = mantissa*10 + uint64(b[i]-'0')
	}
	whole := i - digits
	if whole == 0 || whole > 1 && b[digits] == '0' {
		return 0, 0
	}
	decimals := 0
	if i < len(b) && b[i] == '.' {
		point := i
		for i++; i < len(b) && b[i]-'0' <= 9; i++ {
			mantissa = mantissa*10 + uint64(b[i]-'0')
		}
		if decimals = i - point - 1; decimals == 0 {
			return 0, 0
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		return scanExponent(b, i)
	}
	if whole+decimals > 15 {
		return parseFloat(b[:i]), i
	}
	v = float64(mantissa) / exactPower[decimals]
	if negative {
		v = -v
	}
	return v, i
}

// scanExponent finishes a number whose exponent begins at b[i].
func scanExponent(b []byte, i int) (v float64, n int) {
	i++
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		i++
	}
	digits := i
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i == digits {
		return 0, 0
	}
	return parseFloat(b[:i]), i
}

func parseFloat(b []byte) float64 {
	// The string lives only during the call and ParseFloat keeps none of it.
	v, _ := strconv.ParseFloat(unsafe.String(&b[0], len(b)), 64)
	return v
}
