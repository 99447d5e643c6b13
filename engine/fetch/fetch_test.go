package fetch_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/corredor-geo/corredor/engine/fetch"
)

func TestFetchOnce(t *testing.T) {
	file := body(1, 300_000)
	p := publish(t, file, `"v1"`)
	c, s := cache(t), source(p.URL+"/file.bin")
	s.Bytes, s.SHA256 = int64(len(file)), sumOf(file)
	var last, total int64
	c.Progress = func(d, n int64) { last, total = d, n }
	got, err := c.Fetch(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, got.Path, file)
	if got.SHA256 != sumOf(file) || last != int64(len(file)) || total != last {
		t.Errorf("got %+v after %d of %d", got, last, total)
	}
	again, err := c.Fetch(t.Context(), s)
	if err != nil || !again.Already || len(p.ranges) != 1 {
		t.Errorf("the second time: %+v, %v after %d requests", again, err, len(p.ranges))
	}
}

// TestCutLine: a line that breaks four times still gives the file, and asks each
// time for what is missing only.
func TestCutLine(t *testing.T) {
	file := body(2, 1_000_000)
	p := publish(t, file, `"v1"`, 300_000, 300_000, 100, 0)
	c, s := cache(t), source(p.URL)
	got, err := c.Fetch(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, got.Path, file)
	want := []string{"", "bytes=300000-", "bytes=600000-", "bytes=600100-", "bytes=600100-"}
	if !slices.Equal(p.ranges, want) {
		t.Errorf("asked for %q, want %q", p.ranges, want)
	}
	if c.Look(s).State != fetch.Same {
		t.Errorf("the cache has it %s", c.Look(s).State)
	}
}

// TestInterrupt is Ctrl-C: the part stays, and the next run goes on behind it.
func TestInterrupt(t *testing.T) {
	file := body(3, 2_000_000)
	p := publish(t, file, `"v1"`)
	c, s := cache(t), source(p.URL)
	ctx, cancel := context.WithCancel(t.Context())
	c.Progress = func(done, _ int64) {
		if done > 500_000 {
			cancel()
		}
	}
	if _, err := c.Fetch(ctx, s); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: %v", err)
	}
	part := c.Look(s)
	if part.State != fetch.Partial || part.Bytes <= 500_000 {
		t.Fatalf("after an interrupt there is %+v", part)
	}
	wantNothing(t, c, s)
	c.Progress = nil
	got, err := c.Fetch(t.Context(), s)
	if err != nil || got.Resumed != part.Bytes {
		t.Fatalf("resumed at %d of %d, %v", got.Resumed, part.Bytes, err)
	}
	wantFile(t, got.Path, file)
}

// TestChangedBetween: a file that changes while a part of it is here is fetched
// whole, by If-Range where the server knows it and by the answer where it does not.
func TestChangedBetween(t *testing.T) {
	for name, etags := range map[string][2]string{
		"with an ETag":     {`"v1"`, `"v2"`},
		"without any":      {"", ""},
		"with a weak ETag": {`W/"v1"`, `W/"v2"`},
	} {
		t.Run(name, func(t *testing.T) {
			p := publish(t, body(4, 500_000), etags[0], 200_000)
			c, s := cache(t), source(p.URL)
			c.Tries = 1
			if _, err := c.Fetch(t.Context(), s); err == nil {
				t.Fatal("a cut line is no error")
			}
			if c.Look(s).Bytes != 200_000 {
				t.Fatalf("the part is %+v", c.Look(s))
			}
			p.file, p.etag = body(5, 500_000), etags[1] // as long as before
			got, err := c.Fetch(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			wantFile(t, got.Path, p.file)
		})
	}
}

func TestPartIsWhole(t *testing.T) {
	file := body(6, 100_000)
	p := publish(t, file, `"v1"`, 90_000)
	c, s := cache(t), source(p.URL)
	c.Tries = 1
	if _, err := c.Fetch(t.Context(), s); err == nil {
		t.Fatal("a cut line is no error")
	}
	if err := os.WriteFile(c.Path(s)+".part", file, 0o644); err != nil { // the last bytes came, the rename did not
		t.Fatal(err)
	}
	got, err := c.Fetch(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, got.Path, file)
}

func TestPartIsTooLong(t *testing.T) {
	file := body(7, 100_000)
	p := publish(t, file, `"v1"`, 90_000)
	c, s := cache(t), source(p.URL)
	c.Tries = 1
	if _, err := c.Fetch(t.Context(), s); err == nil {
		t.Fatal("a cut line is no error")
	}
	if err := os.WriteFile(c.Path(s)+".part", body(8, 150_000), 0o644); err != nil {
		t.Fatal(err)
	}
	c.Tries = 2 // the first is refused
	got, err := c.Fetch(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, got.Path, file)
}

func TestWrongSum(t *testing.T) {
	file := body(9, 10_000)
	p := publish(t, file, "")
	for name, change := range map[string]func(*fetch.Source){
		"thrown away": func(s *fetch.Source) { s.SHA256 = sumOf(body(10, 10_000)) },
		"the server offers 10000 bytes, the table of sources has 9999": func(s *fetch.Source) { s.Bytes = 9999 },
	} {
		c, s := cache(t), source(p.URL)
		change(&s)
		_, err := c.Fetch(t.Context(), s)
		if !errors.Is(err, fetch.ErrSum) {
			t.Errorf("not ErrSum: %v", err)
		}
		wantError(t, err, name, s.Page)
		wantNothing(t, c, s)
		if c.Look(s).State != fetch.Missing {
			t.Error("a wrong file is kept, and would be resumed")
		}
	}
}

func TestTooLarge(t *testing.T) {
	p := publish(t, body(11, 10_000), "")
	c, s := cache(t), source(p.URL)
	c.MaxBytes = 9_999
	_, err := c.Fetch(t.Context(), s)
	wantError(t, err, "10000 bytes", "limit of 9999")
	wantNothing(t, c, s)
}

func TestManual(t *testing.T) {
	c, s := cache(t), source("")
	s.Manual = "ask for an account"
	_, err := c.Fetch(t.Context(), s)
	if !errors.Is(err, fetch.ErrManual) {
		t.Error(err)
	}
	wantError(t, err, s.Page, s.Manual, c.Path(s))
}
