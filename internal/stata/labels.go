package stata

import "github.com/corredor-geo/corredor/graph/load/feature"

// valueLabels reads the names of values, which end the file.
func (r *reader) valueLabels() error {
	if err := r.tag("<value_labels>"); err != nil {
		return err
	}
	for r.moreLabels() {
		if err := r.tag("<lbl>"); err != nil {
			return err
		}
		size, err := r.number(4, "value labels")
		if err != nil {
			return err
		}
		at := r.at
		head := make([]byte, r.form.name+3) // and padding
		if err := r.fill(head, "value labels"); err != nil {
			return err
		}
		table, err := r.bytes(int64(size), "value labels")
		if err != nil {
			return err
		}
		names, err := r.labels(at, table)
		if err != nil {
			return err
		}
		r.file.ValueLabels[r.text(head[:r.form.name])] = names
		if err := r.tag("</lbl>"); err != nil {
			return err
		}
	}
	return r.tag("</value_labels></stata_dta>")
}

func (r *reader) moreLabels() bool {
	if r.form.tagged {
		return r.follows("<lbl>")
	}
	_, err := r.in.Peek(1)
	return err == nil
}

// labels decodes one table: counts of entries and of bytes of text, where each
// text begins, the values, the texts.
func (r *reader) labels(at int64, table []byte) (map[int32]string, error) {
	bad := r.errorf(at, "%w: a table of value labels whose sizes disagree", feature.ErrFormat)
	if len(table) < 8 {
		return nil, bad
	}
	n, size := int64(r.order.Uint32(table)), int64(r.order.Uint32(table[4:]))
	if 8+8*n+size != int64(len(table)) {
		return nil, bad
	}
	starts, values, text := table[8:8+4*n], table[8+4*n:8+8*n], table[8+8*n:]
	names := make(map[int32]string, n)
	for i := int64(0); i < n; i++ {
		start := int64(r.order.Uint32(starts[4*i:]))
		if start > size {
			return nil, bad
		}
		name := r.text(text[start:])
		if err := r.charge(int64(len(name)) + 64); err != nil {
			return nil, err
		}
		names[int32(r.order.Uint32(values[4*i:]))] = name
	}
	return names, nil
}
