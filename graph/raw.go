package graph

import (
	"errors"
	"fmt"
	"math"
	"unsafe"
)

// Raw is a network as its arrays, for code that stores networks. It shares
// memory with the network: nothing in it may be modified.
type Raw struct {
	Nodes    []Point  // per node; empty without coordinates
	FirstOut []ArcID  // nodes + 1: arcs of node n are FirstOut[n] .. FirstOut[n+1]-1
	Head     []NodeID // per arc
	Ref      []int32  // per arc: segment<<1, | 1 when it runs against the segment
	FirstIn  []int32  // nodes + 1: arcs into node n are InArc[FirstIn[n]:FirstIn[n+1]]
	InArc    []ArcID  // arcs by head, ascending

	Ends       [][2]NodeID // per segment: from, to
	Length     []float64   // per segment, metres
	FirstPoint []int32     // segments + 1, into Shape; empty without coordinates
	Shape      []Point
	Columns    []RawColumn
}

// RawColumn is a [Column] as its arrays.
type RawColumn struct {
	Name    string
	Codes   []int32   // per segment, into Values
	Values  []string  // Values[0] is ""
	Numbers []float64 // per value; NaN when it is no number
}

// Raw returns the arrays of the network.
func (g *Graph) Raw() Raw {
	r := Raw{
		Nodes: g.nodes, FirstOut: g.firstOut, Head: g.head, Ref: recast[arcRef, int32](g.ref),
		FirstIn: g.firstIn, InArc: g.inArc,
		Ends: g.ends, Length: g.length, FirstPoint: g.firstPoint, Shape: g.shape,
	}
	for _, c := range g.columns {
		r.Columns = append(r.Columns, RawColumn{c.name, c.codes, c.values, c.number})
	}
	return r
}

// UncheckedFromRaw makes a network of arrays that [Graph.Raw] gave, in no time.
// With any others the network may panic or answer nonsense later.
func UncheckedFromRaw(r Raw) *Graph {
	g := &Graph{
		nodes: r.Nodes, firstOut: r.FirstOut, head: r.Head, ref: recast[int32, arcRef](r.Ref),
		firstIn: r.FirstIn, inArc: r.InArc,
		ends: r.Ends, length: r.Length, firstPoint: r.FirstPoint, shape: r.Shape,
	}
	for _, c := range r.Columns {
		g.columns = append(g.columns, &Column{name: c.Name, codes: c.Codes, values: c.Values, number: c.Numbers})
	}
	return g
}

// FromRaw makes a network of arrays from anywhere. It checks, in linear time,
// all that the methods of [Graph] rely on, and says what is wrong.
func FromRaw(r Raw) (*Graph, error) {
	for _, check := range []func(Raw) error{Raw.checkSizes, Raw.checkArcs, Raw.checkSegments, Raw.checkColumns} {
		if err := check(r); err != nil {
			return nil, err
		}
	}
	return UncheckedFromRaw(r), nil
}

// recast views a slice of one 4-byte integer type as another.
func recast[From, To ~int32](s []From) []To {
	return unsafe.Slice((*To)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

func (r Raw) checkSizes() error {
	nodes, arcs, segments := len(r.FirstOut)-1, len(r.Head), len(r.Ends)
	switch {
	case nodes < 0 || nodes >= math.MaxInt32 || len(r.FirstIn) != nodes+1:
		return errors.New("node arrays differ in length")
	case arcs > math.MaxInt32 || len(r.Ref) != arcs || len(r.InArc) != arcs:
		return errors.New("arc arrays differ in length")
	case segments > 1<<30 || len(r.Length) != segments:
		return errors.New("segment arrays differ in length")
	case len(r.Nodes) == 0 && len(r.FirstPoint) == 0 && len(r.Shape) == 0:
		return nil
	case len(r.Nodes) != nodes || len(r.FirstPoint) != segments+1 || len(r.Shape) > math.MaxInt32:
		return errors.New("coordinates are missing for some nodes or segments")
	}
	return nil
}

// checkRows verifies the offsets of compressed rows over a number of items.
func checkRows[T ~int32](first []T, items int, least T) error {
	if first[0] != 0 || int(first[len(first)-1]) != items {
		return errors.New("offsets do not span the array")
	}
	for i := 1; i < len(first); i++ {
		if first[i] < first[i-1] || first[i]-first[i-1] < least {
			return fmt.Errorf("offset %d is out of order", i)
		}
	}
	return nil
}

func (r Raw) checkArcs() error {
	if err := checkRows(r.FirstOut, len(r.Head), 0); err != nil {
		return fmt.Errorf("arcs: %w", err)
	}
	if err := checkRows(r.FirstIn, len(r.Head), 0); err != nil {
		return fmt.Errorf("arcs by head: %w", err)
	}
	for n := range len(r.FirstOut) - 1 {
		for a := r.FirstOut[n]; a < r.FirstOut[n+1]; a++ {
			s := r.Ref[a] >> 1
			if s < 0 || int(s) >= len(r.Ends) || r.Ends[s][r.Ref[a]&1] != NodeID(n) || r.Ends[s][1-r.Ref[a]&1] != r.Head[a] {
				return fmt.Errorf("arc %d is none of its segment's", a)
			}
		}
		last := ArcID(None)
		for _, a := range r.InArc[r.FirstIn[n]:r.FirstIn[n+1]] {
			if a <= last || int(a) >= len(r.Head) || r.Head[a] != NodeID(n) {
				return fmt.Errorf("arc %d is no arc into node %d", a, n)
			}
			last = a
		}
	}
	return nil
}

func (r Raw) checkSegments() error {
	nodes := len(r.FirstOut) - 1
	for s, ends := range r.Ends {
		if uint32(ends[0]) >= uint32(nodes) || uint32(ends[1]) >= uint32(nodes) {
			return fmt.Errorf("segment %d names a node that does not exist", s)
		}
		if length := r.Length[s]; !(length >= 0) || math.IsInf(length, 1) {
			return fmt.Errorf("segment %d has length %v", s, length)
		}
	}
	if len(r.FirstPoint) == 0 {
		return nil
	}
	if err := checkRows(r.FirstPoint, len(r.Shape), 2); err != nil {
		return fmt.Errorf("shapes: %w", err)
	}
	return nil
}

func (r Raw) checkColumns() error {
	for _, c := range r.Columns {
		if len(c.Codes) != len(r.Ends) || len(c.Values) == 0 || len(c.Numbers) != len(c.Values) {
			return fmt.Errorf("column %q has arrays of the wrong length", c.Name)
		}
		for s, code := range c.Codes {
			if uint32(code) >= uint32(len(c.Values)) {
				return fmt.Errorf("column %q has no value %d, of segment %d", c.Name, code, s)
			}
		}
	}
	return nil
}
