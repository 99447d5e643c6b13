package feature_test

import (
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"github.com/corredor-geo/corredor/internal/outside"
)

// gpkgTables are the tables of an empty GeoPackage; OGC 12-128r19, annex C.
var gpkgTables = []string{
	`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT)`,
	`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '` + wgs84 + `', NULL), ('LCC', 6372, 'EPSG', 6372, 'undefined', NULL),
		('plane', -1, 'NONE', -1, 'undefined', NULL), ('degrees', 0, 'NONE', 0, 'undefined', NULL), ('old', 4267, 'EPSG', 4267, 'undefined', NULL)`,
	`CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER)`,
	`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)`,
}

// gpkgRoads is a layer with a column of every kind; {geometry} is to be bound.
var gpkgRoads = []string{
	`CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT(20), n MEDIUMINT, x REAL, ok BOOLEAN, day DATE, at DATETIME, raw BLOB)`,
	`INSERT INTO gpkg_contents VALUES ('roads', 'features', 'Roads of Mexico', 4326)`,
	`INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', 'GEOMETRY', 4326, 0, 0)`,
}

// writeGPKG makes a GeoPackage of statements through SQLite and returns its
// path. A statement that has one ? gets the next geometry.
func writeGPKG(t testing.TB, statements []string, geometries ...[]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range append(append([]string{}, gpkgTables...), statements...) {
		var args []any
		for i := range s {
			if s[i] == '?' {
				args = append(args, geometries[0])
				geometries = geometries[1:]
			}
		}
		if _, err := db.Exec(s, args...); err != nil {
			t.Fatal(s, err)
		}
	}
	return path
}

// blob puts the header of a GeoPackage before a geometry: no envelope, WGS84.
func blob(t testing.TB, g orb.Geometry) []byte {
	t.Helper()
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		t.Fatal(err)
	}
	return append(gpkgHead(1, 4326, 0), body...)
}

// gpkgHead is the header of a geometry with room for an envelope.
func gpkgHead(flags byte, system uint32, envelope int) []byte {
	b := []byte{'G', 'P', 0, flags}
	if flags&1 == 1 {
		b = binary.LittleEndian.AppendUint32(b, system)
	} else {
		b = binary.BigEndian.AppendUint32(b, system)
	}
	return append(b, make([]byte, envelope)...)
}

// gdal runs a program of GDAL, or skips the test.
func gdal(t testing.TB, program string, arguments ...string) string {
	t.Helper()
	return outside.Output(t, "", append([]string{program}, arguments...)...)
}
