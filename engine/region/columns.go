package region

import (
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Names that columns have in the files of INEGI, CONAPO and those who republish
// them, in order of preference; case does not matter.
var (
	codeNames       = []string{"cvegeo", "cve_geo", "clavegeo", "clave", "geocode", "mun_code", "municipality_code"}
	stateCodeNames  = []string{"cve_ent", "cve_edo", "state_code"}
	municipalNames  = []string{"cve_mun", "municipio_code", "mun"}
	otherCodeNames  = []string{"id", "code", "codigo", "region", "geoid", "cve_mun"}
	nameNames       = []string{"nomgeo", "nom_mun", "mun_name", "munname", "municipio_name", "municipio", "nombre", "name"}
	stateNames      = []string{"nom_ent", "nom_edo", "state_name", "estado", "state"}
	areaNames       = []string{"area_km2", "areakm2", "km2"}
	populationNames = []string{"population", "poblacion", "pobtot", "pob_tot", "pop", "population_2010", "population_2015", "population_2020"}
)

// columns says which columns of a file hold what; "" means none does.
type columns struct {
	code                string // or the two below
	stateCode, mun      string
	name, state         string
	areaKM2, population string
	lon, lat            string
}

// chooseColumns takes the columns that were asked for and guesses the others.
func chooseColumns(have []string, opts ReadOptions) columns {
	c := columns{
		code: opts.Code, name: opts.Name, state: opts.State,
		areaKM2: opts.Area, population: opts.Population, lon: opts.Lon, lat: opts.Lat,
	}
	if c.code == "" {
		c.code = firstOf(have, codeNames)
	}
	if c.code == "" {
		c.stateCode, c.mun = firstOf(have, stateCodeNames), firstOf(have, municipalNames)
		if c.stateCode == "" || c.mun == "" {
			c.stateCode, c.mun = "", ""
			c.code = firstOf(have, otherCodeNames)
		}
	}
	guess := func(column *string, names []string) {
		if *column == "" {
			*column = firstOf(have, names)
		}
	}
	guess(&c.name, nameNames)
	guess(&c.state, stateNames)
	guess(&c.areaKM2, areaNames)
	guess(&c.population, populationNames)
	return c
}

func firstOf(have, names []string) string {
	for _, name := range names {
		for _, column := range have {
			if strings.EqualFold(column, name) {
				return column
			}
		}
	}
	return ""
}

// codeOf reads the code of a feature; without an error it is not bad.
func (c columns) codeOf(f feature.Feature) (code string, state feature.CodeState, err error) {
	text := ""
	switch {
	case c.code != "":
		text, _ = f.Text(c.code)
		code, state = feature.ParseCode(text)
	case c.stateCode != "":
		text, _ = f.Text(c.stateCode)
		mun, _ := f.Text(c.mun)
		code, state = joinCode(text, mun)
		text += " " + mun
	default:
		e := f.Errorf("no column holds the code of the municipality")
		e.Hint = "name it in the options; the columns are " + strings.Join(f.Columns(), ", ")
		if len(f.Columns()) == 0 {
			e.Hint = "the file has no columns; a shapefile needs its .dbf beside it"
		}
		return "", feature.CodeBad, e
	}
	if state != feature.CodeBad {
		return code, state, nil
	}
	e := f.Errorf("%w, not %q", ErrCode, text)
	e.Column, e.Hint = c.code, "write it as text with its leading zero, such as 01001, or name another column"
	return "", feature.CodeBad, e
}

// required lists the columns that the caller named: a file without one of them
// is an error, while guesses may fail.
func (o ReadOptions) required() []string {
	var names []string
	for _, name := range []string{o.Code, o.Name, o.State, o.Area, o.Population, o.Lon, o.Lat} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}
