package replicate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// wantLine checks that an error is one line with a text in it.
func wantLine(t *testing.T, err error, text string) {
	t.Helper()
	switch {
	case err == nil:
		t.Errorf("no error; want %q", text)
	case strings.Contains(err.Error(), "\n"):
		t.Errorf("the error has several lines: %v", err)
	case !strings.Contains(err.Error(), text):
		t.Errorf("the error is %q; want %q in it", err, text)
	}
}

func TestBadArchives(t *testing.T) {
	changed := func(change func(links [][8]float64) [][8]float64) []byte {
		return matFile("Network", columnsOf(change(append([][8]float64{}, smallLinks...))))
	}
	for name, c := range map[string]struct {
		file string
		data []byte // nil removes it
		want string
	}{
		"period missing": {"RoadNet7.mat", nil, "RoadNet7.mat is missing"},
		"period extra":   {"RoadNet12.mat", []byte("x"), "RoadNet12.mat is one period too many"},
		"no archive":     {"RoadNet0.mat", nil, "RoadNet0.mat is missing"},
		"not a MAT-file": {"MunIds.mat", []byte("PK\x03\x04"), "MunIds.mat"},
		"another cell":   {"MunIds.mat", matFile("Other", [][]float64{{1}}), "MunIds"},
		"new link": {"RoadNet3.mat", changed(func(l [][8]float64) [][8]float64 { return append(l, [8]float64{1, 4, 5}) }),
			"RoadNet3.mat: link 9 (1-4) is not in RoadNet0.mat"},
		"longer link": {"RoadNet3.mat", changed(func(l [][8]float64) [][8]float64 { l[1][2] = 11; return l }), "is 11 km long, and 10 km"},
		"link into nowhere": {"RoadNet0.mat", changed(func(l [][8]float64) [][8]float64 { l[0][3] = 1; return l }),
			"link 1 (1-2) has bcx = 1, but node 8 is beyond the border"},
		"code":         {"MunIds.mat", matFile("MunIds", [][]float64{{7, 1002, 2001, 2002, 3001}, {1, 2, 3, 4, 5}}), "7 is no municipality code"},
		"code twice":   {"MunIds.mat", matFile("MunIds", [][]float64{{1001, 1001, 2001, 2002, 3001}, {1, 2, 3, 4, 5}}), "01001 stands twice"},
		"foreign code": {"MunLinkIds.mat", matFile("MunLinks", [][]float64{{9009}, {1}, {1}, {2}, {10}}), "row 1: 9009 is no municipality of MunIds.mat"},
		"foreign link": {"MunLinkIds.mat", matFile("MunLinks", [][]float64{{1001}, {1}, {1}, {7}, {10}}), "RoadNet0.mat has no link 1-7"},
		"foreign node": {"MunLinkIds.mat", matFile("MunLinks", [][]float64{{1001}, {1}, {1}, {70}, {10}}), "70 is no node"},
	} {
		t.Run(name, func(t *testing.T) {
			files := smallArchive()
			delete(files, c.file)
			if c.data != nil {
				files[c.file] = &fstest.MapFile{Data: c.data}
			}
			_, err := replicate.Open(context.Background(), replicate.Options{FS: files, AnySize: true})
			wantLine(t, err, c.want)
		})
	}
	_, err := replicate.Open(context.Background(), replicate.Options{FS: smallArchive()})
	wantLine(t, err, "RoadNet0.mat has 8 nodes and 8 links, not 13970 and 17404")
	if !errors.Is(err, replicate.ErrArchive) {
		t.Error("an archive of another size is not ErrArchive")
	}
	_, err = replicate.Open(context.Background(), replicate.Options{Dir: "no/such"})
	wantLine(t, err, "no/such: there is no such folder")
}

func TestBadOrigins(t *testing.T) {
	a := openSmall(t)
	for text, want := range map[string]string{
		"node\n9\n":              "o.txt:2: there is no node 9 in the network",
		"node\n8\n":              "node 8 is the sink",
		"node\n6\n":              "node 6 is in a small component",
		"node\nx\n":              `o.txt:2: "x" is no node`,
		"cvegeo\n03001\n":        "municipality 03001 is in a small component",
		"cvegeo\n09001\n":        "municipality 09001 has no road in the archive's network (leave it out, or pass --skip-roadless)",
		"cvegeo\nabcde\n":        `"abcde" is no municipality code`,
		"1\n01001\n":             "line 1 can only be a node and line 2 only a municipality",
		"# nothing\n":            "there is no origin",
		"places\n1\n":            `"places" is neither a node nor a municipality`,
		"crop,name\npoppy,X\n":   "there is no column node or cvegeo",
		"crop,cvegeo\npoppy,\n":  "the column cvegeo is empty",
		"crop,cvegeo\npoppy,7\n": `"7" is no municipality code`,
	} {
		files := fstest.MapFS{"o.txt": {Data: []byte(text)}}
		_, err := a.ReadOrigins(context.Background(), "o.txt", replicate.OriginOptions{FS: files})
		wantLine(t, err, want)
	}
	files := fstest.MapFS{"o.txt": {Data: []byte("cvegeo\n09001\n09002\n")}}
	_, err := a.ReadOrigins(context.Background(), "o.txt", replicate.OriginOptions{FS: files, SkipRoadless: true})
	wantLine(t, err, "o.txt: no origin is left: none of 2 municipalities, the first 09001, has a road")
	o := originsOf(t, a, "node\n1\n")
	if _, err := a.Shortest(o, 12); err == nil {
		t.Error("there is a period 12")
	}
	_, err = a.Congested(context.Background(), o, 0, replicate.Congestion{Params: replicate.Params{PhiTruck: -1}})
	wantLine(t, err, "must not be negative")
}

