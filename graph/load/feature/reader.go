package feature

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
)

// Reader reads the features of one file in order. It is not safe for use by
// several goroutines; the features it yields are.
type Reader struct {
	label    string
	src      source
	notes    notes
	crs      crs
	files    []*diskFile
	hashes   []FileHash
	required []string // columns wanted of a format that does not know its own
	seen     map[string]bool
	started  bool
	closed   bool
}

func (r *Reader) keep(f *diskFile) { r.files = append(r.files, f) }

// All yields the features in file order. An error is an *Error, comes with a
// zero Feature and ends the stream. All may be ranged over once. One feature
// is held in memory at a time.
func (r *Reader) All() iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		if r.started || r.closed {
			yield(Feature{}, &Error{File: r.label, Err: errors.New("the file was read already"), Hint: "open it again"})
			return
		}
		r.started = true
		for {
			f, err := r.src.next()
			if err == io.EOF {
				if err = r.finish(); err != nil {
					yield(Feature{}, err)
				}
				return
			}
			if err != nil {
				yield(Feature{}, inputError(r.label, err))
				return
			}
			if f.Geometry, err = r.crs.apply(f.Geometry); err != nil {
				bad := f.Errorf("%w", err)
				bad.Hint = "check the coordinate system and the numbers"
				yield(Feature{}, bad)
				return
			}
			r.look(f)
			if !yield(f, nil) {
				return
			}
		}
	}
}

// look remembers which of the required columns have turned up.
func (r *Reader) look(f Feature) {
	if len(r.required) == len(r.seen) {
		return
	}
	for _, name := range r.required {
		if _, ok := f.column(name); ok {
			r.seen[name] = true
		}
	}
}

func (r *Reader) finish() error {
	for _, name := range r.required {
		if !r.seen[name] {
			return &Error{File: r.label, Column: name, Err: fmt.Errorf("no feature has it: %w", ErrColumn),
				Hint: columnsHint(name, r.src.columns())}
		}
	}
	for _, f := range r.files {
		h, err := f.finish()
		if err != nil {
			return err
		}
		r.hashes = append(r.hashes, h)
	}
	return nil
}

// Columns returns the names of the columns in file order, known before the
// first feature for CSV, shapefiles, GeoPackages and .dbf tables; nil for GeoJSON, whose
// features each bring their own.
func (r *Reader) Columns() []string {
	if _, ok := r.src.(*geojsonSource); ok {
		return nil
	}
	return slices.Clone(r.src.columns())
}

// RequireColumns returns an *Error that wraps ErrColumn when the file lacks one
// of the columns; it lists those that exist and the closest name. For GeoJSON,
// which has no header, it returns nil and the stream ends with that error if
// no feature had the column. Call it before All.
func (r *Reader) RequireColumns(names ...string) error {
	if _, ok := r.src.(*geojsonSource); ok {
		if r.seen == nil {
			r.seen = make(map[string]bool)
		}
		for _, name := range names {
			if !slices.Contains(r.required, name) {
				r.required = append(r.required, name)
			}
		}
		return nil
	}
	columns := r.src.columns()
	for _, name := range names {
		if !slices.Contains(columns, name) {
			return &Error{File: r.label, Column: name, Err: ErrColumn, Hint: columnsHint(name, columns)}
		}
	}
	return nil
}

// Warnings returns what is doubtful in the file but did not stop the reading,
// one line each with its count. It is complete once the stream has ended.
func (r *Reader) Warnings() []string { return r.notes.lines() }

// SHA256 returns the hash of the bytes on disk of the file that was opened (of
// a shapefile, of its .shp), in lower-case hexadecimal. It is "" until the
// stream has been read to its end.
func (r *Reader) SHA256() string {
	if len(r.hashes) == 0 {
		return ""
	}
	return r.hashes[0].SHA256
}

// Files returns the hashes of all files on disk that were read, the one opened
// first and the parts of a shapefile after it. It is nil until the stream has
// been read to its end.
func (r *Reader) Files() []FileHash { return slices.Clone(r.hashes) }

// Close closes the files. The features already yielded stay valid.
func (r *Reader) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	var first error
	if c, ok := r.src.(io.Closer); ok {
		first = c.Close()
	}
	for _, f := range r.files {
		if f.onClose != nil {
			f.onClose()
		}
		if err := f.file.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
