package feature

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Error is a mistake in an input file: where it is, what it is, how to mend it.
// Every error of this package that has to do with a file is an *Error.
type Error struct {
	File    string // as given to Open; archive.zip/member inside an archive
	Line    int    // 1-based; 0 when unknown or in a binary format
	Feature int    // 1-based; 0 when the error belongs to no feature
	Column  string // "" when the error belongs to no column
	Hint    string // how to mend it; may be ""
	Err     error  // what is wrong; never nil
}

// Errors that callers may want to tell apart, wrapped by an *Error.
var (
	// ErrFormat: the file is in none of the formats this package reads.
	ErrFormat = errors.New("not a format that can be read here")
	// ErrTruncated: the file ends before its data do.
	ErrTruncated = errors.New("the file is cut short")
	// ErrTooLarge: a record or a decompressed file passes the limits.
	ErrTooLarge = errors.New("too large")
	// ErrProjected: the coordinates are in a projection or on a datum that this
	// program cannot turn into longitude and latitude of WGS84.
	ErrProjected = errors.New("the coordinates cannot be turned into WGS84")
	// ErrColumn: a column that was asked for is not in the file.
	ErrColumn = errors.New("no such column")
	// ErrCoordinate: a coordinate is NaN, infinite, incomplete or swapped.
	ErrCoordinate = errors.New("bad coordinate")
)

// Error prints one line: "file:line: message (hint)", or
// "file: feature 12: message (hint)" when there is no line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		b.WriteString(":" + strconv.Itoa(e.Line))
	}
	if e.File != "" || e.Line > 0 {
		b.WriteString(": ")
	}
	if e.Line == 0 && e.Feature > 0 {
		b.WriteString("feature " + strconv.Itoa(e.Feature) + ": ")
	}
	if e.Column != "" {
		b.WriteString("column " + quote(e.Column) + ": ")
	}
	if e.Err != nil {
		b.WriteString(e.Err.Error())
	}
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return oneLine(b.String())
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
}

// quote shows a piece of the input in an error: quoted, escaped, shortened.
func quote(s string) string {
	const most = 40
	if len(s) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "..."
	}
	return strconv.Quote(s)
}
