package export

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"net/url"
	"os"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// gpkgChanged stands where a GeoPackage has the time of its last change: the
// same layers give the same bytes at any time.
const gpkgChanged = "1970-01-01T00:00:00.000Z"

const wgs84 = 4326 // EPSG code

// gpkgTables are those of OGC 12-128r18 (GeoPackage 1.3.1), with its row for
// WGS84 and the two undefined systems that it demands.
const gpkgTables = `
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
 organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
 ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
 ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
 ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude and latitude in degrees');
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
 last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
 CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
 z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
 CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
 CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
 CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
 styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 'layer_styles', '', '` + gpkgChanged + `', NULL, NULL, NULL, NULL, NULL);
`

// WriteGeoPackage writes layers into a new GeoPackage: a table each, with a
// spatial index where it has geometry, the meaning of every column, and the style that QGIS
// shows at once. The file must not exist.
func WriteGeoPackage(path string, layers ...Layer) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the pragmas belong to a connection
	if _, err := db.Exec(gpkgTables); err != nil {
		return err
	}
	for _, l := range layers {
		if err := writeGPKGLayer(db, l); err != nil {
			return fmt.Errorf("layer %s: %w", l.Name, err)
		}
	}
	return db.Close()
}

func writeGPKGLayer(db *sql.DB, l Layer) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	g := gpkgLayer{Layer: l, tx: tx}
	g.kind, g.spatial = l.shape()
	for _, step := range []func() error{g.register, g.insert, g.index, g.describe, g.style} {
		if err := step(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// gpkgLayer is a layer on its way into a GeoPackage.
type gpkgLayer struct {
	Layer
	tx      *sql.Tx
	kind    shape
	spatial bool
}

func (g *gpkgLayer) exec(statement string, args ...any) error {
	_, err := g.tx.Exec(statement, args...)
	return err
}

func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// register makes the table and tells the tables of contents.
func (g *gpkgLayer) register() error {
	definitions := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if g.spatial {
		definitions = append(definitions, "geom "+g.kind.String())
	}
	for _, c := range g.Columns {
		definitions = append(definitions, identifier(c.Name)+" "+[...]string{"TEXT", "INTEGER", "REAL", "BOOLEAN"}[c.Kind])
	}
	if err := g.exec("CREATE TABLE " + identifier(g.Name) + " (" + strings.Join(definitions, ", ") + ")"); err != nil {
		return err
	}
	if !g.spatial {
		return g.exec("INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, '', ?, NULL, NULL, NULL, NULL, NULL)", g.Name, g.Name, gpkgChanged)
	}
	var box [4]any
	if b, ok := layerBound(g.Layer); ok {
		box = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	if err := g.exec("INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
		g.Name, g.Name, gpkgChanged, box[0], box[1], box[2], box[3], wgs84); err != nil {
		return err
	}
	return g.exec("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", g.Name, g.kind.String(), wgs84)
}

func (g *gpkgLayer) insert() error {
	width := len(g.Columns)
	if g.spatial {
		width++
	}
	insert, err := g.tx.Prepare("INSERT INTO " + identifier(g.Name) + " VALUES (?" + strings.Repeat(", ?", width) + ")")
	if err != nil {
		return err
	}
	defer insert.Close()
	args := make([]any, 0, 1+width)
	for i, row := range g.Rows {
		args = append(args[:0], i+1)
		if g.spatial {
			blob, err := gpkgBlob(g.kind.promote(tidy(row.Geometry)))
			if err != nil {
				return err
			}
			args = append(args, blob)
		}
		for k, c := range g.Columns {
			args = append(args, c.value(row.Values[k]))
		}
		if _, err := insert.Exec(args...); err != nil {
			return err
		}
	}
	return nil
}

// gpkgBlob is the geometry of a row: a header with its box, then WKB; nil for none.
func gpkgBlob(g orb.Geometry) (any, error) {
	if g == nil {
		return nil, nil
	}
	const littleEndian, boxXY, empty = 1, 1 << 1, 1 << 4
	flags := byte(littleEndian | boxXY)
	b := g.Bound()
	if b.IsEmpty() {
		flags = littleEndian | empty
	}
	blob := append(make([]byte, 0, 40+16*8), 'G', 'P', 0, flags)
	blob = binary.LittleEndian.AppendUint32(blob, wgs84)
	if flags&empty == 0 {
		for _, x := range [4]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			blob = binary.LittleEndian.AppendUint64(blob, math.Float64bits(x))
		}
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	return append(blob, body...), err
}
