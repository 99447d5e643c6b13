package matlab_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/internal/matlab"
	"github.com/corredor-geo/corredor/internal/outside"
)

// sums describes an array with the sums of its numbers, to ten digits; of
// several columns in a cell, each.
func sums(a *matlab.Array) string {
	if a.Class == matlab.Cell {
		parts := []string{a.String()}
		for _, c := range a.Cells {
			parts = append(parts, sums(c))
		}
		return strings.Join(parts, "; ")
	}
	sum := 0.0
	for _, x := range a.Numbers {
		sum += x
	}
	return fmt.Sprintf("%s %.10g", a, sum)
}

// Sizes and sums are those that Octave 7.3 finds in the same files, with
// size(v) and printf("%.10g", sum(v)).
func TestReferenceData(t *testing.T) {
	for _, test := range []struct{ file, name, want string }{
		{"MunLinkIds", "MunLinks", "1x5 cell; 23679x1 double 421291653; 23679x1 double 24086445; 23679x1 double 170630944; 23679x1 double 172054123; 23679x1 double 153529730.5"},
		{"MunIds", "MunIds", "1x2 cell; 2259x1 double 43543919; 2259x1 double 2552670"},
		{"MunType", "MunType", "1x5 cell; 2456x1 double 47565484; 2456x1 double 3017196; 2456x1 double 2430; 2456x1 double 19; 2456x1 double 7"},
		{"MunDist", "MunDist", "1x3 cell; 2456x1 double 47565484; 2456x1 double 3017196; 2456x1 double 38304.80507"},
		{"MeasuredCap", "MeasuredCap", "1x6 cell; 2456x1 double 47565484; 2456x1 double 3017196; 2456x1 double 81; 2456x1 double 1.0000003; 2456x1 double 265.7368; 2456x1 double 0.9927503"},
		{"Centrality", "PathLength", "2259x1 double +Inf"},
		{"1stageSim", "Par1", "4x1 double 184.7277451"},
		{"1stageSim", "fval", "1x1 double 7.672350481"},
		{"2stageSim", "Par1", "4x1 double 193.9638042"},
		{"2stageSim", "fval", "1x1 double 75.3586775"},
		{"WeightMatrix", "CovFn", "9x9 double 0.4825039753"},
	} {
		f, err := matlab.Read(context.Background(), outside.ReferenceData(t, "dell2015/"+test.file+".mat"), matlab.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if a := f.Variable(test.name); a == nil || sums(a) != test.want {
			t.Errorf("%s: %s is %s, want %s", test.file, test.name, sums(a), test.want)
		}
		if len(f.Files) != 1 || len(f.Files[0].SHA256) != 64 || len(f.Warnings) > 0 || !strings.HasPrefix(f.Header, "MATLAB 5.0 MAT-file, Platform: PCWIN64") {
			t.Errorf("%s: %+v", test.file, f)
		}
	}
}

// As above: links, sum of node1, of node2, of dist in km; of bcx, port, tbcx,
// containers and lanes.
func TestReferenceRoadNets(t *testing.T) {
	const all, closed = "26 7 19 265.7368 81", "23 6 17 253.3657 69"
	for _, test := range []struct {
		file         string
		links        int
		node1, node2 int
		km           float64
		rest         string
	}{
		{"RoadNet0", 17404, 121216419, 122136491, 155600.6455, all},
		{"RoadNet1", 17329, 120191694, 121110773, 154720.4262, all},
		{"RoadNet2", 17305, 120138658, 121055751, 153994.0781, all},
		{"RoadNet3", 17258, 119924114, 120838201, 153643.8294, all},
		{"RoadNet4", 17137, 119718699, 120628965, 151559.4869, all},
		{"RoadNet5", 16986, 119704842, 120572047, 148585.7247, closed},
		{"RoadNet6", 16563, 116331159, 117180628, 145364.6928, closed},
		{"RoadNet7", 16479, 115461052, 116308259, 145047.0958, closed},
		{"RoadNet8", 16436, 115002884, 115847867, 144616.7736, closed},
		{"RoadNet9", 16380, 114870429, 115713970, 144351.0185, closed},
		{"RoadNet10", 16366, 114736676, 115578730, 144167.1991, closed},
		{"RoadNet11", 16330, 114396167, 115236792, 143951.0418, closed},
		{"RoadNet0absx", 17404, 121216419, 122136491, 155600.6455, all},
	} {
		f, err := matlab.Read(context.Background(), outside.ReferenceData(t, "dell2015/"+test.file+".mat"), matlab.Options{Variables: []string{"Network"}})
		if err != nil {
			t.Error(err)
			continue
		}
		want := fmt.Sprintf("1x8 cell; %dx1 double %d %d %.4f %s", test.links, test.node1, test.node2, test.km, test.rest)
		network := f.Variable("Network")
		got := network.String() + "; " + network.Cells[0].String()
		for i, column := range network.Cells {
			if column.String() != network.Cells[0].String() {
				t.Errorf("%s: column %d is %s", test.file, i+1, column)
			}
			sum := 0.0
			for _, x := range column.Numbers {
				sum += x
			}
			got += " " + formatSum(sum)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", test.file, got, want)
		}
	}
}

func formatSum(x float64) string {
	if x == math.Trunc(x) {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4f", x)
}
