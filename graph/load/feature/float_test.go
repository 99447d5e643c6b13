package feature

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// scanFloat must agree with strconv to the last bit.
func TestScanFloat(t *testing.T) {
	for _, s := range []string{"0", "-0", "0.1", "-99.133209", "123456789012345", "1234567890123456", "0.000000000000001",
		"9007199254740993", "1e22", "1E-5", "5e-324", "1e999", "-1e999", "1.7976931348623157e308", "100000000000000000000000",
		"0.30000000000000004", "123456789.123456789123456789"} {
		checkFloat(t, s)
	}
	const seed = 20150601 // any; printed by a failure
	random := rand.New(rand.NewPCG(seed, 0))
	for range 200_000 {
		v := math.Float64frombits(random.Uint64())
		if v-v != 0 {
			continue
		}
		checkFloat(t, strconv.FormatFloat(v, 'g', -1, 64))
		lon := -180 + 360*random.Float64()
		checkFloat(t, strconv.FormatFloat(lon, 'f', random.IntN(18), 64))
		checkFloat(t, fmt.Sprintf("%d.%0*d", random.IntN(1000), 1+random.IntN(16), random.IntN(1e9)))
	}
	for _, s := range []string{"", "-", "+1", ".5", "1.", "01", "-01", "1e", "1e+", "NaN", "Infinity", "a"} {
		if _, n := scanFloat([]byte(s)); n != 0 {
			t.Errorf("%q: %d bytes taken, want none", s, n)
		}
	}
}

func checkFloat(t *testing.T, s string) {
	t.Helper()
	want, _ := strconv.ParseFloat(s, 64)
	got, n := scanFloat([]byte(s + ","))
	if math.Float64bits(got) != math.Float64bits(want) || n != len(s) {
		t.Errorf("%s: %v of %d bytes, want %v of %d", s, got, n, want, len(s))
	}
}
