package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/internal/outside"
)

// copyArchive links the files of the archive into a new folder, for a test to break.
func copyArchive(t *testing.T) string {
	t.Helper()
	from, to := outside.ReferenceData(t, "dell2015"), t.TempDir()
	for _, pattern := range []string{"*.mat", "*.dta", "sp/*", "congestion/*"} {
		names, err := filepath.Glob(filepath.Join(from, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			rel, err := filepath.Rel(from, name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Dir(filepath.Join(to, rel)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(name, filepath.Join(to, rel)); err != nil {
				t.Skip("no symbolic links here")
			}
		}
	}
	return to
}

// replace puts a file in place of a link; "" removes it.
func replace(t *testing.T, name, text string) {
	t.Helper()
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if text == "" {
		return
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestBadInputOfTheArchive breaks the published archive, or what is given with it, in one
// place each, and wants one line that says where and what.
func TestBadInputOfTheArchive(t *testing.T) {
	const (
		header = "id,date,Total,Population\n"
		none   = "-" // of the archive changes
	)
	for name, test := range map[string]struct{ file, text, input, want string }{
		"missing period":     {"RoadNet7.mat", "", "node\n5\n", "RoadNet7.mat is missing; the archive has a network for each of 12 periods"},
		"extra period":       {"RoadNet12.mat", "x", "node\n5\n", "RoadNet12.mat is one period too many; the archive has RoadNet0.mat to RoadNet11.mat"},
		"another paper":      {"RoadNet0.mat", "\x89PNG", "node\n5\n", "RoadNet0.mat: not a format that can be read here"},
		"not in the network": {none, "", "node\n5\n99999\n", "in.txt:3: there is no node 99999 in the network; it has 1 to 13970"},
		"small component":    {none, "", "node\n5\n13525\n", "in.txt:3: node 13525 is in a small component: no road leads from it to the United States"},
		"negative flow":      {"sp/OptFlows3.csv", "1001,-3\n", header, "sp/OptFlows3.csv:1: the flow is -3; a flow is not negative"},
		"flows of 13":        {"sp/OptFlows12.csv", "1001,3\n", header, "sp/OptFlows12.csv is one period too many; the archive has 12"},
		"gap":                {none, "", header + "1001,2006-12-15,0,1000\n", "in.txt: the panel has gaps: 80659 of 80660, the first municipality 01001 in 2007-01 (a month without homicides needs a row with 0)"},
		"duplicate":          {none, "", header + strings.Repeat("1001,2006-12-15,0,1000\n", 2), "in.txt:3: municipality 01001 and 2006-12 stood in line 2 already; a panel has one row each"},
		"zero population":    {none, "", header + "1001,2006-12-15,0,0\n", `in.txt:2: column "Population": municipality 01001 has no inhabitants in 2006-12, so it has no rate`},
		"negative count":     {none, "", header + "1001,2006-12-15,-1,1000\n", `in.txt:2: column "Total": -1 is negative`},
		"no population":      {none, "", "id,date,Total\n", `in.txt: column "Population": no such column`},
	} {
		t.Run(name, func(t *testing.T) {
			archive := copyArchive(t)
			if test.file != none {
				replace(t, filepath.Join(archive, filepath.FromSlash(test.file)), test.text)
			}
			dir := t.TempDir()
			input, producers := filepath.Join(dir, "in.txt"), filepath.Join(dir, "producers.txt")
			replace(t, input, test.input)
			replace(t, producers, "cvegeo\n01003\n")
			args := []string{"flows", "--origins", input}
			if strings.HasPrefix(test.input, "id,") {
				args = []string{"table7", "--homicides", input, "--producers", producers}
			}
			c := newReplicate(&flags{quiet: true})
			checkArguments(c)
			c.SetOut(new(bytes.Buffer))
			c.SetErr(new(bytes.Buffer))
			c.SetArgs(append(args, "--archive", archive))
			err := c.ExecuteContext(context.Background())
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error is %v\nwant %s", err, test.want)
			}
		})
	}
}
