package stata

import (
	"encoding/binary"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// longTextKey names a long text by column and row, from 1, where it first stood.
type longTextKey struct{ column, row uint64 }

// as118 reads a reference of format 119, which has 3 bytes for the column and 5
// for the row, as one of 118, which has 2 and 6. R's haven 2.5 writes 119 so.
func (k longTextKey) as118(order binary.ByteOrder) longTextKey {
	if order == binary.BigEndian {
		both := k.column<<40 | k.row
		return longTextKey{both >> 48, both & (1<<48 - 1)}
	}
	both := k.column | k.row<<24
	return longTextKey{both & (1<<16 - 1), both >> 16}
}

// pending is a cell that waits for its long text.
type pending struct {
	column *Column
	row    int
	key    longTextKey
}

const pendingBytes = 40

func (r *reader) refer(c *Column, field []byte) error {
	split := r.form.textColumn
	key := longTextKey{whole(r.order, field[:split]), whole(r.order, field[split:])}
	if key != (longTextKey{}) { // which is the empty text
		if err := r.charge(pendingBytes); err != nil {
			return err
		}
		r.pending = append(r.pending, pending{c, len(c.Texts), key})
	}
	c.Texts = append(c.Texts, "")
	return nil
}

// longTexts reads the strL values and gives them to the cells that want them.
func (r *reader) longTexts() error {
	if !r.form.tagged {
		return nil
	}
	if err := r.tag("<strls>"); err != nil {
		return err
	}
	texts := map[longTextKey]string{}
	for r.follows("GSO") {
		key, text, err := r.longText()
		if err != nil {
			return err
		}
		texts[key] = text
	}
	for _, p := range r.pending {
		text, ok := texts[p.key]
		if !ok && r.file.Version == 119 {
			text, ok = texts[p.key.as118(r.order)]
		}
		if !ok {
			r.lost++
		}
		p.column.Texts[p.row] = text
	}
	return r.tag("</strls>")
}

func (r *reader) longText() (key longTextKey, text string, err error) {
	at := r.at
	head := make([]byte, len("GSO")+4+r.form.longTextRow+1+4)
	if err := r.fill(head, "long texts"); err != nil {
		return key, "", err
	}
	b := head[len("GSO"):]
	key.column, b = whole(r.order, b[:4]), b[4:]
	key.row, b = whole(r.order, b[:r.form.longTextRow]), b[r.form.longTextRow:]
	const binaryData, plainText = 129, 130
	kind := b[0]
	if kind != binaryData && kind != plainText {
		return key, "", r.errorf(at, "%w: a long text of kind %d", feature.ErrFormat, kind)
	}
	const entryBytes = 64 // of the map
	if err := r.charge(entryBytes); err != nil {
		return key, "", err
	}
	content, err := r.bytes(int64(whole(r.order, b[1:])), "long texts")
	if err != nil {
		return key, "", err
	}
	if kind == binaryData {
		return key, string(content), nil
	}
	return key, r.text(content), nil
}
