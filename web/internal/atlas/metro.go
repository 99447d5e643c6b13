package atlas

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"

	"github.com/corredor-geo/corredor/engine/mexico"
)

// mexicoTable reads a table of the embedded study as rows by column name. A
// table that is not there has no rows.
func mexicoTable(name string) ([]map[string]string, error) {
	text, err := fs.ReadFile(mexico.FS, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comment = '#'
	head, err := reader.Read()
	if err != nil {
		return nil, err
	}
	var rows []map[string]string
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := map[string]string{}
		for i, name := range head {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
}

// nameMetros gives municipalities the name of their metropolitan area. The table
// is Mexico's: it is used when nearly all of its codes are of this layer.
func (a *Atlas) nameMetros() {
	rows, err := mexicoTable("metro.csv")
	if err != nil || !a.mexican(rows) {
		return
	}
	for _, row := range rows {
		if i, ok := a.byCode[row["cvegeo"]]; ok {
			a.Regions[i].Metro = row["name"]
		}
	}
}

// mexican reports whether a table of the embedded study fits the municipalities.
func (a *Atlas) mexican(rows []map[string]string) bool {
	known := 0
	for _, row := range rows {
		if _, ok := a.byCode[row["cvegeo"]+row["code"]]; ok {
			known++
		}
	}
	const most = 0.9
	return float64(known) >= most*float64(len(rows))
}
