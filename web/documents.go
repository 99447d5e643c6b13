package web

import (
	"math"
	"strconv"
	"sync"
)

// documents are the answers that do not depend on the request, each made once.
type documents struct{ study, regions, regionsCSV, counts, routes, roads, flows, congestion, densities, ports, events, openAPI kept }

// kept makes a document when it is first asked for.
type kept struct {
	once sync.Once
	doc  *document
	err  error
}

func (k *kept) get(make func() (*document, error)) (*document, error) {
	k.once.Do(func() { k.doc, k.err = make() })
	return k.doc, k.err
}

// known is a number that may be unknown: NaN, written to JSON as null, to CSV as
// nothing. It has at most six decimals.
type known float64

func (k known) MarshalJSON() ([]byte, error) {
	if text := k.String(); text != "" {
		return []byte(text), nil
	}
	return []byte("null"), nil
}

// String writes the number, or nothing when it is unknown.
func (k known) String() string {
	if math.IsNaN(float64(k)) || math.IsInf(float64(k), 0) {
		return ""
	}
	const most = 1e6
	x := math.Round(float64(k)*most) / most
	return strconv.FormatFloat(x+0, 'f', -1, 64) // + 0 turns -0 into 0
}

// degrees is a position with the resolution of the road graph.
type degrees [2]float64

func (d degrees) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, x := range d {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendFloat(out, math.Round(x*1e7)/1e7, 'f', -1, 64)
	}
	return append(out, ']'), nil
}
