package feature_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"testing"

	"github.com/paulmach/orb"
)

// FuzzOpen reads any bytes under any of the names that files come with: the
// format is told by both. Archives are what the other targets do not reach.
func FuzzOpen(f *testing.F) {
	names := []string{"a", "a.zip", "a.csv.gz", "a.csv.bz2", "a.geojson", "a.shp", "a.dbf", "a.gpkg"}
	line := shp(3, partsRecord(3, []orb.Point{{0, 0}, {1, 2}}))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte("id,lon,lat\n1,2,3\n"))
	z.Close()
	for i, seed := range [][]byte{
		[]byte("id\n1\n"), zipped(f, "d/a.csv", "id\n1\n"), packed.Bytes(), []byte("BZh91AY&SY"), []byte(collection(`{"type":"Feature","geometry":null}`)), line,
		dbf([]dbfColumn{{"id", 'C', 5}}, 1, []string{" ", "1"}), []byte("SQLite format 3\x00"),
	} {
		f.Add(uint8(i), seed)
	}
	f.Add(uint8(1), zipped(f, "r.shp", string(line), "r.prj", wgs84, "r.dbf", string(dbf([]dbfColumn{{"id", 'C', 5}}, 1, []string{" ", "1"}))))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		checkStream(t, map[string]string{name: string(data)}, name)
	})
}

// FuzzGeoPackage writes over a part of a sound file and cuts it, so that SQLite
// meets damage of every kind.
func FuzzGeoPackage(f *testing.F) {
	geometry := blob(f, orb.LineString{{1, 2}, {3, 4}})
	good, err := os.ReadFile(writeGPKG(f, append(append([]string{}, gpkgRoads...), `INSERT INTO roads (geom, name, n) VALUES (?, 'a', 1)`, `INSERT INTO roads (geom, name) VALUES (?, 'b')`), geometry, geometry))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(18), []byte{2, 2}, uint32(0))
	f.Add(uint32(100), []byte{13, 0, 0, 0, 9}, uint32(0))
	f.Add(uint32(4096), []byte{0xff}, uint32(4000))
	f.Fuzz(func(t *testing.T, at uint32, over []byte, cut uint32) {
		const most = 256
		bad := bytes.Clone(good)
		copy(bad[int(at)%len(bad):], over[:min(len(over), most)])
		checkStream(t, map[string]string{"a.gpkg": string(bad[:len(bad)-int(cut)%len(bad)])}, "a.gpkg")
	})
}
