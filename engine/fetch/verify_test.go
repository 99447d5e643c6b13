package fetch_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/fetch"
	"github.com/corredor-geo/corredor/internal/outside"
)

func TestVerify(t *testing.T) {
	file := body(30, 5000)
	p := publish(t, file, "")
	c, s := cache(t), source(p.URL)
	want := func(state fetch.State) fetch.Status {
		t.Helper()
		got, err := c.Verify(t.Context(), s)
		if err != nil || got.State != state {
			t.Errorf("it is %s, %v; want %s", got.State, err, state)
		}
		return got
	}
	want(fetch.Missing)
	if _, err := c.Fetch(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	want(fetch.Same)
	s.SHA256 = sumOf(file)
	want(fetch.Verified)
	s.SHA256 = ""
	if err := os.WriteFile(c.Path(s), body(31, 5000), 0o644); err != nil {
		t.Fatal(err)
	}
	wantError(t, want(fetch.Changed).Err, "when it was fetched it had "+sumOf(file), "remove "+c.Path(s))
}

// TestVerifyByHand: a file that a user has put there is remembered.
func TestVerifyByHand(t *testing.T) {
	c, s := cache(t), source("")
	s.Manual = "ask"
	if err := os.MkdirAll(filepath.Dir(c.Path(s)), 0o755); err != nil {
		t.Fatal(err)
	}
	for i, want := range []fetch.State{fetch.Same, fetch.Changed} {
		if err := os.WriteFile(c.Path(s), body(uint64(40+i), 100), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Verify(t.Context(), s); err != nil || got.State != want {
			t.Errorf("time %d: %s, %v; want %s", i+1, got.State, err, want)
		}
	}
}

// TestTable: the table that is built in can be read, and says what the documents say.
func TestTable(t *testing.T) {
	list := fetch.Sources()
	if len(list) < 10 {
		t.Errorf("only %d sources", len(list))
	}
	for _, s := range list {
		if found, err := fetch.Find(s.Name); err != nil || found != s {
			t.Errorf("%s: %v", s.Name, err)
		}
		if s.Unpack && !strings.HasSuffix(s.File, ".zip") {
			t.Errorf("%s: %s is not a .zip to unpack", s.Name, s.File)
		}
		if s.SHA256 != "" && s.Bytes == 0 {
			t.Errorf("%s has a checksum and no size", s.Name)
		}
	}
	_, err := fetch.Find("inegi")
	wantError(t, err, `"inegi"`, "inegi-municipalities-2010")
}

func TestParseSources(t *testing.T) {
	const good = "- {name: a, title: A, licence: free, page: 'https://a.org', address: 'https://a.org/a.csv'}\n"
	if list, err := fetch.ParseSources([]byte(good)); err != nil || list[0].File != "a.csv" {
		t.Fatal(list, err)
	}
	for what, bad := range map[string]string{
		"twice":            good + good,
		"no address":       strings.Replace(good, ", address: 'https://a.org/a.csv'", "", 1),
		"a bad name":       strings.Replace(good, "name: a", "name: ../a", 1),
		"no licence":       strings.Replace(good, "licence: free, ", "", 1),
		"an unknown key":   strings.Replace(good, "title", "titel", 1),
		"a file elsewhere": strings.Replace(good, "}", ", file: ../../x}", 1),
		"a short sum":      strings.Replace(good, "}", ", sha256: abc}", 1),
		"no web address":   strings.Replace(good, "https://a.org/a.csv", "file:///etc/passwd", 1),
	} {
		if _, err := fetch.ParseSources([]byte(bad)); err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
}

// TestReferenceSums: the checksums in the table are those of the reference data.
func TestReferenceSums(t *testing.T) {
	for name, file := range map[string]string{
		"homicides-valle-jones":      "homicides/homicides-dwrh-month-municipality.csv.bz2",
		"drug-homicides-valle-jones": "homicides/drug-homicides.csv.bz2",
	} {
		s, err := fetch.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(outside.ReferenceData(t, file))
		if err != nil {
			t.Fatal(err)
		}
		if sumOf(text) != s.SHA256 || int64(len(text)) != s.Bytes {
			t.Errorf("%s: %d bytes with sum %s", name, len(text), sumOf(text))
		}
	}
}
