package load_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/graph/load"
)

const twoLinksTwice = `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 3
<FIRST THRU NODE> 1
<NUMBER OF LINKS> 4
<END OF METADATA>
1 2 1 1 1 0 0 0 0 1 ;
2 3 1 1 1 0 0 0 0 1 ;
1 2 1 1 1 0 0 0 0 1 ;
3 1 1 1 1 0 0 0 0 1 ;
`

func TestTNTPFlows(t *testing.T) {
	n, err := load.TNTP(context.Background(), load.TNTPFiles{Net: "net.tntp"}, load.Options{FS: files("net.tntp", twoLinksTwice)})
	if err != nil {
		t.Fatal(err)
	}
	const some = "From To Volume Cost\n3 1 4 0\n1 2 1.5 0 ;\n~ a comment\n1 2 2\n2 3 1e1 7\n"
	replaced := func(old, with string) string { return strings.Replace(some, old, with, 1) }
	for _, test := range []struct{ name, text, want string }{
		{"good", some, ""},
		{"no names", some[len("From To Volume Cost\n"):], ""},
		{"empty", "", "flow.tntp: 4 links have no flow, the first from 1 to 2 (is it of another network, or cut short?)"},
		{"cut", some[:strings.Index(some, "2 3")], "flow.tntp: 1 links have no flow, the first from 2 to 3"},
		{"once too often", some + "1 2 3\n", "flow.tntp:7: the network has no link from 1 to 2, or the file has it twice"},
		{"unknown link", replaced("3 1 4", "1 3 4"), "flow.tntp:2: the network has no link from 1 to 3"},
		{"unknown node", replaced("3 1 4", "4 1 4"), `flow.tntp:2: "4" is not a whole number from 1 to 3`},
		{"negative", replaced("3 1 4", "3 1 -4"), `flow.tntp:2: column "Volume": -4 is not between 0 and`},
		{"decimal comma", replaced("1.5", "1,5"), `flow.tntp:3: column "Volume": "1,5" is not a number (decimal comma? write 1.5)`},
		{"two fields", replaced("3 1 4 0", "3 1"), `flow.tntp:2: "3 1" is no link with its flow`},
	} {
		flows, err := load.TNTPFlows(context.Background(), "flow.tntp", n.Graph, load.Options{FS: files("flow.tntp", test.text)})
		switch {
		case test.want == "" && (err != nil || !slices.Equal(flows, []float64{1.5, 2, 10, 4})):
			t.Errorf("%s: %v, %v", test.name, flows, err)
		case test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)):
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

func FuzzTNTPFlows(f *testing.F) {
	n, err := load.TNTP(context.Background(), load.TNTPFiles{Net: "net.tntp"}, load.Options{FS: files("net.tntp", twoLinksTwice)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("From To Volume Cost\n3 1 4 0\n1 2 1.5 0 ;\n1 2 2\n2 3 1e1 7\n")
	f.Add(";\n~\n1")
	f.Fuzz(func(t *testing.T, text string) {
		flows, err := load.TNTPFlows(context.Background(), "flow.tntp", n.Graph, load.Options{FS: files("flow.tntp", text)})
		if err != nil {
			checkBare(t, nil, err)
			return
		}
		for a, x := range flows {
			if !(x >= 0) {
				t.Errorf("flow %v on arc %d", x, a)
			}
		}
	})
}
