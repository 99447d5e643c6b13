package feature

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite" // also registers the driver
)

const (
	sqliteMagic  = "SQLite format 3\x00"
	sqliteHeader = 100
	// sqliteMaxLength is SQLITE_LIMIT_LENGTH, the limit of one value or row.
	sqliteMaxLength = 0
)

// database is a SQLite file opened for reading only.
type database struct {
	label string
	db    *sql.DB
	conn  *sql.Conn
	temp  string // a copy to be removed; "" when the file itself is open
}

// openSQLite opens the file itself when it lies on disk, else a copy in the
// folder for temporary files. Nothing is written beside the file, and a
// journal of a program that is writing to it is not looked at.
func openSQLite(c *content, n *notes) (*database, error) {
	if err := checkSQLite(c); err != nil {
		return nil, err
	}
	d := &database{label: c.label}
	path := c.diskPath()
	if path == "" {
		if err := d.copy(c); err != nil {
			d.Close()
			return nil, err
		}
		path = d.temp
	} else if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		n.add(noteWAL, 1)
	}
	if err := d.connect(path); err != nil {
		d.Close()
		return nil, d.located(err)
	}
	return d, nil
}

// diskPath is where the bytes of c lie on disk as they are, "" when they do not.
func (c *content) diskPath() string {
	tracked, ok := c.at.(*diskFile)
	if !ok {
		return ""
	}
	file, ok := tracked.file.(*os.File)
	if !ok {
		return ""
	}
	path, err := filepath.Abs(file.Name())
	if err != nil {
		return ""
	}
	return path
}

// checkSQLite looks whether all pages that the header promises are there.
func checkSQLite(c *content) error {
	head, err := c.in.Peek(sqliteHeader)
	if err != nil {
		return inputError(c.label, cutAt(err))
	}
	if string(head[:len(sqliteMagic)]) != sqliteMagic {
		return &Error{File: c.label, Err: fmt.Errorf("not the first bytes of a GeoPackage: %w", ErrFormat), Hint: "download or copy it again"}
	}
	// SQLite's file format, 1.3: the page size, of which 1 is 65,536, the
	// number of pages, and the change counters that tell whether it counts.
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 1 << 16
	}
	promised := page * int64(binary.BigEndian.Uint32(head[28:]))
	valid := binary.BigEndian.Uint32(head[24:]) == binary.BigEndian.Uint32(head[92:])
	if valid && c.size >= 0 && promised > c.size {
		return &Error{File: c.label, Err: fmt.Errorf("%w: it has %d bytes, its header promises %d", ErrTruncated, c.size, promised),
			Hint: "download or copy it again"}
	}
	return nil
}

// copy writes the content to a temporary file.
func (d *database) copy(c *content) error {
	out, err := os.CreateTemp("", "corredor-*.gpkg")
	if err != nil {
		return &Error{File: c.label, Err: err, Hint: "unpack the file, or set TMPDIR to a folder that can be written"}
	}
	d.temp = out.Name()
	if _, err = io.Copy(out, c.in); err != nil {
		err = inputError(c.label, err)
	}
	if closing := out.Close(); err == nil && closing != nil {
		err = &Error{File: c.label, Err: closing, Hint: "unpack the file, or set TMPDIR to a folder with more room"}
	}
	return err
}

// connect opens the database so that the file cannot change anything: read
// only, without journal, views without functions that have effects, and a
// name in double quotes never a text.
func (d *database) connect(path string) (err error) {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/...
		path = "/" + path
	}
	uri := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro&immutable=1&_dqs=0&_defensive=1&" +
		"_pragma=trusted_schema(0)&_pragma=query_only(1)&_pragma=cell_size_check(1)"}
	if d.db, err = sql.Open("sqlite", uri.String()); err != nil {
		return err
	}
	if d.conn, err = d.db.Conn(context.Background()); err != nil {
		return err
	}
	_, err = sqlite.Limit(d.conn, sqliteMaxLength, maxElement)
	return err
}

// query runs a statement whose rows the caller must Close.
func (d *database) query(statement string, args ...any) (*sql.Rows, error) {
	return d.conn.QueryContext(context.Background(), statement, args...)
}

// located makes an error of SQLite one of this file.
func (d *database) located(err error) error {
	out := &Error{File: d.label, Err: err, Hint: "the file is damaged: download it again, or write it anew with: ogr2ogr out.gpkg in.gpkg"}
	var located *Error
	var code *sqlite.Error
	switch {
	case errors.As(err, &located):
		return err
	case errors.As(err, &code):
		out.Err = errors.New(strings.TrimPrefix(err.Error(), "SQL logic error: "))
	}
	return out
}

// Close closes the database and removes the copy.
func (d *database) Close() (first error) {
	if d.conn != nil {
		first = d.conn.Close()
	}
	if d.db != nil {
		if err := d.db.Close(); first == nil {
			first = err
		}
	}
	d.conn, d.db = nil, nil
	if d.temp != "" {
		if err := os.Remove(d.temp); first == nil {
			first = err
		}
		d.temp = ""
	}
	return first
}
