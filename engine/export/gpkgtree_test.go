package export_test

import (
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/export"
)

// TestPackedRTree: SQLite's own check finds nothing wrong with the packed tree, at
// the sizes where a level more is needed, and it finds the boxes that a search
// of all rows finds.
func TestPackedRTree(t *testing.T) {
	const node = 51
	for _, n := range []int{0, 1, node, node + 1, node * node, node*node + 1} {
		l := manySegments(n)
		if n > 1 {
			l.Rows[1].Geometry = nil // a row without a place in the tree
		}
		path := filepath.Join(t.TempDir(), "a.gpkg")
		if err := export.WriteGeoPackage(path, l, export.Layer{Name: "other", Rows: []export.Row{{Geometry: orb.Point{1, 2}}}}); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			checkRTree(t, db, l)
		}
		db.Close()
	}
}

func checkRTree(t *testing.T, db *sql.DB, l export.Layer) {
	t.Helper()
	var verdict string
	if err := db.QueryRow("SELECT rtreecheck('rtree_segments_geom')").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("%d rows: %q, %v", len(l.Rows), verdict, err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		west, south := -117+30*random.Float64(), 15+17*random.Float64()
		east, north := west+5*random.Float64(), south+5*random.Float64()
		want := 0
		for _, row := range l.Rows {
			if row.Geometry != nil && row.Geometry.Bound().Intersects(orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}) {
				want++
			}
		}
		var got int
		if err := db.QueryRow("SELECT count(*) FROM rtree_segments_geom WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?", east, west, north, south).Scan(&got); err != nil {
			t.Fatal(err)
		}
		// Boxes of 32 bits are wider by up to 1e-5 degree: one may touch that does not.
		if got < want || got > want+1 {
			t.Errorf("%d rows: a box of %g x %g degrees finds %d, want %d", len(l.Rows), east-west, north-south, got, want)
		}
	}
	var rows, indexed int
	if err := db.QueryRow("SELECT count(geom) FROM segments").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("SELECT count(*) FROM rtree_segments_geom_rowid").Scan(&indexed); err != nil || indexed != rows {
		t.Errorf("%d of %d rows are in the tree, %v", indexed, rows, err)
	}
}

// TestPackedRTreeCanBeEdited: a program that adds and removes rows keeps a sound tree.
func TestPackedRTreeCanBeEdited(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gpkg")
	if err := export.WriteGeoPackage(path, manySegments(500)); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"DELETE FROM rtree_segments_geom WHERE id % 3 = 0",
		"INSERT INTO rtree_segments_geom SELECT 1000 + id, minx, maxx + 1, miny, maxy FROM rtree_segments_geom",
		"DELETE FROM rtree_segments_geom WHERE id < 400",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var verdict string
	if err := db.QueryRow("SELECT rtreecheck('rtree_segments_geom')").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("%q, %v", verdict, err)
	}
}
