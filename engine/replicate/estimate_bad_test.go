package replicate_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// readConfiscations reads a table that stands in a text.
func readConfiscations(e *replicate.Estimator, text string) (*replicate.Confiscations, error) {
	return e.Sample.ReadConfiscations(context.Background(), "c.csv", fstest.MapFS{"c.csv": {Data: []byte(text)}})
}

func TestReadConfiscations(t *testing.T) {
	e := makeBorderland(1, smallLand).estimator(t)
	c, err := readConfiscations(e, "cvegeo,value\n1001,100\n01002,0\n01003,0.5\n31001,7\n")
	if err != nil {
		t.Fatal(err)
	}
	if c.Positive != 2 || c.Below != 1 || !slices.Equal(c.Outside, []string{"31001"}) || len(c.Logs) != len(e.Sample.Codes) {
		t.Errorf("%d positive, %d below 1, outside %v, of %d", c.Positive, c.Below, c.Outside, len(c.Logs))
	}
	if want := []float64{math.Log(100), 0, math.Log(0.5), 0}; !slices.Equal(c.Logs[:4], want) {
		t.Errorf("logarithms are %v, want %v", c.Logs[:4], want)
	}
	for text, want := range map[string]string{
		"cvegeo,value\n01001,-1\n":           "c.csv:2: column \"value\": -1 is negative",
		"cvegeo,value\n01001,lots\n":         `not a number: "lots"`,
		"cvegeo,value\n01001,\n":             "the value is missing (write 0 where nothing was confiscated, or leave the municipality out)",
		"cvegeo,value\n01001,1\n1001,2\n":    "c.csv:3: municipality 01001 stood in line 2 already (add its values up)",
		"cvegeo,value\nx,1\n":                "c.csv:2",
		"place,value\n01001,1\n":             "there is no column of municipality codes (name it cvegeo)",
		"cvegeo,money\n01001,1\n":            "value",
		"cvegeo,value\n01001,0\n":            "no municipality has a value above 0",
		"cvegeo,value\n31001,9\n":            "no municipality has a value above 0",
		"cvegeo,value\n01001,Inf\n":          "not a number",
		"cvegeo,value\n" + "01001,1e400\n\n": "1e400",
	} {
		_, err := readConfiscations(e, text)
		wantLine(t, err, want)
	}
}

func TestBadSamples(t *testing.T) {
	types := func(rows ...[]float64) []byte {
		columns := make([][]float64, 5)
		for _, row := range rows {
			for j, x := range row {
				columns[j] = append(columns[j], x)
			}
		}
		return matFile("MunType", columns)
	}
	for name, c := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"no file":       {"MunType.mat", nil, "MunType.mat"},
		"other columns": {"MunDist.mat", matFile("MunDist", [][]float64{{1001}, {1}}), "MunDist.mat has 2 columns, not 3"},
		"other rows":    {"MunDist.mat", matFile("MunDist", [][]float64{{1001}, {1}, {1}}), "MunDist.mat has 1 municipalities, and MunType.mat 126"},
		"no code":       {"MunType.mat", types([]float64{7, 1, 1, 0, 0}), "row 1: 7 is no municipality code"},
		"twice":         {"MunType.mat", types([]float64{1001, 1, 1, 0, 0}, []float64{1001, 2, 1, 0, 0}), "municipality 01001 stands twice"},
		"two roles":     {"MunType.mat", types([]float64{1001, 1, 1, 1, 0}), "row 1: 01001 is not of one role"},
		"half a role":   {"MunType.mat", types([]float64{1001, 1, 0, 0.5, 0}), "row 1: 01001 is not of one role"},
		"one seaport": {"MunType.mat", types([]float64{1001, 1, 1, 0, 0}, []float64{1002, 1, 1, 0, 0}, []float64{1003, 2, 0, 1, 0}, []float64{1004, 2, 0, 1, 0},
			[]float64{1005, 2, 0, 0, 1}), "the role seaport has 1 municipalities; it needs 2"},
	} {
		t.Run(name, func(t *testing.T) {
			b := makeBorderland(1, smallLand)
			delete(b.files, c.file)
			if c.data != nil {
				b.files[c.file] = &fstest.MapFile{Data: c.data}
			}
			_, err := b.open(t).Sample(context.Background())
			wantLine(t, err, c.want)
			if c.data != nil && !errors.Is(err, replicate.ErrArchive) {
				t.Errorf("%v does not wrap ErrArchive", err)
			}
		})
	}
}

func TestSizesMustFitRoles(t *testing.T) {
	b := makeBorderland(1, smallLand)
	a := b.open(t)
	s, err := a.Sample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	caps := make([][]float64, 6)
	for i, code := range s.Codes {
		var number float64
		fmt.Sscanf(strings.TrimLeft(code, "0"), "%g", &number)
		for j, x := range []float64{number, float64(i + 1), 0, 0, 0, 0} {
			caps[j] = append(caps[j], x)
		}
	}
	b.put("MeasuredCap", caps) // nobody has any
	_, err = b.open(t).Sample(context.Background())
	wantLine(t, err, "has 0 lanes and 0 containers, and is truck crossing in MunType.mat")
}
