package engine

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
)

// VitalLayers returns the layers vital and closures: the single closures, where they are,
// and what is closed together, which is no map.
func (r *Result) VitalLayers(v *Vital) []export.Layer {
	return []export.Layer{r.vitalLayer(v), r.closuresLayer(v)}
}

// vitalLayer returns one row per single closure of a thing that some route uses, worth
// most first.
func (r *Result) vitalLayer(v *Vital) export.Layer {
	s := &sheet{Layer: export.Layer{Name: "vital"}}
	item := func(i int) int { return v.Singles[i].Items[0] }
	s.column(integer("rank", "", "by what the closure is worth"), func(i int) any { return i + 1 })
	flows := func(i int) Flow { return r.Municipalities[item(i)].Flow }
	if v.Spec.By == BySegment {
		s.column(integer("segment", "", "number of the segment in the network"), func(i int) any { return item(i) })
		s.column(text(load.ColumnRef, "as in the road data"), func(i int) any { return r.segmentRef(item(i)) })
		flows = func(i int) Flow { return r.Segments[item(i)] }
	} else {
		s.column(text("code", "municipality (CVEGEO)"), func(i int) any { return r.Regions.Regions[item(i)].Code })
		s.column(text("name", "its name"), func(i int) any { return r.regionName(item(i)) })
		s.column(text("state", "its state"), func(i int) any { return r.regionState(item(i)) })
	}
	s.column(integer("routes", "routes", "origins whose route passes while it is open"), func(i int) any { return flows(i).Routes })
	s.column(share("flow", "sum of the shares of those origins; each layer sends 1"), func(i int) any { return flows(i).Share })
	r.closureColumns(s, v, func(i int) Closure { return v.Singles[i] })
	return s.layer(len(v.Singles), nil, func(i int) orb.Geometry { return r.vitalGeometry(v, item(i)) })
}

// closuresLayer returns the steps of the greedy closures, and the best set, a row each.
func (r *Result) closuresLayer(v *Vital) export.Layer {
	rows := v.Greedy
	if v.Exact != nil {
		rows = append(rows[:len(rows):len(rows)], *v.Exact)
	}
	exact := func(i int) bool { return i >= len(v.Greedy) }
	s := &sheet{Layer: export.Layer{Name: "closures"}}
	s.column(text("method", "greedy: what is then worth most is closed, one after the other; exact: the best set"), func(i int) any {
		return map[bool]string{true: "exact", false: "greedy"}[exact(i)]
	})
	s.column(integer("closed", "", "number of things that are closed"), func(i int) any { return len(rows[i].Items) })
	s.column(text("items", "codes or numbers of what is closed, in the order in which it was found"), func(i int) any {
		var names []string
		for _, item := range rows[i].Items {
			names = append(names, r.VitalID(v, item))
		}
		return strings.Join(names, " ")
	})
	r.closureColumns(s, v, func(i int) Closure { return rows[i] })
	worth := r.worthColumn(v)
	worth.Name, worth.Meaning = "bound", "no set of as many is worth more; empty where that is not known"
	s.column(worth, func(i int) any {
		if !exact(i) {
			return nil
		}
		return v.Bound
	})
	return s.layer(len(rows), nil, nil)
}

// VitalID is the code of a municipality that was closed, or the number of a segment.
func (r *Result) VitalID(v *Vital, item int) string {
	if v.Spec.By == BySegment {
		return strconv.Itoa(item)
	}
	return r.Regions.Regions[item].Code
}

func (r *Result) worthColumn(v *Vital) export.Column {
	if v.Spec.Objective == ByFlow {
		return share("met", "part of the flow whose route it meets")
	}
	c := r.costColumn()
	c.Name, c.Meaning = "extra_"+c.Name, "what it adds to the cost of a route, mean over the flow"
	return c
}

// closureColumns are the same for single closures and for sets.
func (r *Result) closureColumns(s *sheet, v *Vital, of func(i int) Closure) {
	s.column(r.worthColumn(v), func(i int) any { return of(i).Worth })
	if v.Spec.Objective != ByFlow {
		detours := r.worthColumn(v)
		detours.Name, detours.Meaning = "detours_"+r.costColumn().Name, "the part of that which origins pay that keep a way"
		s.column(detours, func(i int) any { return of(i).Detours })
	}
	s.column(integer("longer", "routes", "origins that keep a way at a higher cost, or are met"), func(i int) any { return of(i).Longer })
	if v.Spec.Objective != ByFlow {
		s.column(integer("cut_off", "routes", "origins left without a way, or with one at the price of that"), func(i int) any { return of(i).CutOff })
		s.column(share("cut_off_flow", "sum of their shares"), func(i int) any { return of(i).CutOffShare })
	}
	if v.Spec.By != BySegment {
		s.column(integer("inside", "origins", "origins in what is closed, to whom it stays open"), func(i int) any { return of(i).Inside })
	}
}

func (r *Result) vitalGeometry(v *Vital, item int) orb.Geometry {
	if v.Spec.By == BySegment {
		id := graph.SegmentID(item)
		return r.Roads.Graph.AppendLine(nil, graph.Span{Segment: id, ToMeters: r.Roads.Graph.LengthMeters(id)})
	}
	return r.regionGeometry(item)
}
