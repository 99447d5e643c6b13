package violence_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/violence"
)

// cross is a small table as INEGI writes it. Culiacán: 3 of 2006 in time, 1 a year
// late; 2 of 1999, before the registrations begin; 4 without a date.
const cross = `"Mortalidad general"
"Tipo de defunción : Homicidio"
""
"Consulta"
"","","","","2006","2007",""
"","Total","Total","Total","1,011","8"
"","Total","2006","Total","1,009","1"
"=CONCATENAR( ,25) ","Sinaloa","Total","Total","1,009","8"
" 25 006 ","Culiacán","Total","Total","1,009","7"
" 25 006 ","Culiacán","1999","Total","2",""
" 25 006 ","Culiacán","2006","Total","1,003","1"
" 25 006 ","Culiacán","2006","Hombre","1,000","1"
" 25 006 ","Culiacán","2006","Mujer","2",""
" 25 006 ","Culiacán","2006","No especificado","1",""
" 25 006 ","Culiacán","2007","Total","","6"
" 25 006 ","Culiacán","No especificado","Total","4",""
" 25 999 ","No especificado","2007","Total","","1"
"=CONCATENAR( ,33) ","Extranjero","Total","Total","2",""
"=CONCATENAR( ,33) ","Extranjero","2006","Total","2",""

"FUENTE: INEGI"
`

func readCross(text string) (*violence.Table, error) {
	fsys := fstest.MapFS{"inegi.csv": {Data: []byte(text)}}
	return violence.ReadCross(context.Background(), "inegi.csv", violence.Options{FS: fsys, Encoding: "utf-8"})
}

func TestReadCross(t *testing.T) {
	table, err := readCross(cross)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := cellsText(table), "25006 2006 1004 1001 2; 25006 2007 6 NaN NaN; 25999 2007 1 NaN NaN"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if undated, _ := table.UndatedByYear("homicides"); !reflect.DeepEqual(undated, map[int]float64{2006: 4}) {
		t.Errorf("undated %v", undated)
	}
	want := []string{
		"1 row with a single value, a note below the table: left out",
		"2 deaths in another country are left out",
		"2 deaths before 2006, the first year of registration, are left out",
	}
	if !reflect.DeepEqual(table.Warnings, want) {
		t.Errorf("warnings %q\nwant %q", table.Warnings, want)
	}
	// Of 2006 one of 1,004 was late, so 2007 is multiplied by 1,004/1,003.
	late, _ := adjusted(t, table, violence.Late{Min: 20})
	if got, want := cellsText(late), "25006 2006 1004 1001 2; 25006 2007 6.00598 NaN NaN; 25999 2007 1.001 NaN NaN"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// What a table does not hold is said: it does not sum to the nation's total.
func TestCrossTotalsDisagree(t *testing.T) {
	table, err := readCross(strings.Replace(cross, `"2007","Total","","6"`, `"2007","Total","","5"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	if last := table.Warnings[len(table.Warnings)-1]; last != "2007: the municipalities sum to 7, the nation's total in the file is 8" {
		t.Errorf("warning %q", last)
	}
}

func TestReadCrossErrors(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"count", `"2006","Total","1,003","1"`, `"2006","Total","many","1"`, `inegi.csv:11: column "2006": "many" is not a count`},
		{"negative", `"2006","Total","1,003","1"`, `"2006","Total","-3","1"`, `inegi.csv:11: column "2006": "-3" is not a count`},
		{"occurrence", `"Culiacán","2007"`, `"Culiacán","later"`, `inegi.csv:15: the year of occurrence: "later" is not a year; write 2010`},
		{"years", `"2006","2007",""`, `"2006","2009",""`, `inegi.csv:5: column "2009": the years of registration do not follow one another`},
		{"no years", `"","","","","2006","2007",""`, `"","","","","a","b",""`, "inegi.csv:5: no years of registration above the columns (this reads INEGI's query of deaths: four title lines, then the years from the fifth column on)"},
	} {
		_, err := readCross(strings.Replace(cross, tt.old, tt.new, 1))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: error %v\nwant %s", tt.name, err, tt.want)
		}
	}
	if _, err := readCross(cross[:strings.Index(cross, `" 25 006 "`)]); err == nil || err.Error() != "inegi.csv: the table has no rows" {
		t.Errorf("without municipalities: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := violence.ReadCross(ctx, "inegi.csv", violence.Options{FS: fstest.MapFS{"inegi.csv": {Data: []byte(cross)}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func FuzzReadCross(f *testing.F) {
	f.Add(cross)
	f.Add(strings.ReplaceAll(cross, "\n", "\r\n"))
	f.Add("\n\n\n\n,,,,2006\n25006,,No especificado,Total,9\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readCross(text)
		if err == nil {
			if _, _, err := table.Adjust(violence.Undated{}, violence.Late{Year: 2007}, violence.Annualise{}); err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("error of several lines: %q", err)
		}
	})
}

// A table without oddities has nothing to warn of.
func TestReadCrossInOrder(t *testing.T) {
	table, err := readCross(`"Mortalidad general"
"Tipo de defunción : Homicidio"
""
"Consulta"
"","","","","2006","2007"
"","Total","Total","Total","3","5"
" 25 006 ","Culiacán","2006","Total","3","1"
" 25 006 ","Culiacán","2007","Total","","4"
`)
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Warnings) > 0 || cellsText(table) != "25006 2006 4 NaN NaN; 25006 2007 4 NaN NaN" {
		t.Errorf("%s, warnings %q", cellsText(table), table.Warnings)
	}
}
