package stata_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/internal/outside"
	"github.com/corredor-geo/corredor/internal/stata"
)

// printTable is an R function that prints a table as printed does, one value a
// line. Numbers are printed by %.17g, which float64 survives.
const printTable = `
suppressMessages({library(haven); library(foreign)})
show <- function(d) for (n in names(d)) {
  x <- zap_formats(zap_labels(zap_label(d[[n]])))
  if (is.character(x)) cat(sprintf("%s \"%s\"\n", n, x), sep = "")
  else cat(sprintf("%s %s\n", n, ifelse(is.na(x), "NaN", sprintf("%.17g", as.numeric(x)))), sep = "")
}
`

// runR runs a script in a folder, or skips the test when R or its packages
// haven and foreign are not there.
func runR(t *testing.T, dir, script string) []string {
	t.Helper()
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("Rscript is not installed: no comparison with R")
	}
	if exec.Command(rscript, "-e", "library(haven); library(foreign)").Run() != nil {
		t.Skip("R has no package haven or foreign: no comparison with them")
	}
	run := exec.Command(rscript, "-e", printTable+script)
	run.Dir = dir
	run.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := run.Output()
	if err != nil {
		t.Fatalf("R: %v, %s", err, out)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func printed(f *stata.File) (lines []string) {
	for _, c := range f.Columns {
		for _, x := range c.Numbers {
			text := "NaN"
			if !math.IsNaN(x) {
				text = fmt.Sprintf("%.17g", x)
			}
			lines = append(lines, c.Name+" "+text)
		}
		for _, s := range c.Texts {
			lines = append(lines, fmt.Sprintf("%s \"%s\"", c.Name, s))
		}
	}
	return lines
}

// TestRWrites reads what R's package haven wrote, by way of ReadStat, and what
// its package foreign wrote.
func TestRWrites(t *testing.T) {
	dir := t.TempDir()
	lines := runR(t, dir, `
set.seed(7)
n <- 700
d <- data.frame(whole = sample.int(1e6, n), real = rnorm(n) * 10^sample(-30:30, n, TRUE),
  word = strrep("ab", sample(0:20, n, TRUE)), place = sample(c("Ju\u00e1rez", "Le\u00f3n", ""), n, TRUE))
d$whole[c(3, n)] <- NA; d$real[c(5, 6)] <- NA
for (v in c(8, 10, 12, 13, 14, 15)) write_dta(d, sprintf("haven%d.dta", v), version = v, strl_threshold = if (v >= 13) 20 else 2045)
plain <- d; plain$place <- NULL
plain$word[plain$word == ""] <- "x"
for (v in c(8, 10, 12)) write.dta(plain, sprintf("foreign%d.dta", v), version = v)
show(d)
cat("--\n")
show(plain)
`)
	cut := slices.Index(lines, "--")
	if cut < 0 {
		t.Fatal(lines)
	}
	for name, want := range map[string][]string{"haven": lines[:cut], "foreign": lines[cut+1:]} {
		paths, err := filepath.Glob(filepath.Join(dir, name+"*.dta"))
		if err != nil || len(paths) < 3 {
			t.Fatal(paths, err)
		}
		for _, path := range paths {
			f, err := stata.Read(context.Background(), path, stata.Options{})
			if err != nil {
				t.Error(err)
				continue
			}
			compare(t, filepath.Base(path)+" of format "+strconv.Itoa(f.Version), printed(f), want)
		}
	}
}

// TestRReads has R read the files that these tests build, in both byte orders,
// and the reference data.
func TestRReads(t *testing.T) {
	dir := t.TempDir()
	script := ""
	var got []string
	for _, b := range builders() {
		name := strings.ReplaceAll(b.String(), " ", "") + ".dta"
		if err := os.WriteFile(filepath.Join(dir, name), b.file(), 0o600); err != nil {
			t.Fatal(err)
		}
		columns := "1:7"
		if b.version < 117 || b.version == 119 { // haven 2.5 reads the references of 119 as those of 118
			columns = "1:6"
		}
		script += fmt.Sprintf("show(read_dta(%q, encoding = 'UTF-8')[%s])\n", name, columns)
		f, err := stata.Read(context.Background(), filepath.Join(dir, name), stata.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if b.version == 119 {
			f.Columns = f.Columns[:6]
		}
		got = append(got, printed(f)...)
	}
	compare(t, "built files", got, runR(t, dir, script))
}

func TestRReadsReference(t *testing.T) {
	for _, name := range []string{"table1", "table1_neighbor", "MakePathPanel", "CloseElec"} {
		path := outside.ReferenceData(t, "dell2015/"+name+".dta")
		lines := runR(t, filepath.Dir(path), fmt.Sprintf("show(read_dta(%q))", filepath.Base(path)))
		f, err := stata.Read(context.Background(), path, stata.Options{})
		if err != nil {
			t.Fatal(err)
		}
		compare(t, name, printed(f), lines)
	}
}

func compare(t *testing.T, name string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d values, R has %d", name, len(got), len(want))
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: %s, R has %s", name, got[i], want[i])
			return
		}
	}
}
