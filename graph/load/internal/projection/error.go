package projection

import (
	"errors"
	"strconv"
	"strings"
)

// Error says what is wrong with a coordinate system and how to mend it.
type Error struct {
	Hint string // how to mend it; may be ""
	Err  error  // what is wrong; never nil
}

// Errors that callers may want to tell apart, wrapped by an *Error.
var (
	// ErrSyntax: the text is no coordinate system in a known notation.
	ErrSyntax = errors.New("not a coordinate system")
	// ErrUnknown: the projection or the kind of system is not known here.
	ErrUnknown = errors.New("not known here")
	// ErrParameter: a parameter is missing, beyond its range or not known.
	ErrParameter = errors.New("bad parameter of the projection")
	// ErrDatum: the datum is too far from WGS84 to be taken for it.
	ErrDatum = errors.New("the datum is not WGS84")
	// ErrDomain: a point lies outside what the projection can show. Inverse
	// and Forward return it as it is.
	ErrDomain = errors.New("outside the projection")
)

// Error prints one line: "message (hint)".
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Err.Error()
	}
	return e.Err.Error() + " (" + e.Hint + ")"
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

const (
	ogr2ogr = "convert the data with: ogr2ogr -t_srs EPSG:4326 out in"
	forms   = `write WKT as in a .prj, or a code such as "EPSG:6372"`
)

// quote shows a piece of the input: quoted, escaped, shortened.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}
