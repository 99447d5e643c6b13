package feature_test

import (
	"compress/bzip2"
	"io"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/outside"
)

// BenchmarkRead reads whole files from memory; MB/s is of decompressed bytes.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{
		"municipalities/mun2007_wgs84.geojson",
		"roads/mexico_highways.geojson",
		"roads/MEX_roads.shp",
		"municipalities/municipios.shp",
		"eradication/lab_density.csv",
		"homicides/conapo-municipio-population2010-2030.csv",
		"homicides/homicides-dwrh-month-municipality.csv.bz2",
	} {
		b.Run(path.Base(name), func(b *testing.B) {
			base, files := inMemory(b, name)
			total := 0
			for _, f := range files {
				total += len(f.Data)
			}
			b.SetBytes(int64(total))
			b.ReportAllocs()
			for b.Loop() {
				r, err := feature.Open(base, feature.Options{FS: files})
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range r.All() {
					if err != nil {
						b.Fatal(err)
					}
				}
				r.Close()
			}
		})
	}
}

// inMemory loads a file, decompressed, with what lies beside it.
func inMemory(b *testing.B, name string) (base string, files fstest.MapFS) {
	b.Helper()
	on := outside.ReferenceData(b, name)
	files = fstest.MapFS{}
	stem := strings.TrimSuffix(on, path.Ext(on))
	for _, ext := range []string{path.Ext(on), ".shx", ".dbf", ".prj"} {
		if ext != path.Ext(on) && path.Ext(on) != ".shp" {
			continue
		}
		file, err := os.Open(stem + ext)
		if err != nil {
			continue
		}
		var in io.Reader = file
		if ext == ".bz2" {
			in, ext = bzip2.NewReader(file), ""
		}
		data, err := io.ReadAll(in)
		file.Close()
		if err != nil {
			b.Fatal(err)
		}
		files[path.Base(stem)+ext] = &fstest.MapFile{Data: data}
	}
	return strings.TrimSuffix(path.Base(on), ".bz2"), files
}
