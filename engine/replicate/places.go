package replicate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Names of columns that say what a file of places holds.
var (
	nodeColumns = []string{"node", "node_id"}
	codeColumns = []string{"cvegeo", "CVEGEO", "code", "municipality", "id"}
)

// kind is what the places of a list are.
type kind uint8

const (
	unknownKind kind = iota
	nodeKind
	codeKind
)

// placeList is a list of nodes or municipalities as it stands in a file.
type placeList struct {
	entries []entry
	kind    kind
}

type entry struct {
	text string
	line int
}

// readPlaces reads a list, a place a line, or a table with a column of places.
func readPlaces(path string, files fs.FS) (placeList, error) {
	b, err := feature.OpenBytes(path, feature.Options{FS: files})
	if err != nil {
		return placeList{}, err
	}
	data, err := io.ReadAll(b)
	if err != nil {
		return placeList{}, errors.Join(b.Error(err), b.Close())
	}
	if err := b.Close(); err != nil {
		return placeList{}, err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.ContainsAny(first, ",;\t") {
		return readPlaceTable(path, files)
	}
	list, header := listEntries(data)
	switch {
	case slices.Contains(nodeColumns, header):
		list.kind = nodeKind
	case slices.Contains(codeColumns, header):
		list.kind = codeKind
	case header != "":
		return list, &feature.Error{File: path, Line: 1, Err: fmt.Errorf("%q is neither a node nor a municipality", header), Hint: kindHint}
	}
	return list, nil
}

const kindHint = "begin the file with a line node or code"

// listEntries splits a list into lines; header is a first line that is no number.
func listEntries(data []byte) (list placeList, header string) {
	scanner := bufio.NewScanner(bytes.NewReader(data))
	for line := 1; scanner.Scan(); line++ {
		text := strings.Trim(strings.TrimSpace(scanner.Text()), `"`)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if _, err := strconv.Atoi(text); err != nil && len(list.entries) == 0 && header == "" {
			header = text
			continue
		}
		list.entries = append(list.entries, entry{text, line})
	}
	return list, header
}

// guess finds out what plain numbers are: a number with a leading zero, or one of
// five digits beyond the last node, can only be a code; a shorter one, only a node.
func (list *placeList) guess(path string, nodeCount int) error {
	if list.kind != unknownKind || len(list.entries) == 0 {
		return nil
	}
	const digits = 5 // of a code
	code, node := 0, 0
	for _, e := range list.entries {
		n, err := strconv.Atoi(e.text)
		switch {
		case err != nil:
		case len(e.text) == digits && (e.text[0] == '0' || n > nodeCount):
			code = e.line
		case len(e.text) < digits:
			node = e.line
		}
	}
	switch {
	case code > 0 && node > 0:
		return &feature.Error{File: path, Line: max(code, node), Hint: kindHint,
			Err: fmt.Errorf("line %d can only be a node and line %d only a municipality", node, code)}
	case code == node:
		return &feature.Error{File: path, Err: errors.New("nothing says whether these are nodes or municipalities"), Hint: kindHint}
	case code > 0:
		list.kind = codeKind
	default:
		list.kind = nodeKind
	}
	return nil
}

// readPlaceTable reads the column of nodes or codes of a table.
func readPlaceTable(path string, files fs.FS) (list placeList, err error) {
	r, err := feature.Open(path, feature.Options{FS: files, Lon: "-"})
	if err != nil {
		return list, err
	}
	defer r.Close()
	column := ""
	for i, name := range slices.Concat(nodeColumns, codeColumns) {
		if column == "" && slices.Contains(r.Columns(), name) {
			column, list.kind = name, nodeKind
			if i >= len(nodeColumns) {
				list.kind = codeKind
			}
		}
	}
	if column == "" {
		return list, &feature.Error{File: path, Line: 1, Err: errors.New("there is no column node or cvegeo"), Hint: "name one so"}
	}
	for f, err := range r.All() {
		if err != nil {
			return list, err
		}
		text, ok := f.Text(column)
		if !ok {
			return list, f.Errorf("the column %s is empty", column)
		}
		list.entries = append(list.entries, entry{text, f.Line})
	}
	return list, nil
}
