package engine_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// FuzzStudy wants a study or one line about the file, whatever is in it.
func FuzzStudy(f *testing.F) {
	f.Add(smallStudy)
	f.Add("title: x\norigins: [{layer: poppy, top: -1}]\n")
	f.Add("metric: {surfaces: [{name: a, raster: b, polygons: c}]}\nvintages: [{name: 1}]\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := engine.ReadStudyFS(fstest.MapFS{"study.yaml": {Data: []byte(text)}}, "study.yaml")
		var located *feature.Error
		if err != nil && (!errors.As(err, &located) || located.File == "" || strings.ContainsAny(err.Error(), "\r\n")) {
			t.Errorf("error %q is not one located line", err)
		}
	})
}
