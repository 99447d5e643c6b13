package export

import (
	"fmt"
	"strings"
)

// index builds the R*-tree of the layer's boxes (extension gpkg_rtree_index),
// and the triggers by which a program that edits the layer keeps it true.
func (g *gpkgLayer) index() error {
	if !g.spatial {
		return nil
	}
	plain := "rtree_" + g.Name + "_geom"
	name := identifier(plain)
	if err := g.exec("CREATE VIRTUAL TABLE " + name + " USING rtree(id, minx, maxx, miny, maxy)"); err != nil {
		return err
	}
	if err := g.packRTree(plain); err != nil {
		return err
	}
	for _, trigger := range strings.Split(gpkgTriggers, ";;") {
		if err := g.exec(strings.NewReplacer("{rtree}", name, "{table}", identifier(g.Name), "{trigger}", strings.ReplaceAll(plain, `"`, `""`)).Replace(trigger)); err != nil {
			return fmt.Errorf("trigger of the index: %w", err)
		}
	}
	return g.exec("INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", g.Name)
}

// gpkgTriggers are those that the extension prescribes (Annex F.3), for a table
// with the key fid and the geometry geom.
const gpkgTriggers = `
CREATE TRIGGER "{trigger}_insert" AFTER INSERT ON {table}
 WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
 BEGIN INSERT OR REPLACE INTO {rtree} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;;
CREATE TRIGGER "{trigger}_update6" AFTER UPDATE OF geom ON {table}
 WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) AND (OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))
 BEGIN UPDATE {rtree} SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END;;
CREATE TRIGGER "{trigger}_update7" AFTER UPDATE OF geom ON {table}
 WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) AND (OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))
 BEGIN INSERT INTO {rtree} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;;
CREATE TRIGGER "{trigger}_update2" AFTER UPDATE OF geom ON {table}
 WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
 BEGIN DELETE FROM {rtree} WHERE id = OLD.fid; END;;
CREATE TRIGGER "{trigger}_update5" AFTER UPDATE ON {table}
 WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
 BEGIN DELETE FROM {rtree} WHERE id = OLD.fid;
  INSERT OR REPLACE INTO {rtree} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;;
CREATE TRIGGER "{trigger}_update4" AFTER UPDATE ON {table}
 WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
 BEGIN DELETE FROM {rtree} WHERE id IN (OLD.fid, NEW.fid); END;;
CREATE TRIGGER "{trigger}_delete" AFTER DELETE ON {table}
 WHEN old.geom NOT NULL
 BEGIN DELETE FROM {rtree} WHERE id = OLD.fid; END`

// describe writes the unit and meaning of every column where QGIS and GDAL look
// for them (extension gpkg_schema).
func (g *gpkgLayer) describe() error {
	for _, c := range g.Columns {
		meaning := c.Meaning
		if c.Unit != "" {
			meaning += " (" + c.Unit + ")"
		}
		if err := g.exec("INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, NULL, ?, NULL, NULL)", g.Name, c.Name, meaning); err != nil {
			return err
		}
	}
	return nil
}

// style keeps the layer's style as QGIS does in a database.
func (g *gpkgLayer) style() error {
	if g.Style == nil || !g.spatial {
		return nil
	}
	return g.exec(`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)
 VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', ?)`, g.Name, g.Name, g.Style.qml(g.kind), gpkgChanged)
}
