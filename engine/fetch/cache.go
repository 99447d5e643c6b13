package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Cache is a folder of downloaded sources. The zero value of every field but Dir
// works. It is not safe for concurrent use on one source.
type Cache struct {
	Dir    string       // see [Dir]
	Client *http.Client // nil: one that obeys HTTPS_PROXY and NO_PROXY
	// Progress is told the bytes that are there, and of how many; total is 0 where
	// the server does not say. It is called from one goroutine.
	Progress func(done, total int64)
	Tries    int           // times that a cut line is taken up again; 0 is 5
	Pause    time.Duration // before the second try, and twice as long before each other; 0 is 1 s
	Patience time.Duration // how long a line may be silent; 0 is 1 minute
	MaxBytes int64         // of one file; 0 is 50 GB
	Limits   Limits        // of what an archive unpacks to
}

// Dir returns the folder that is used when no other is named: "corredor/data" in
// the user's cache (os.UserCacheDir, such as ~/.cache or ~/Library/Caches).
func Dir() (string, error) {
	top, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("the folder for caches is not known: %w (name one with --cache)", err)
	}
	return filepath.Join(top, "corredor", "data"), nil
}

// Path is where the file of a source lies, or will lie.
func (c *Cache) Path(s Source) string { return filepath.Join(c.Dir, s.Name, s.File) }

// Unpacked is the folder that the archive of a source is unpacked to.
func (c *Cache) Unpacked(s Source) string { return filepath.Join(c.Dir, s.Name, "unpacked") }

func (c *Cache) partial(s Source) string { return c.Path(s) + ".part" }

// Got says what [Cache.Fetch] has done.
type Got struct {
	Path     string `json:"path"`
	Unpacked string `json:"unpacked,omitempty"` // "" unless the source is to be unpacked
	Bytes    int64  `json:"bytes"`
	SHA256   string `json:"sha256"`
	Resumed  int64  `json:"resumed,omitempty"` // bytes that were there before
	Already  bool   `json:"already,omitempty"` // nothing had to be downloaded
}

// ErrManual: the file has no address of its own, and the error says how to get it.
var ErrManual = errors.New("it must be downloaded by hand")

// Fetch makes sure that the file of a source is in the cache, checked and, where
// the source says so, unpacked. A file that is there is not downloaded again, but
// its checksum is read. When ctx ends, or the line cannot be taken up again, what
// has come is kept and the next Fetch goes on from there. Errors are one line and
// say what to do.
func (c *Cache) Fetch(ctx context.Context, s Source) (Got, error) {
	got, err := c.fetch(ctx, s)
	if err != nil {
		return Got{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	return got, nil
}

func (c *Cache) fetch(ctx context.Context, s Source) (Got, error) {
	got := Got{Path: c.Path(s)}
	_, err := os.Stat(got.Path)
	got.Already = err == nil
	switch {
	case got.Already:
	case !errors.Is(err, fs.ErrNotExist):
		return got, fmt.Errorf("cannot use the cache: %w (name another folder with --cache)", err)
	case s.Address == "":
		return got, fmt.Errorf("%w (%s: %s; put the file at %s, then run corredor data verify)", ErrManual, s.Page, s.Manual, got.Path)
	default:
		if err := os.MkdirAll(filepath.Dir(got.Path), 0o755); err != nil {
			return got, fmt.Errorf("cannot write to the cache: %w (name another folder with --cache)", err)
		}
		if got.Resumed, err = c.download(ctx, s); err != nil {
			return got, err
		}
	}
	if err := c.accept(ctx, s, &got); err != nil || !s.Unpack {
		return got, err
	}
	got.Unpacked = c.Unpacked(s)
	return got, c.unpack(ctx, s)
}

// accept holds a whole file against what is known of it, and puts it in place.
func (c *Cache) accept(ctx context.Context, s Source, got *Got) error {
	from := got.Path
	if !got.Already {
		from = c.partial(s)
	}
	var err error
	if got.Bytes, got.SHA256, err = hashFile(ctx, from); err != nil {
		return err
	}
	r := c.readReceipt(s)
	if err := c.compare(s, r, *got); err != nil {
		if !got.Already {
			os.Remove(from)
			c.removeReceipt(s)
		}
		return err
	}
	r.Bytes, r.SHA256, r.Address = got.Bytes, got.SHA256, cmp.Or(r.Address, s.Address)
	if err := c.writeReceipt(s, r); err != nil || got.Already {
		return err
	}
	return os.Rename(from, got.Path)
}
