package violence

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Layout says how a table of counts is read: by [Read] with Options, or by
// [ReadCross] when it is a cross table of INEGI.
type Layout struct {
	Options
	Cross bool
}

// Column names by what they hold, in the order in which they are tried, without
// regard to case.
var (
	codeNames       = []string{"cvegeo", "id", "code", "clave", "inegi"}
	dateNames       = []string{"date", "month", "fecha"}
	yearNames       = []string{"year", "anio", "año", "ano"}
	populationNames = []string{"population", "pop", "poblacion", "población"}
	stateNames      = []string{"statecode", "cve_ent", "state_code"}
	registeredNames = []string{"registered", "registration", "year_registered", "anio_regis", "registro"}
	factorNames     = []string{"per", "factor", "undercount"}
)

// seriesNames are columns of counts, with the name of the series. Total is all
// homicides in some files and drug-war homicides beside V1 or Executions.
var seriesNames = []struct{ column, series string }{
	{"v1", "homicides"}, {"homicides", "homicides"}, {"homicidios", "homicides"}, {"deaths", "homicides"}, {"defunciones", "homicides"},
	{"total", "total"}, {"drug_war", "drug_war"}, {"executions", "executions"}, {"aggressions", "aggressions"}, {"shootouts", "shootouts"},
}

// GuessLayout looks at the head of a file and says how it is probably to be read.
// What it cannot tell is empty, for the user to say.
func GuessLayout(path string, fsys fs.FS) (Layout, error) {
	reader, err := feature.Open(path, feature.Options{FS: fsys, Encoding: "latin1", Lon: "-"})
	if err != nil {
		return Layout{}, err
	}
	defer reader.Close()
	columns := reader.Columns()
	if len(columns) == 1 && strings.HasPrefix(columns[0], "Mortalidad") {
		return Layout{Cross: true, Options: Options{FS: fsys}}, nil
	}
	find := func(names []string) string {
		for _, name := range names {
			for _, column := range columns {
				if strings.EqualFold(column, name) {
					return column
				}
			}
		}
		return ""
	}
	l := Layout{Options: Options{FS: fsys, Code: find(codeNames), Date: find(dateNames), Year: find(yearNames),
		Population: find(populationNames), State: find(stateNames), Registered: find(registeredNames), Factor: find(factorNames)}}
	if l.Date != "" {
		l.Year = ""
	}
	for _, s := range seriesNames {
		if column := find([]string{s.column}); column != "" && !l.hasSeries(s.series) {
			l.Series = append(l.Series, SeriesColumn{Name: s.series, Column: column})
		}
	}
	l.nameTotal()
	return l, nil
}

func (l *Layout) hasSeries(name string) bool {
	return slices.ContainsFunc(l.Series, func(s SeriesColumn) bool { return s.Name == name })
}

// nameTotal says what a column Total holds: the drug war beside all homicides or
// beside its kinds, else all homicides.
func (l *Layout) nameTotal() {
	for i := range l.Series {
		if l.Series[i].Name != "total" {
			continue
		}
		l.Series[i].Name = "homicides"
		if l.hasOther("homicides", i) || l.hasOther("executions", i) {
			l.Series[i].Name = "drug_war"
		}
	}
}

func (l *Layout) hasOther(name string, than int) bool {
	for i, s := range l.Series {
		if i != than && s.Name == name {
			return true
		}
	}
	return false
}

// Check says what is missing to read the table.
func (l Layout) Check() error {
	switch {
	case l.Cross:
		return nil
	case l.Code == "":
		return errors.New("which column is the municipality?")
	case l.Date == "" && l.Year == "":
		return errors.New("which column is the month, or the year?")
	case len(l.Series) == 0:
		return errors.New("which columns count homicides?")
	}
	return nil
}
