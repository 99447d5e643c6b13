package feature_test

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

func TestHashAndProgress(t *testing.T) {
	dir := t.TempDir()
	rows := "id,n\n" + strings.Repeat("1,2\n", 300_000) // 1.2 MB: some steps of progress
	write := func(name, data string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	z.Write([]byte(rows))
	z.Close()
	three := string(shp(1, pointRecord(1, 1, 1), pointRecord(1, 2, 2)))
	write("s.shx", string(shx(128, 100)))
	for name, data := range map[string]string{"a.csv": rows, "a.csv.gz": packed.String(), "a.zip": string(zipped(t, "a.csv", rows)), "s.shp": three} {
		t.Run(name, func(t *testing.T) {
			var told []int64
			r, err := feature.Open(write(name, data), feature.Options{Progress: func(n int64) { told = append(told, n) }})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if r.SHA256() != "" {
				t.Error("a hash before the end")
			}
			for _, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
			}
			sum := sha256.Sum256([]byte(data))
			if r.SHA256() != hex.EncodeToString(sum[:]) {
				t.Error("wrong hash", r.SHA256())
			}
			if f := r.Files()[0]; f.Bytes != int64(len(data)) || filepath.Base(f.Name) != name {
				t.Error(f)
			}
			if len(told) == 0 || told[len(told)-1] != int64(len(data)) {
				t.Error("progress", told)
			}
			for i := 1; i < len(told); i++ {
				if told[i] < told[i-1] {
					t.Error("progress goes back:", told)
				}
			}
		})
	}
}

func TestReaderTwice(t *testing.T) {
	r, err := feature.Open("a.csv", feature.Options{FS: files("a.csv", "id\n1\n2\n")})
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range r.All() {
		if err != nil || f.Line != 2 {
			t.Error(f, err)
		}
		break
	}
	for _, err := range r.All() {
		checkError(t, err, "a.csv: the file was read already (open it again)")
	}
	for range 2 {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Features must not change when the stream moves on.
func TestFeaturesStayValid(t *testing.T) {
	for name, data := range map[string]string{
		"a.csv":     "id,lon,lat\n1,1,1\n2,2,2\n",
		"a.geojson": collection(`{"type":"Feature","properties":{"id":1},"geometry":{"type":"LineString","coordinates":[[1,1],[1,1]]}},{"type":"Feature","properties":{"id":2},"geometry":{"type":"LineString","coordinates":[[2,2],[2,2]]}}`),
		"a.dbf":     string(dbf([]dbfColumn{{"id", 'N', 3}}, 2, []string{" ", "1"}, []string{" ", "2"})),
	} {
		all, _, err := read(name, feature.Options{FS: files(name, data)})
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := all[0].Number("id"); v != 1 {
			t.Errorf("%s: the first id became %v", name, v)
		}
		if g := all[0].Geometry; g != nil && g.Bound().Max[0] != 1 {
			t.Errorf("%s: the first geometry became %v", name, g)
		}
	}
}
