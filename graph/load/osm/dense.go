package osm

// denseRuns are the parallel runs of a message DenseNodes: differences of ids
// and coordinates, and the tags, "key value key value 0" for each node.
type denseRuns struct {
	ids, lats, lons, tags packed
}

func (r *denseRuns) parse(data []byte) error {
	w := wire{rest: data}
	for w.next() {
		switch {
		case w.is(1, kindBytes):
			r.ids = w.data
		case w.is(8, kindBytes):
			r.lats = w.data
		case w.is(9, kindBytes):
			r.lons = w.data
		case w.is(10, kindBytes):
			r.tags = w.data
		}
	}
	if w.bad {
		return errDamaged
	}
	return nil
}

// dense reads a message DenseNodes.
func (d *nodeDecoder) dense(data []byte) error {
	var r denseRuns
	if err := r.parse(data); err != nil {
		return err
	}
	barriers := d.barriers && len(r.tags) > 0
	var id, lat, lon int64
	for len(r.ids) > 0 {
		a, ok1 := r.ids.next()
		b, ok2 := r.lats.next()
		c, ok3 := r.lons.next()
		if !ok1 || !ok2 || !ok3 {
			return errDamaged
		}
		id, lat, lon = id+zigzag(a), lat+zigzag(b), lon+zigzag(c)
		vertex := d.find.place(id)
		if vertex >= 0 {
			d.place(vertex, lat, lon)
		}
		if !barriers {
			continue
		}
		blocked, err := d.denseTags(&r.tags, vertex >= 0)
		if err != nil {
			return err
		}
		if blocked {
			d.out[len(d.out)-1].blocked = true
		}
	}
	return nil
}

// denseTags takes the tags of one node off the run, and judges them if wanted.
func (d *nodeDecoder) denseTags(run *packed, wanted bool) (blocked bool, err error) {
	if len(*run) > 0 && (*run)[0] == 0 {
		*run = (*run)[1:]
		return false, nil
	}
	d.tagger.tags = tags{}
	for {
		k, ok := run.next()
		if !ok {
			return false, errDamaged
		}
		if k == 0 {
			return wanted && d.profile.blocks(&d.tagger.tags), nil
		}
		v, ok := run.next()
		if !ok {
			return false, errDamaged
		}
		if !wanted {
			continue
		}
		if err := d.tagger.set(k, v); err != nil {
			return false, err
		}
	}
}
