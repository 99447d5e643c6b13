package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
)

// ErrOverwrite: an output would take the place of a file that the study reads.
var ErrOverwrite = errors.New("the output would overwrite an input of the study")

// outputStems and outputEnds make the names of all files that a result may write.
var outputEnds = []string{"geojson", "gpkg", "parquet", "fgb", "kml", "csv", "html", "json"}

var outputStems = []string{"routes", "segments", "municipalities", "ports", "hotspots", "hotspot_regions", "comparison", "exposure", "tests", "balance",
	"periods", "flows", "panel", "robustness", "columns", "report", "manifest", geoPackageName}

// CheckOutput says whether a result could be written into a folder, before the
// work of a run: the folder can be made and written to, and no input of the study lies
// in it under the name of an output. It leaves nothing behind.
func (s *Study) CheckOutput(dir string) error {
	for _, name := range s.inputFiles() {
		base := filepath.Base(name)
		stem, end, _ := strings.Cut(base, ".")
		if slices.Contains(outputStems, stem) && slices.Contains(outputEnds, end) && sameFile(name, filepath.Join(dir, base)) {
			return overwrites(name)
		}
	}
	staging, err := export.Stage(dir)
	if err != nil {
		return err
	}
	staging.Abort()
	return nil
}

// checkStaged is the same for files that are ready to be put in place.
func (s *Study) checkStaged(dir string, files []export.Written) error {
	inputs := s.inputFiles()
	for _, f := range files {
		for _, name := range inputs {
			if sameFile(name, filepath.Join(dir, f.Name)) {
				return overwrites(name)
			}
		}
	}
	return nil
}

func overwrites(name string) error {
	return fmt.Errorf("%w: %s (write to another folder)", ErrOverwrite, name)
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// inputFiles are the paths that texts of the study may mean, and the study itself:
// those of the operating system only.
func (s *Study) inputFiles() []string {
	var names []string
	if s.source.fsys == nil && s.source.name != "" {
		names = append(names, s.source.name)
	}
	eachText(reflect.ValueOf(s).Elem(), func(text string) {
		if in, err := s.source.resolve(text); err == nil && in.fsys == nil && text != "" {
			names = append(names, in.path)
		}
	})
	return names
}

// eachText visits every text that is reached by exported fields.
func eachText(v reflect.Value, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachText(v.Field(i), visit)
			}
		}
	}
}
