package region

import (
	"context"
	"errors"
	"io/fs"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// ReadOptions says how a layer is read. The zero value guesses the columns by
// the names that INEGI and its republishers use, whatever the case:
//
//   - Code: cvegeo, cve_geo, clavegeo, clave, geocode, mun_code,
//     municipality_code; else state and municipality apart (cve_ent, cve_edo or
//     state_code with cve_mun, municipio_code or mun); else id, code, codigo,
//     region, geoid, cve_mun.
//   - Name: nomgeo, nom_mun, mun_name, munname, municipio_name, municipio,
//     nombre, name.
//   - State: nom_ent, nom_edo, state_name, estado, state.
//   - Area, in km²: area_km2, areakm2, km2. It counts for seats only; the area
//     of polygons is computed.
//   - Population, in persons: population, poblacion, pobtot, pob_tot, pop,
//     population_2010, population_2015, population_2020.
//   - Lon, Lat of the seat, in degrees: those of package feature for a CSV; none
//     for a layer of polygons.
type ReadOptions struct {
	FS       fs.FS  // nil means the files of the operating system
	Encoding string // as in feature.Options
	CRS      string // as in feature.Options
	Member   string // the file to read in a .zip that holds several

	Code, Name, State, Area, Population string
	Lon, Lat                            string

	// Recode replaces codes: a municipality takes the code, and joins the
	// polygons, of the one that it was part of in another year's frame.
	Recode map[string]string
}

// Read reads municipalities from polygons (GeoJSON, Shapefile) or from their
// seats (CSV with longitude and latitude, points of a layer). Polygons are
// repaired, and codes that lost their leading zero get it back; Layer.Warnings
// counts each kind of mend. Features of one code are merged as by [NewLayer]:
// their polygons are put together, other values come from the first that has one.
//
// Failures are *feature.Error with file, line or feature, and a hint: what
// package feature finds, a code that cannot be one, coordinates that are not
// longitude and latitude in degrees, a geometry that is neither polygon nor
// point, a file without any polygon or seat. O(n log n) in the points.
func Read(ctx context.Context, path string, opts ReadOptions) (*Layer, error) {
	r, err := feature.Open(path, feature.Options{
		FS: opts.FS, Encoding: opts.Encoding, CRS: opts.CRS, Member: opts.Member, Lon: opts.Lon, Lat: opts.Lat,
	})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := r.RequireColumns(opts.required()...); err != nil {
		return nil, err
	}
	l, notes := &Layer{}, tally{}
	if err := l.readFeatures(ctx, r, opts, &notes); err != nil {
		return nil, err
	}
	for _, line := range r.Warnings() {
		l.Warnings = append(l.Warnings, Warning{Kind: FileNote, Count: 1, Examples: []string{line}})
	}
	l.Files = r.Files()
	if err := l.prepare(&notes); err != nil {
		return nil, noPlaceError(path, err)
	}
	return l, nil
}

func noPlaceError(path string, err error) error {
	if !errors.Is(err, ErrNoPlace) {
		return err
	}
	return &feature.Error{File: path, Err: err,
		Hint: "give polygons (GeoJSON, Shapefile), or a table with the columns lon and lat in degrees"}
}

func (l *Layer) readFeatures(ctx context.Context, r *feature.Reader, opts ReadOptions, notes *tally) error {
	var c columns
	known := false
	for f, err := range r.All() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if !known {
			c, known = chooseColumns(f.Columns(), opts), true
		}
		code, state, err := c.codeOf(f)
		if err != nil {
			return err
		}
		switch state {
		case feature.CodeDisputed:
			notes.add(CodeDisputed, code)
			continue
		case feature.CodeMended:
			notes.add(CodeZeroRestored, code)
		}
		if to, ok := opts.Recode[code]; ok {
			code = to
		}
		region, err := c.region(f, code)
		if err != nil {
			return err
		}
		l.Regions = append(l.Regions, region)
	}
	return nil
}

// region reads one feature.
func (c columns) region(f feature.Feature, code string) (r Region, err error) {
	r.Code = code
	r.Name, _ = f.Text(c.name)
	r.State, _ = f.Text(c.state)
	if r.AreaKM2, err = optionalNumber(f, c.areaKM2); err != nil {
		return r, err
	}
	if r.Population, err = optionalNumber(f, c.population); err != nil {
		return r, err
	}
	switch g := f.Geometry.(type) {
	case nil:
	case orb.Point:
		r.Seat, r.HasSeat = g, true
	case orb.Polygon:
		r.Area = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		r.Area = g
	default:
		e := f.Errorf("%w, not a %s", ErrGeometry, g.GeoJSONType())
		e.Hint = "is this another layer, such as the roads?"
		return r, e
	}
	if err := c.seatColumns(f, &r); err != nil {
		return r, err
	}
	if err := checkRegion(r); err != nil {
		return r, f.Errorf("%s: %w", code, err)
	}
	return r, nil
}

// seatColumns reads the seat from columns named by the caller, which give a
// layer of polygons its seats.
func (c columns) seatColumns(f feature.Feature, r *Region) error {
	if r.HasSeat || c.lon == "" || c.lat == "" {
		return nil
	}
	lon, err := optionalNumber(f, c.lon)
	if err != nil {
		return err
	}
	lat, err := optionalNumber(f, c.lat)
	if err != nil {
		return err
	}
	if !math.IsNaN(lon) && !math.IsNaN(lat) {
		r.Seat, r.HasSeat = orb.Point{lon, lat}, true
	}
	return nil
}

// optionalNumber reads a number; NaN when the column or the value is missing.
func optionalNumber(f feature.Feature, column string) (float64, error) {
	if column == "" {
		return math.NaN(), nil
	}
	v, err := f.Number(column)
	if errors.Is(err, feature.ErrMissing) {
		return math.NaN(), nil
	}
	return v, err
}
