package osm

import "bytes"

// tagKey is the place of a key in tags. Keys that no rule looks at have none.
type tagKey uint8

// The keys that every profile looks at. Those of its access tags follow them.
const (
	keyNone tagKey = iota
	keyHighway
	keyRoute
	keyJunction
	keyOneWay
	keyArea
	keyToll
	keyMaxSpeed
	keyMaxSpeedForward
	keyMaxSpeedBackward
	keyName
	keyRef
	keyBridge
	keyTunnel
	keyLayer
	keyDuration
	keyBarrier
	keyLocked
	keyConstruction
	keyProposed
	keyAbandoned
	keyDisused
	keyRazed
	keyAccess // the first access tag of the profile
)

var fixedKeys = map[string]tagKey{
	"highway": keyHighway, "route": keyRoute, "junction": keyJunction, "oneway": keyOneWay,
	"area": keyArea, "toll": keyToll, "maxspeed": keyMaxSpeed,
	"maxspeed:forward": keyMaxSpeedForward, "maxspeed:backward": keyMaxSpeedBackward,
	"name": keyName, "ref": keyRef, "bridge": keyBridge, "tunnel": keyTunnel, "layer": keyLayer,
	"duration": keyDuration, "barrier": keyBarrier, "locked": keyLocked,
	"construction": keyConstruction, "proposed": keyProposed, "abandoned": keyAbandoned,
	"disused": keyDisused, "razed": keyRazed,
}

// lifecycle are the keys of roads that are not in use, either as highway=key
// key=kind or as key=yes.
var lifecycle = [...]struct {
	key  tagKey
	name string
}{{keyConstruction, "construction"}, {keyProposed, "proposed"}, {keyAbandoned, "abandoned"}, {keyDisused, "disused"}, {keyRazed, "razed"}}

const (
	maxKeyBytes = 24 // longer keys are not looked up
	maxAccess   = 16
)

// keysFor returns the places of all keys that a profile looks at.
func keysFor(access []string) map[string]tagKey {
	keys := make(map[string]tagKey, len(fixedKeys)+len(access))
	for name, key := range fixedKeys {
		keys[name] = key
	}
	for i, name := range access {
		keys[name] = keyAccess + tagKey(i)
	}
	return keys
}

// tags are the values of one element, by key; nil where it has none. They
// point into the block.
type tags [int(keyAccess) + maxAccess][]byte

func (t *tags) is(key tagKey, value string) bool { return string(t[key]) == value }

// yes reports whether a key is there and is not "no".
func (t *tags) yes(key tagKey) bool { return len(t[key]) > 0 && !t.is(key, "no") }

// tagger finds the tags that matter in the elements of a block.
type tagger struct {
	known map[string]tagKey
	block *block
	keys  []tagKey // per entry of the string table
	used  [256]bool
	tags  tags
}

// begin looks up the string table of a block. A key may stand in it twice.
func (t *tagger) begin(b *block) {
	t.block, t.keys, t.used = b, t.keys[:0], [256]bool{}
	for _, text := range b.strings {
		key := keyNone
		if len(text) <= maxKeyBytes {
			key = t.known[string(text)]
		}
		t.keys = append(t.keys, key)
		t.used[key] = true
	}
}

// key returns the key at an entry of the string table.
func (t *tagger) key(index uint64) (tagKey, error) {
	if index >= uint64(len(t.keys)) {
		_, err := t.block.text(index)
		return keyNone, err
	}
	return t.keys[index], nil
}

// any reports whether an element has one of two keys.
func (t *tagger) any(keys packed, one, other tagKey) (bool, error) {
	for {
		index, ok := keys.next()
		if !ok {
			break
		}
		key, err := t.key(index)
		if err != nil {
			return false, err
		}
		if key == one || key == other {
			return true, nil
		}
	}
	return false, nil
}

// read sets the tags from the two parallel runs of an element.
func (t *tagger) read(keys, values packed) error {
	t.tags = tags{}
	for len(keys) > 0 {
		k, ok := keys.next()
		v, okValue := values.next()
		if !ok || !okValue {
			return errDamaged
		}
		if err := t.set(k, v); err != nil {
			return err
		}
	}
	return nil
}

// set sets one tag. Of a key that an element has twice, which is an error of
// the file, the last counts.
func (t *tagger) set(k, v uint64) error {
	key, err := t.key(k)
	if err != nil || key == keyNone {
		return err
	}
	value, err := t.block.text(v)
	t.tags[key] = bytes.TrimSpace(value)
	return err
}
