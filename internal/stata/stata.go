package stata

import (
	"context"
	"io/fs"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Options says how a file is read. The zero value works.
type Options struct {
	FS     fs.FS  // nil means the operating system's files
	Member string // file inside an archive
	// MaxBytes bounds the memory that the table of a hostile file can take,
	// about; 0 means 1 GiB.
	MaxBytes int64
	// Progress is called with the number of bytes read so far.
	Progress func(bytes int64)
}

// File is the content of a .dta file.
type File struct {
	Version   int // of the format: 113 to 115, 117 to 119
	Rows      int
	Columns   []*Column // in file order
	Label     string    // describes the table
	Timestamp string    // when it was saved, as it says itself
	// ValueLabels gives names to whole numbers, by Column.LabelName.
	ValueLabels map[string]map[int32]string
	Warnings    []string // remarks that did not stop the reading
}

// Column returns the column of that name, or nil. Names are case-sensitive.
func (f *File) Column(name string) *Column {
	for _, c := range f.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

const defaultMaxBytes = 1 << 30

// Read reads a .dta file, which may itself be in a .gz, .bz2 or .zip. Time and
// memory are linear in the size of the table: 8 bytes a number, 16 and its
// length a text. Failures are *feature.Error with the position in bytes, counted
// from 0.
func Read(ctx context.Context, path string, opts Options) (*File, error) {
	in, err := feature.OpenBytes(path, feature.Options{FS: opts.FS, Member: opts.Member, Progress: opts.Progress})
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r := &reader{in: in, ctx: ctx, file: &File{ValueLabels: map[string]map[int32]string{}}, left: opts.MaxBytes}
	if r.left <= 0 {
		r.left = defaultMaxBytes
	}
	if err := r.table(); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, in.Error(err)
	}
	_, err = in.Finish()
	return r.file, err
}

// table reads the parts of the file in order.
func (r *reader) table() error {
	for _, part := range []func() error{r.header, r.columns, r.characteristics, r.data, r.longTexts, r.valueLabels} {
		if err := part(); err != nil {
			return err
		}
	}
	r.warn()
	return nil
}
