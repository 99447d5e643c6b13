package engine

import (
	"cmp"
	"fmt"
	"math"
)

// Defaults of [Access], in kilometres.
const (
	defaultMaxKM     = 150
	defaultWarnKM    = 25
	defaultPortMaxKM = 15
)

func compareText(a, b string) int { return cmp.Compare(a, b) }

func (a Access) maxMeters() float64     { return 1000 * cmp.Or(a.MaxKM, defaultMaxKM) }
func (a Access) portMaxMeters() float64 { return 1000 * cmp.Or(a.PortMaxKM, defaultPortMaxKM) }
func (a Access) warnMeters() float64    { return 1000 * cmp.Or(a.WarnKM, defaultWarnKM) }

// noteAccess counts what is far from the road that it uses.
func (r *run) noteAccess() {
	var far, none, nowhere, ports tally
	for _, o := range r.Origins {
		name := fmt.Sprintf("%s %s %s (%.0f km)", o.Layer, o.Code, o.Name, o.Place.AccessMeters/1000)
		switch {
		case math.IsInf(o.Place.AccessMeters, 1):
			nowhere.add(fmt.Sprintf("%s %s %s", o.Layer, o.Code, o.Name))
		case o.Place.AccessMeters > r.Study.Access.maxMeters():
			none.add(name)
		case o.Place.AccessMeters > r.Study.Access.warnMeters():
			far.add(name)
		}
	}
	for _, p := range r.Ports {
		if p.Place.AccessMeters > r.Study.Access.portMaxMeters() {
			ports.add(fmt.Sprintf("%s %s (%.0f km)", p.ID, p.Name, p.Place.AccessMeters/1000))
		}
	}
	r.warnTally("origins", "origins without a position, not routed", nowhere)
	r.warnTally("origins", fmt.Sprintf("origins more than %g km from a road, not routed", r.Study.Access.maxMeters()/1000), none)
	r.warnTally("origins", fmt.Sprintf("origins more than %g km from the road they use", r.Study.Access.warnMeters()/1000), far)
	r.warnTally("ports", fmt.Sprintf("ports more than %g km from any road, left out", r.Study.Access.portMaxMeters()/1000), ports)
}

type tally struct {
	count int
	first string
}

func (t *tally) add(which string) {
	if t.count == 0 {
		t.first = which
	}
	t.count++
}

func (r *run) warnTally(stage, message string, t tally) {
	if t.count > 0 {
		r.warn(Warning{stage, message, t.count, t.first})
	}
}
