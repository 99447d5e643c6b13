package feature

import "io/fs"

// Options says how a file is read. The zero value decides everything from the
// file.
type Options struct {
	// FS holds the files; nil means those of the operating system.
	FS fs.FS
	// Encoding of text: "" decides (.cpg, else UTF-8 where valid, else the
	// code page a .dbf declares, else Windows-1252). Names such as utf-8,
	// latin1, iso-8859-1, windows-1252, cp850 and the code page numbers of a
	// .cpg file (1252, 88591, 65001) are understood.
	Encoding string
	// Member names the file to read inside a .zip that holds several, or the
	// layer of a GeoPackage that holds several; "roads.gpkg/highways" is the
	// layer of a GeoPackage inside a .zip.
	Member string
	// CRS is the coordinate system of the file: WKT, "EPSG:6372" or the path of
	// a .prj. It replaces what the file says; "" takes
	// that, and WGS84 degrees where it says nothing. Of a CSV it is that of the
	// columns Lon and Lat.
	CRS string
	// Lon and Lat name the CSV columns that hold the coordinates, in degrees
	// unless CRS says otherwise.
	// Empty tries lon/lat, longitude/latitude, long/lat, lng/lat and x/y in
	// any case; a table with none of these has no geometry. Lon "-" means no
	// geometry whatever the names.
	Lon, Lat string
	// SkipLines is the number of title lines above the header of a CSV.
	SkipLines int
	// Footnotes says that a row of a CSV with a single value is a note, as below
	// the tables of statistics offices: it is left out and counted in Warnings.
	Footnotes bool
	// Progress is called now and then, from the goroutine that reads, with
	// the number of bytes read so far of the file on disk (of a shapefile, of
	// its .shp).
	Progress func(bytesRead int64)
}

// Open opens a table or a layer and reads its header. The format is told by
// the first bytes, then by the name; doc.go lists the formats. The caller must
// Close the Reader. Failures are *Error: a missing or damaged file, a format
// that cannot be read, an unknown coordinate system, a table without a usable
// header.
func Open(path string, opts Options) (*Reader, error) {
	r := &Reader{}
	if err := r.open(path, opts); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func (r *Reader) open(path string, opts Options) error {
	decode, err := newDecoder(opts.Encoding)
	if err != nil {
		return &Error{File: path, Err: err, Hint: encodingHint}
	}
	decode.notes = &r.notes
	c, err := r.openContent(path, opts)
	if err != nil {
		return err
	}
	r.label, r.crs.notes = c.label, &r.notes
	if err := r.ask(opts.CRS, disk{opts.FS}); err != nil {
		return err
	}
	src, err := r.openSource(c, opts, decode)
	if err != nil {
		return err
	}
	r.src = src
	return nil
}

// openContent opens a file, or the member of an archive, and decompresses it.
func (r *Reader) openContent(path string, opts Options) (*content, error) {
	d := disk{opts.FS}
	f, err := d.openTracked(path)
	if err != nil {
		return nil, err
	}
	r.keep(f)
	f.progress = opts.Progress
	dir, _ := d.split(path)
	c, err := directory{disk: d, dir: dir, keep: r.keep}.content(f)
	if err != nil {
		return nil, err
	}
	if head, _ := c.in.Peek(4); string(head) == "PK\x03\x04" || string(head) == "PK\x05\x06" {
		a, err := openArchive(c)
		if err != nil {
			return nil, err
		}
		file, _ := splitMember(opts.Member)
		return a.choose(file)
	}
	return c, nil
}

// source reads one format. next returns io.EOF after the last feature.
type source interface {
	columns() []string
	next() (Feature, error)
}

func (r *Reader) openSource(c *content, opts Options, decode *decoder) (source, error) {
	format, err := formatOf(c)
	if err != nil {
		return nil, err
	}
	switch format {
	case formatShapefile:
		return openShapefile(c, decode, &r.crs)
	case formatGeoPackage:
		_, layer := splitMember(opts.Member)
		if _, inZip := c.from.(*archive); layer == "" && !inZip {
			layer = opts.Member
		}
		return openGeoPackage(c, decode, gpkgWish{layer, &r.crs})
	case formatDBF:
		return openTable(c, decode)
	case formatGeoJSON:
		return openGeoJSON(c, decode, &r.crs)
	default:
		return openCSV(c, opts, decode)
	}
}