// smallHomicides is a table for the small archive: 12 months, one homicide in the first.
func smallHomicides() string {
	var b strings.Builder
	b.WriteString("id,date,Total,Population\n")
	for _, code := range smallCodes {
		for month := range 12 {
			year, of := 2006+(11+month)/12, (11+month)%12+1
			fmt.Fprintf(&b, "%v,%d-%02d-15,%d,1000\n", code, year, of, max(0, 1-month))
		}
	}
	return b.String()
}

func smallPanel(homicides, producers string) replicate.PanelOptions {
	files := fstest.MapFS{"h.csv": {Data: []byte(homicides)}, "p.txt": {Data: []byte(producers)}}
	return replicate.PanelOptions{Homicides: replicate.HomicideFile{FS: files, Path: "h.csv"}, Producers: "p.txt", FS: files}
}

func TestBadPanels(t *testing.T) {
	good := smallHomicides()
	for name, c := range map[string]struct{ homicides, producers, want string }{
		"gap":           {strings.Replace(good, "1001,2007-03-15,0,1000\n", "", 1), "04001", "the panel has gaps: 1 of 48, the first municipality 01001 in 2007-03"},
		"twice":         {good + "1001,2007-03-15,0,1000\n", "04001", "h.csv:62: municipality 01001 and 2007-03 stood in line 5 already"},
		"negative":      {strings.Replace(good, "1001,2006-12-15,1", "1001,2006-12-15,-1", 1), "04001", `h.csv:2: column "Total": -1 is negative`},
		"no people":     {strings.Replace(good, "1001,2006-12-15,1,1000", "1001,2006-12-15,1,0", 1), "04001", "01001 has no inhabitants in 2006-12"},
		"no number":     {strings.Replace(good, "1001,2006-12-15,1,", "1001,2006-12-15,many,", 1), "04001", "h.csv:2"},
		"no date":       {strings.Replace(good, "2006-12-15", "soon", 1), "04001", "h.csv:2"},
		"column":        {"id,date,Total\n", "04001", "Population"},
		"all producers": {good, "01001\n01002\n02001\n02002\n", "no municipality is left"},
		"nodes":         {good, "node\n1\n", "these are nodes"},
		"producer":      {good, "cvegeo\n7\n", `p.txt:2: "7" is no municipality code`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openSmall(t).Panel(context.Background(), smallPanel(c.homicides, c.producers))
			wantLine(t, err, c.want)
		})
	}
}

func TestBadPublishedFlows(t *testing.T) {
	for name, c := range map[string]struct{ file, data, want string }{
		"negative": {"sp/OptFlows3.csv", "1001,-1\n", "OptFlows3.csv:1: the flow is -1"},
		"order":    {"sp/OptFlows3.csv", "1002,1\n", `OptFlows3.csv:1: the municipality is "1002", not 01001`},
		"short":    {"congestion/OptFlows0.csv", "1001,1\n", "there are 1 municipalities, not 5"},
		"text":     {"sp/OptFlows3.csv", "1001,x\n", `"x" is no flow`},
		"extra":    {"sp/OptFlows12.csv", "", "sp/OptFlows12.csv is one period too many"},
	} {
		t.Run(name, func(t *testing.T) {
			files := smallArchive()
			files[c.file] = &fstest.MapFile{Data: []byte(c.data)}
			wantLine(t, panelOf(t, files), c.want)
		})
	}
	files := smallArchive()
	delete(files, "sp/OptFlows5.csv")
	wantLine(t, panelOf(t, files), "sp/OptFlows5.csv is missing")
	files = smallArchive()
	files["MakePathPanel.dta"] = &fstest.MapFile{Data: dtaFile([]string{"time", "YMEvent"}, [][]float64{{0, 1}, {563, 565}})}
	wantLine(t, panelOf(t, files), "row 2 is the month 2007-02, not 2007-01")
	files["MakePathPanel.dta"] = &fstest.MapFile{Data: dtaFile([]string{"time", "YMEvent"}, [][]float64{{0, 1}, {563, 564}})}
	wantLine(t, panelOf(t, files), "does not go from period 0 to 11")
}

func panelOf(t *testing.T, files fstest.MapFS) error {
	t.Helper()
	a, err := replicate.Open(context.Background(), replicate.Options{FS: files, AnySize: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Panel(context.Background(), smallPanel(smallHomicides(), "04001\n"))
	return err
}
