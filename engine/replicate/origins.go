package replicate

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Origins are the places that send one unit each. Nodes and Codes are of one
// length; a code is "" where a node was given. Two municipalities may send from the
// same node.
type Origins struct {
	Nodes []graph.NodeID
	Codes []string
	// Twice counts entries that stood before, which are taken once, and Roadless the
	// municipalities left out because the archive has no road there.
	Twice    int
	Roadless []string
}

// OriginOptions says how origins are read.
type OriginOptions struct {
	FS fs.FS
	// SkipRoadless leaves out municipalities without a road instead of failing.
	SkipRoadless bool
}

// entry is a line of a file of origins.
type entry struct {
	text string
	line int
}

// Names of columns that say what a file of places holds.
var (
	nodeColumns = []string{"node", "node_id"}
	codeColumns = []string{"cvegeo", "CVEGEO", "code", "municipality", "id"}
)

// ReadOrigins reads places, one a line: numbers of nodes as in the archive (1 to
// 13969) or codes of municipalities (CVEGEO). A first line node or code, or a table
// with the column node or cvegeo, says which; without it, numbers are codes when one
// of them can be no node, and nodes when one can be no code. An origin must reach the United States in
// period 0.
func (a *Archive) ReadOrigins(ctx context.Context, path string, opts OriginOptions) (Origins, error) {
	entries, nodes, err := readPlaces(path, opts.FS, a.Graph.NodeCount())
	if err != nil {
		return Origins{}, err
	}
	var o Origins
	seat := a.newSeats()
	seen := map[string]bool{}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return Origins{}, context.Cause(ctx)
		}
		key := strings.TrimLeft(e.text, "0")
		if seen[key] {
			o.Twice++
			continue
		}
		seen[key] = true
		if err := o.add(seat, e.text, nodes); err != nil {
			if opts.SkipRoadless && errors.Is(err, errRoadless) {
				o.Roadless = append(o.Roadless, e.text)
				continue
			}
			return Origins{}, &feature.Error{File: path, Line: e.line, Err: err, Hint: hintOf(err)}
		}
	}
	if len(o.Nodes) == 0 {
		return Origins{}, &feature.Error{File: path, Err: errors.New("there is no origin"), Hint: "write a node or a municipality code a line"}
	}
	return o, nil
}

func hintOf(err error) string {
	if errors.Is(err, errRoadless) {
		return "leave it out, or pass --skip-roadless"
	}
	return ""
}

func (o *Origins) add(seat *seats, text string, nodes bool) error {
	n, code := graph.NodeID(graph.None), ""
	var err error
	if nodes {
		n, err = seat.node(text)
	} else {
		n, code, err = seat.municipality(text)
	}
	if err == nil {
		o.Nodes, o.Codes = append(o.Nodes, n), append(o.Codes, code)
	}
	return err
}

// readPlaces reads a list or a table of places, and says whether they are nodes.
func readPlaces(path string, files fs.FS, nodeCount int) (entries []entry, nodes bool, err error) {
	b, err := feature.OpenBytes(path, feature.Options{FS: files})
	if err != nil {
		return nil, false, err
	}
	data, err := io.ReadAll(b)
	if err != nil {
		return nil, false, errors.Join(b.Error(err), b.Close())
	}
	if err := b.Close(); err != nil {
		return nil, false, err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.ContainsAny(first, ",;\t") {
		return readPlaceTable(path, files)
	}
	entries, header := listEntries(data)
	switch {
	case contains(nodeColumns, header):
		return entries, true, nil
	case contains(codeColumns, header):
		return entries, false, nil
	case header != "":
		return nil, false, &feature.Error{File: path, Line: 1, Err: fmt.Errorf("%q is neither a node nor a municipality", header),
			Hint: "begin the file with a line node or code"}
	}
	nodes, err = guessNodes(entries, nodeCount)
	if err != nil {
		return nil, false, &feature.Error{File: path, Err: err, Hint: "begin the file with a line node or code"}
	}
	return entries, nodes, nil
}

// listEntries splits a list into lines; header is a first line that is no number.
func listEntries(data []byte) (entries []entry, header string) {
	scanner := bufio.NewScanner(bytes.NewReader(data))
	for line := 1; scanner.Scan(); line++ {
		text := strings.Trim(strings.TrimSpace(scanner.Text()), `"`)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if _, err := strconv.Atoi(text); err != nil && len(entries) == 0 && header == "" {
			header = text
			continue
		}
		entries = append(entries, entry{text, line})
	}
	return entries, header
}

// guessNodes says whether plain numbers are nodes.
func guessNodes(entries []entry, nodeCount int) (bool, error) {
	anyCode, anyNode := false, false
	for _, e := range entries {
		n, err := strconv.Atoi(e.text)
		switch {
		case err != nil:
		case len(e.text) == 5 && (e.text[0] == '0' || n > nodeCount):
			anyCode = true
		case n < 10000 && e.text[0] != '0':
			anyNode = true
		}
	}
	if anyCode == anyNode {
		return false, errors.New("nothing says whether these are nodes or municipalities")
	}
	return anyNode, nil
}

// readPlaceTable reads the column node or code of a table.
func readPlaceTable(path string, files fs.FS) (entries []entry, nodes bool, err error) {
	r, err := feature.Open(path, feature.Options{FS: files, Lon: "-"})
	if err != nil {
		return nil, false, err
	}
	defer r.Close()
	column := ""
	for _, name := range append(append([]string{}, nodeColumns...), codeColumns...) {
		if column == "" && contains(r.Columns(), name) {
			column, nodes = name, contains(nodeColumns, name)
		}
	}
	if column == "" {
		return nil, false, &feature.Error{File: path, Line: 1, Err: errors.New("there is no column node or cvegeo"), Hint: "name one so"}
	}
	for f, err := range r.All() {
		if err != nil {
			return nil, false, err
		}
		text, ok := f.Text(column)
		if !ok {
			return nil, false, f.Errorf("the column %s is empty", column)
		}
		entries = append(entries, entry{text, f.Line})
	}
	return entries, nodes, nil
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}
