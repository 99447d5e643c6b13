package stata

import (
	"fmt"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// columns reads what is said of each column before the rows.
func (r *reader) columns() error {
	if r.form.tagged {
		const entries = 14 // positions of the parts, which stand in a fixed order
		if err := r.section("map", 8*entries, nil); err != nil {
			return err
		}
	}
	f, n := r.form, int64(len(r.file.Columns))
	for _, part := range []struct {
		tag  string
		size int
		put  func(c *Column, field []byte) error
	}{
		{"variable_types", f.types, r.putType},
		{"varnames", f.name, func(c *Column, b []byte) error { c.Name = r.text(b); return nil }},
		{"sortlist", f.sort, nil},
		{"formats", f.format, func(c *Column, b []byte) error { c.Format = r.text(b); return nil }},
		{"value_label_names", f.name, func(c *Column, b []byte) error { c.LabelName = r.text(b); return nil }},
		{"variable_labels", f.columnLabel, func(c *Column, b []byte) error { c.Label = r.text(b); return nil }},
	} {
		size := n * int64(part.size)
		if part.put == nil {
			size += int64(part.size) // the order of rows ends with a zero
		}
		if err := r.section(part.tag, size, part.put); err != nil {
			return err
		}
	}
	return r.checkNames()
}

// section reads a part that has a field per column.
func (r *reader) section(name string, size int64, put func(*Column, []byte) error) error {
	if err := r.tag("<" + name + ">"); err != nil {
		return err
	}
	if put == nil {
		if err := r.skip(size, name); err != nil {
			return err
		}
		return r.tag("</" + name + ">")
	}
	b, err := r.bytes(size, name)
	if err != nil {
		return err
	}
	for i, c := range r.file.Columns {
		width := len(b) / len(r.file.Columns)
		if err := put(c, b[i*width:(i+1)*width]); err != nil {
			return err
		}
	}
	return r.tag("</" + name + ">")
}

// numeric are the types of numbers by their code before 117; the codes after
// are numericCode less, the other way round.
var numeric = [...]Type{Byte, Int, Long, Float, Double}

var numberWidth = [...]int{Byte: 1, Int: 2, Long: 4, Float: 4, Double: 8}

func (r *reader) putType(c *Column, b []byte) error {
	code := int(whole(r.order, b))
	number := -1
	switch {
	case r.form.tagged && code == 32768:
		c.Type, c.Width = StrL, r.form.textColumn+r.form.textRow
		return nil
	case r.form.tagged && code >= 65526 && code <= 65530:
		number = 65530 - code
	case !r.form.tagged && code >= 251:
		number = code - 251
	case code >= 1 && (r.form.tagged && code <= 2045 || code <= 244):
		c.Type, c.Width = Str, code
		return nil
	}
	if number < 0 {
		return r.errorf(r.at, "%w: there is no type %d of columns", feature.ErrFormat, code)
	}
	c.Type = numeric[number]
	c.Width = numberWidth[c.Type]
	return nil
}

func (r *reader) checkNames() error {
	seen := make(map[string]bool, len(r.file.Columns))
	for i, c := range r.file.Columns {
		if c.Name == "" || seen[c.Name] {
			return &feature.Error{File: r.in.Label(), Err: fmt.Errorf("%w: column %d has the name %q, which is empty or stands twice", feature.ErrFormat, i+1, c.Name),
				Hint: "in Stata, open the file and save it again"}
		}
		seen[c.Name] = true
	}
	return nil
}

// characteristics passes over the notes.
func (r *reader) characteristics() error {
	if r.form.tagged {
		return r.taggedCharacteristics()
	}
	for {
		kind, err := r.number(1, "notes")
		if err != nil {
			return err
		}
		size, err := r.number(4, "notes")
		if err != nil {
			return err
		}
		if kind == 0 && size == 0 {
			return nil
		}
		if err := r.skip(int64(size), "notes"); err != nil {
			return err
		}
	}
}

func (r *reader) taggedCharacteristics() error {
	if err := r.tag("<characteristics>"); err != nil {
		return err
	}
	for r.follows("<ch>") {
		if err := r.tag("<ch>"); err != nil {
			return err
		}
		size, err := r.number(4, "characteristics")
		if err != nil {
			return err
		}
		if err := r.skip(int64(size), "characteristics"); err != nil {
			return err
		}
		if err := r.tag("</ch>"); err != nil {
			return err
		}
	}
	return r.tag("</characteristics>")
}

// follows reports whether the next bytes are the text.
func (r *reader) follows(text string) bool {
	head, _ := r.in.Peek(len(text)) // an end of the file shows in what is read next
	return string(head) == text
}
