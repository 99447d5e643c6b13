package osm

// roads is what the first pass finds: the ways of the network, and the ids of
// their nodes back to back.
type roads struct {
	list     []road
	refs     []int64
	ways     int    // in the file
	holds    []byte // per block of the file, what is in it
	texts    map[string]string
	ids      map[int64]bool // of list, once ids are out of order
	dropped  tally
	warnings tally
}

// add appends the roads of a block, without those whose id came before.
func (all *roads) add(index int, b wayBlock) {
	for len(all.holds) <= index {
		all.holds = append(all.holds, 0)
	}
	all.holds[index] = b.holds
	all.ways += b.ways
	all.dropped.merge(b.dropped)
	all.warnings.merge(b.warnings)
	for i, r := range b.list {
		end := len(b.refs)
		if i+1 < len(b.list) {
			end = b.list[i+1].firstRef
		}
		refs := b.refs[r.firstRef:end]
		if all.seen(r.id) {
			all.dropped.add(dropTwice, r.id, "")
			continue
		}
		r.name, r.ref, r.layer = all.text(r.name), all.text(r.ref), all.text(r.layer)
		r.firstRef = len(all.refs)
		all.list = append(all.list, r)
		all.refs = append(all.refs, refs...)
	}
}

// seen reports whether a road of that id was added. Files are sorted by id, so
// the set is made only for those that are not.
func (all *roads) seen(id int64) bool {
	n := len(all.list)
	if all.ids == nil {
		if n == 0 || all.list[n-1].id < id {
			return false
		}
		all.ids = make(map[int64]bool, 2*n)
		for _, r := range all.list {
			all.ids[r.id] = true
		}
	}
	if all.ids[id] {
		return true
	}
	all.ids[id] = true
	return false
}

// text keeps one copy of each text.
func (all *roads) text(s string) string {
	if s == "" {
		return ""
	}
	if kept, ok := all.texts[s]; ok {
		return kept
	}
	all.texts[s] = s
	return s
}
