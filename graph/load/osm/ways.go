package osm

import (
	"context"
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// wayBlock is what a block adds to roads.
type wayBlock struct {
	holds    byte
	ways     int
	list     []road
	refs     []int64
	dropped  tally
	warnings tally
}

// readWays makes the first pass over the file.
func readWays(ctx context.Context, in *blobs, p *Profile) (*roads, error) {
	all := &roads{texts: map[string]string{}}
	pass := stage[wayBlock]{
		in: in,
		decoder: func() func([]byte) (wayBlock, error) {
			d := &wayDecoder{profile: p, tagger: tagger{known: p.keys}}
			return d.decode
		},
		visit: all.add,
	}
	if err := pass.run(ctx); err != nil {
		return nil, err
	}
	if len(all.refs) > math.MaxInt32-1 {
		return nil, fmt.Errorf("%w: %d nodes of roads", graph.ErrTooLarge, len(all.refs))
	}
	all.texts, all.ids = nil, nil
	all.list = append(all.list, road{firstRef: len(all.refs)})
	return all, nil
}

// wayDecoder finds the roads of blocks, in one goroutine.
type wayDecoder struct {
	profile *Profile
	block   block
	tagger  tagger
	out     wayBlock
}

func (d *wayDecoder) decode(contents []byte) (wayBlock, error) {
	d.out = wayBlock{}
	if err := d.block.parse(contents); err != nil {
		return d.out, err
	}
	tagged := false
	err := d.block.eachElement(func(field uint64, data []byte) error {
		switch field {
		case 1, 2:
			d.out.holds |= holdsNodes
		case 3:
			if d.out.ways == 0 {
				d.tagger.begin(&d.block)
				tagged = d.tagger.used[keyHighway] || d.tagger.used[keyRoute]
			}
			d.out.holds |= holdsWays
			d.out.ways++
			if tagged {
				return d.way(data)
			}
		}
		return nil
	})
	return d.out, err
}

func (d *wayDecoder) way(data []byte) error {
	var keys, values, refs packed
	r := road{firstRef: len(d.out.refs)}
	w := wire{rest: data}
	for w.next() {
		switch {
		case w.is(1, kindVarint):
			r.id = int64(w.value)
		case w.is(2, kindBytes):
			keys = w.data
		case w.is(3, kindBytes):
			values = w.data
		case w.is(8, kindBytes):
			refs = w.data
		}
	}
	if w.bad {
		return errDamaged
	}
	maybe, err := d.tagger.any(keys, keyHighway, keyRoute)
	if err != nil || !maybe {
		return err
	}
	if err := d.tagger.read(keys, values); err != nil {
		return fmt.Errorf("way %d: %w", r.id, err)
	}
	wanted, reason := d.profile.judge(&d.tagger.tags, &r, &d.out.warnings)
	if reason != "" {
		d.out.dropped.add(reason, r.id, "")
	}
	if !wanted {
		return nil
	}
	return d.keep(r, refs)
}

// maxWayNodes bounds the nodes of a way; OSM allows 2,000, and older ways had more.
const maxWayNodes = 1 << 20

// keep adds a road and its nodes, without those that follow themselves.
func (d *wayDecoder) keep(r road, refs packed) error {
	if n := refs.count(); n > maxWayNodes {
		return fmt.Errorf("way %d has %d nodes: %w", r.id, n, feature.ErrTooLarge)
	}
	id, all := int64(0), 0
	for len(refs) > 0 {
		v, ok := refs.next()
		if !ok {
			return fmt.Errorf("way %d: %w", r.id, errDamaged)
		}
		all++
		delta := zigzag(v)
		id += delta
		if delta == 0 && all > 1 {
			continue
		}
		d.out.refs = append(d.out.refs, id)
	}
	switch {
	case all < 2:
		d.out.dropped.add(dropShort, r.id, "")
	case len(d.out.refs)-r.firstRef < 2:
		d.out.dropped.add(dropPoint, r.id, "")
	default:
		d.out.list = append(d.out.list, r)
		return nil
	}
	d.out.refs = d.out.refs[:r.firstRef]
	return nil
}
