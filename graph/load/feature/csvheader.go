package feature

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

const delimiters = "\t;,"

// sniffDelimiter takes the delimiter that is most frequent outside quotes in
// the first line that is neither blank nor a comment; ties go to the one that
// is rarest in names: tab, semicolon, comma.
func sniffDelimiter(in *bufio.Reader) rune {
	head, _ := in.Peek(bufferSize)
	for len(head) > 0 && (head[0] == '#' || head[0] == '\n' || head[0] == '\r') {
		end := strings.IndexByte(string(head), '\n')
		if end < 0 {
			break
		}
		head = head[end+1:]
	}
	var count [3]int
	quoted := false
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' {
			break
		}
		if i := strings.IndexByte(delimiters, c); i >= 0 {
			count[i]++
		}
	}
	most := max(count[0], count[1], count[2])
	if most == 0 {
		return ','
	}
	return rune(delimiters[slices.Index(count[:], most)])
}

func (s *csvSource) readHeader() error {
	names, line, err := s.row()
	if err == io.EOF {
		return &Error{File: s.table.file, Err: errors.New("no header"), Hint: "write the names of the columns in the first line"}
	}
	if err != nil {
		return err
	}
	numbers := len(names) > 0
	first := make(map[string]bool, len(names))
	for i := range names {
		name := strings.TrimSpace(names[i])
		names[i] = name
		if first[name] {
			return &Error{File: s.table.file, Line: line, Column: name, Err: errors.New("two columns have this name"),
				Hint: "rename one of them"}
		}
		first[name] = name != ""
		if _, hint := parseNumber(name); hint != "" {
			numbers = false
		}
	}
	if numbers {
		return &Error{File: s.table.file, Line: line, Err: errors.New("the first line holds numbers, not the names of columns"),
			Hint: "write a line with the names above it"}
	}
	if len(names) == 1 && strings.Contains(names[0], "\r") {
		return &Error{File: s.table.file, Line: line, Err: errors.New("the lines end in the old Macintosh way"),
			Hint: "save the file with line ends of Windows or Unix"}
	}
	s.table = newSchema(s.table.file, names)
	return nil
}

// coordinateNames are tried in this order when Options names no columns.
var coordinateNames = [][2]string{
	{"lon", "lat"}, {"longitude", "latitude"}, {"long", "lat"}, {"lng", "lat"}, {"x", "y"},
}

func (s *csvSource) findCoordinates(opts Options) error {
	switch {
	case opts.Lon == "-":
		return nil
	case opts.Lon == "" && opts.Lat == "":
		for _, pair := range coordinateNames {
			lon, lat := s.foldedColumn(pair[0]), s.foldedColumn(pair[1])
			if lon >= 0 && lat >= 0 {
				s.lon, s.lat = lon, lat
				return nil
			}
		}
		return nil
	}
	for _, name := range []string{opts.Lon, opts.Lat} {
		if _, ok := s.table.index[name]; !ok {
			return &Error{File: s.table.file, Column: name, Err: ErrColumn, Hint: columnsHint(name, s.table.columns)}
		}
	}
	s.lon, s.lat = s.table.index[opts.Lon], s.table.index[opts.Lat]
	return nil
}

func (s *csvSource) foldedColumn(name string) int {
	for i, c := range s.table.columns {
		if strings.EqualFold(c, name) {
			return i
		}
	}
	return -1
}
