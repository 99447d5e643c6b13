package osm

import (
	"context"

	"github.com/corredor-geo/corredor/graph"
)

// placed is a vertex that was found in a block.
type placed struct {
	vertex  int32
	at      graph.Point
	blocked bool
	nowhere bool
}

// readNodes makes the second pass over the file, for the blocks that have nodes.
func (v *vertices) readNodes(ctx context.Context, in *blobs, first *roads, p *Profile) error {
	pass := stage[[]placed]{
		in: in,
		skip: func(index int) bool {
			return index < len(first.holds) && first.holds[index]&holdsNodes == 0
		},
		decoder: func() func([]byte) ([]placed, error) {
			d := &nodeDecoder{profile: p, find: finder{ids: v.ids}, tagger: tagger{known: p.keys}}
			return d.decode
		},
		visit: v.add,
	}
	return pass.run(ctx)
}

func (v *vertices) add(_ int, found []placed) {
	for _, n := range found {
		id := v.ids[n.vertex]
		switch {
		case n.nowhere:
			v.warnings.add(noteNode, id, "")
		case v.state[n.vertex]&vertexPlaced != 0:
			v.warnings.add(noteTwice, id, "")
		default:
			v.at[n.vertex] = n.at
			v.state[n.vertex] |= vertexPlaced
			if n.blocked {
				v.state[n.vertex] |= vertexBlocked
			}
		}
	}
}

// nodeDecoder finds the vertices in blocks, in one goroutine.
type nodeDecoder struct {
	profile  *Profile
	find     finder
	block    block
	tagger   tagger
	barriers bool // the block has some
	out      []placed
}

func (d *nodeDecoder) decode(contents []byte) ([]placed, error) {
	d.out = nil
	if err := d.block.parse(contents); err != nil {
		return nil, err
	}
	d.tagger.begin(&d.block)
	d.barriers = d.tagger.used[keyBarrier]
	err := d.block.eachElement(func(field uint64, data []byte) error {
		switch field {
		case 1:
			return d.node(data)
		case 2:
			return d.dense(data)
		}
		return nil
	})
	return d.out, err
}

// node reads a message Node.
func (d *nodeDecoder) node(data []byte) error {
	var keys, values packed
	var id, lat, lon int64
	w := wire{rest: data}
	for w.next() {
		switch {
		case w.is(1, kindVarint):
			id = zigzag(w.value)
		case w.is(2, kindBytes):
			keys = w.data
		case w.is(3, kindBytes):
			values = w.data
		case w.is(8, kindVarint):
			lat = zigzag(w.value)
		case w.is(9, kindVarint):
			lon = zigzag(w.value)
		}
	}
	if w.bad {
		return errDamaged
	}
	vertex := d.find.place(id)
	if vertex < 0 {
		return nil
	}
	d.place(vertex, lat, lon)
	if !d.barriers {
		return nil
	}
	if err := d.tagger.read(keys, values); err != nil {
		return err
	}
	d.out[len(d.out)-1].blocked = d.profile.blocks(&d.tagger.tags)
	return nil
}

func (d *nodeDecoder) place(vertex int, lat, lon int64) {
	at, ok := d.block.position(lat, lon)
	d.out = append(d.out, placed{vertex: int32(vertex), at: at, nowhere: !ok})
}
