package fetch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// receipt is what a cache remembers of a file: which version the server had, so
// that a download can go on, and in the end its checksum. It lies beside the file.
type receipt struct {
	Address      string `json:"address"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Total        int64  `json:"total,omitempty"` // bytes, as the server said; 0 when it did not
	Bytes        int64  `json:"bytes,omitempty"` // of the whole file; 0 while it is not
	SHA256       string `json:"sha256,omitempty"`
}

func (c *Cache) receiptPath(s Source) string { return c.Path(s) + ".json" }

// readReceipt returns an empty one where there is none that can be read: the
// download then begins anew.
func (c *Cache) readReceipt(s Source) (r receipt) {
	if text, err := os.ReadFile(c.receiptPath(s)); err == nil && json.Unmarshal(text, &r) != nil {
		return receipt{}
	}
	return r
}

func (c *Cache) writeReceipt(s Source, r receipt) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.receiptPath(s), append(text, '\n'), 0o644)
}

func (c *Cache) removeReceipt(s Source) { os.Remove(c.receiptPath(s)) }

// ErrSum: a file is not the one that its checksum or its size belongs to.
var ErrSum = errors.New("this is not the expected file")

// compare holds a file against the table, and against what was fetched before.
func (c *Cache) compare(s Source, r receipt, got Got) error {
	wantBytes, wantSum, whose := s.Bytes, s.SHA256, "the table of sources has"
	if wantSum == "" {
		wantBytes, wantSum, whose = r.Bytes, r.SHA256, "when it was fetched it had"
	}
	hint := "what came was thrown away: fetch it again; if that does not help its publisher has replaced it: see " + s.Page
	if got.Already {
		hint = fmt.Sprintf("remove %s and its .json and fetch it again, or see %s", got.Path, s.Page)
	}
	if wantBytes != 0 && got.Bytes != wantBytes {
		return fmt.Errorf("%w: it has %d bytes, %s %d (%s)", ErrSum, got.Bytes, whose, wantBytes, hint)
	}
	if wantSum != "" && got.SHA256 != wantSum {
		return fmt.Errorf("%w: its sha256 is %s, %s %s (%s)", ErrSum, got.SHA256, whose, wantSum, hint)
	}
	return nil
}

// hashFile reads a file once. It stops when ctx does.
func hashFile(ctx context.Context, name string) (bytes int64, sum string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	hash := sha256.New()
	bytes, err = io.Copy(hash, readerFunc(func(p []byte) (int, error) {
		n, err := f.Read(p)
		return n, cmp.Or(ctx.Err(), err)
	}))
	return bytes, hex.EncodeToString(hash.Sum(nil)), err
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
