package osm

import (
	"time"

	"github.com/corredor-geo/corredor/graph"
)

// road is a way that belongs to the network.
type road struct {
	id        int64
	firstRef  int // its nodes are refs[firstRef] to the firstRef of the next
	class     int
	dir       graph.Direction
	kmh, back float64 // along and against the way
	duration  time.Duration
	name, ref string
	layer     string
	toll      bool
	bridge    bool
	tunnel    bool
}

// Why roads of the profile are left out, or changed.
const (
	dropLifecycle = "not in use: construction, proposed, abandoned, disused or razed"
	dropArea      = "an area (area=yes)"
	dropClosed    = "closed by its access tags"
	dropOneWay    = "its direction changes with the hour (oneway=reversible)"
	dropFerry     = "a ferry that is not said to take vehicles"
	dropTwice     = "the way is in the file twice"
	dropShort     = "a way with fewer than two nodes"
	dropPoint     = "a way of no length"
	dropMissing   = "nodes that are not in the file: the way is cut there"
	dropMeridian  = "across the 180th meridian: the way is cut there"
	dropBarrier   = "a barrier: the road is cut there"

	noteOneWay = "oneway value not known: taken as not there"
	noteSpeed  = "maxspeed value not known: the speed of the class is used"
	noteTwice  = "the node is in the file twice: the first is used"
	noteNode   = "the node has no place on the earth: taken as missing"
)

// judge decides whether a way is a road of the network, and fills in what its
// tags say. reason is "" for a road and for a way that never was one.
func (p *Profile) judge(t *tags, r *road, notes *tally) (wanted bool, reason string) {
	if t.is(keyRoute, classFerry) {
		return p.judgeFerry(t, r)
	}
	class, ok := p.classes[string(t[keyHighway])]
	if !ok {
		if p.sleeps(t) {
			return false, dropLifecycle
		}
		return false, ""
	}
	r.class = class
	for _, l := range lifecycle {
		if t.is(l.key, "yes") {
			return false, dropLifecycle
		}
	}
	if t.is(keyArea, "yes") {
		return false, dropArea
	}
	if open, said := p.open(t); said && !open {
		return false, dropClosed
	}
	if !p.direct(t, r, notes) {
		return false, dropOneWay
	}
	p.limit(t, r, notes)
	p.describe(t, r)
	return true, ""
}

// sleeps reports whether a way would be a road of the profile if it were in use.
func (p *Profile) sleeps(t *tags) bool {
	for _, l := range lifecycle {
		if t.is(keyHighway, l.name) {
			_, ok := p.classes[string(t[l.key])]
			return ok
		}
	}
	return false
}

// open reports what the most specific access tag says, if there is one.
func (p *Profile) open(t *tags) (open, said bool) {
	for i := len(p.rules.Access) - 1; i >= 0; i-- {
		if value := t[keyAccess+tagKey(i)]; len(value) > 0 {
			return !p.closed[string(value)], true
		}
	}
	return false, false
}

func (p *Profile) judgeFerry(t *tags, r *road) (wanted bool, reason string) {
	r.class = p.ferry()
	if p.rules.FerryKMH == 0 {
		return false, ""
	}
	if open, said := p.open(t); !said || !open {
		return false, dropFerry
	}
	switch string(t[keyOneWay]) {
	case "yes", "true", "1":
		r.dir = graph.Forward
	case "-1", "reverse":
		r.dir = graph.Backward
	}
	r.kmh, r.back = p.kmh[r.class], p.kmh[r.class]
	r.duration = parseDuration(string(t[keyDuration]))
	p.describe(t, r)
	return true, ""
}

// direct sets the direction. It returns false for a road that cannot be used
// without a clock.
func (p *Profile) direct(t *tags, r *road, notes *tally) bool {
	r.dir = graph.Both
	if p.oneway[r.class] || t.is(keyJunction, "roundabout") || t.is(keyJunction, "circular") {
		r.dir = graph.Forward
	}
	switch string(t[keyOneWay]) {
	case "":
	case "yes", "true", "1":
		r.dir = graph.Forward
	case "-1", "reverse":
		r.dir = graph.Backward
	case "no", "false", "0", "alternating": // alternating is a matter of minutes
		r.dir = graph.Both
	case "reversible":
		return false
	default:
		notes.add(noteOneWay, r.id, string(t[keyOneWay]))
	}
	return true
}

// limit sets the speeds: the limit of the direction, else that of the road,
// else the speed of the class.
func (p *Profile) limit(t *tags, r *road, notes *tally) {
	r.kmh = p.kmh[r.class]
	r.back = r.kmh
	for _, one := range [...]struct {
		key     tagKey
		targets [2]*float64
	}{
		{keyMaxSpeed, [2]*float64{&r.kmh, &r.back}},
		{keyMaxSpeedForward, [2]*float64{&r.kmh, nil}},
		{keyMaxSpeedBackward, [2]*float64{&r.back, nil}},
	} {
		text := string(t[one.key])
		if text == "" || text == "signals" || text == "variable" {
			continue
		}
		kmh, ok := p.parseSpeed(text)
		if !ok {
			notes.add(noteSpeed, r.id, text)
			continue
		}
		for _, target := range one.targets {
			if target != nil {
				*target = kmh
			}
		}
	}
}

func (p *Profile) describe(t *tags, r *road) {
	r.name, r.ref, r.layer = string(t[keyName]), string(t[keyRef]), string(t[keyLayer])
	r.toll = t.is(keyToll, "yes")
	r.bridge, r.tunnel = t.yes(keyBridge), t.yes(keyTunnel)
}

// blocks reports whether a node with these tags closes the road.
func (p *Profile) blocks(t *tags) bool {
	if len(t[keyBarrier]) == 0 || t.is(keyBarrier, "no") {
		return false
	}
	if t.is(keyLocked, "yes") {
		return true
	}
	open, said := p.open(t)
	if said {
		return !open
	}
	return p.block[string(t[keyBarrier])]
}
