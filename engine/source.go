package engine

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/corredor-geo/corredor/engine/mexico"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// source is where a study was read from, which its paths are relative to.
type source struct {
	fsys  fs.FS  // nil for the operating system's files
	dir   string // folder of the study
	name  string // the study file itself
	label string // how messages name it
	text  []byte // of the study; nil for one built in code
}

// embeddedPrefix begins the path of a table of the embedded study.
const embeddedPrefix = "mexico:"

// embeddedTables opens the tables of package mexico by the name that a study uses, so that messages have it.
type embeddedTables struct{}

func (embeddedTables) Open(name string) (fs.File, error) {
	return mexico.FS.Open(strings.TrimPrefix(name, embeddedPrefix))
}

func fileSource(name string) source {
	return source{dir: filepath.Dir(name), name: name, label: name}
}

// Embedded returns the study that needs no data but the program itself: the
// Mexican highway network, ports, origins and homicides of package mexico.
func Embedded() (*Study, error) {
	return readStudy(source{fsys: mexico.FS, dir: ".", name: "study.yaml", label: embeddedPrefix + "study.yaml"})
}

// ReadStudyFS reads a study from a file system, which its relative paths are
// then looked up in.
func ReadStudyFS(fsys fs.FS, name string) (*Study, error) {
	return readStudy(source{fsys: fsys, dir: path.Dir(name), name: name, label: name})
}

func (src source) read() ([]byte, error) {
	var text []byte
	var err error
	if src.fsys != nil {
		text, err = fs.ReadFile(src.fsys, src.name)
	} else {
		text, err = os.ReadFile(src.name)
	}
	if err == nil {
		return text, nil
	}
	hint := "is the path right? Without a study, corredor run uses the embedded one"
	if info, missing := os.Stat(src.name); src.fsys == nil && missing == nil && info.IsDir() {
		err, hint = errors.New("this is a folder, not a file"), "name the study file in it"
	} else if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("there is no such file")
	}
	return nil, &feature.Error{File: src.label, Err: err, Hint: hint}
}

// input is a file that a study names.
type input struct {
	fsys fs.FS  // nil for the operating system's files
	path string // for feature.Open
	as   string // as the study writes it

	embedded bool // a table of package mexico
}

var variable = regexp.MustCompile(`\$\{(\w*)\}`)

// resolve finds the file that a path of the study means.
func (src source) resolve(as string) (input, error) {
	if strings.HasPrefix(as, embeddedPrefix) {
		return input{embeddedTables{}, as, as, true}, nil
	}
	for _, m := range variable.FindAllStringSubmatch(as, -1) {
		if os.Getenv(m[1]) == "" {
			return input{}, &feature.Error{File: src.label, Err: errors.New("the environment variable " + m[1] + " is not set"),
				Hint: "needed by " + as + "; for example: " + m[1] + "=/path/to/data corredor run ..."}
		}
	}
	expanded := variable.ReplaceAllStringFunc(as, func(m string) string { return os.Getenv(m[2 : len(m)-1]) })
	switch {
	case filepath.IsAbs(expanded), variable.MatchString(as):
		return input{nil, expanded, as, false}, nil
	case src.fsys != nil:
		return input{src.fsys, path.Join(src.dir, expanded), as, false}, nil
	}
	return input{nil, filepath.Join(src.dir, expanded), as, false}, nil
}

// base is the name of the study without its folder, the same on every machine.
func (src source) base() string { return filepath.Base(src.label) }

// files remembers which files a run has opened, under both of their names.
type files struct {
	mu     sync.Mutex
	opened []opened
}

type opened struct{ path, as string }

func (f *files) add(in input) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if o := (opened{in.path, in.as}); !slices.Contains(f.opened, o) {
		f.opened = append(f.opened, o)
	}
}

// asWritten replaces paths of this machine in a text by what the study says, so
// that a record of the run reads the same everywhere. Extensions are left out
// of the comparison: a shapefile is several files.
func (f *files) asWritten(text string) string {
	slices.SortFunc(f.opened, func(a, b opened) int { // the longest path first
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), cmp.Compare(a.path, b.path), cmp.Compare(a.as, b.as))
	})
	for _, in := range f.opened {
		before := strings.TrimSuffix(in.path, filepath.Ext(in.path))
		if before != "" && strings.HasPrefix(text, before) {
			return strings.TrimSuffix(in.as, filepath.Ext(in.as)) + text[len(before):]
		}
	}
	return text
}
