package exposure

import "math/bits"

// Set is a set of municipalities by their index, as bits.
type Set []uint64

// NewSet returns an empty set for n municipalities.
func NewSet(n int) Set { return make(Set, (n+63)/64) }

// Add puts a municipality into the set.
func (s Set) Add(i int) { s[i>>6] |= 1 << (i & 63) }

// Has reports whether a municipality is in the set.
func (s Set) Has(i int) bool { return s[i>>6]>>(i&63)&1 == 1 }

// Union puts all of another set, made for as many, into this one.
func (s Set) Union(other Set) {
	for k, word := range other {
		s[k] |= word
	}
}

// Len returns how many municipalities are in the set.
func (s Set) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// each calls visit with the members in ascending order.
func (s Set) each(visit func(i int)) {
	for k, word := range s {
		for ; word != 0; word &= word - 1 {
			visit(k<<6 + bits.TrailingZeros64(word))
		}
	}
}
