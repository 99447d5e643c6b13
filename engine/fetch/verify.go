package fetch

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// State is what a cache has of a source.
type State string

// States of a source in a cache.
const (
	Missing  State = "missing"   // nothing is there
	Partial  State = "partial"   // a download that can go on
	Verified State = "verified"  // as the table of sources has it
	Same     State = "unchanged" // as it was when fetched; the table has no checksum
	Changed  State = "changed"   // not the file that it should be
)

// Status is the state of one source; Bytes are those that are there.
type Status struct {
	Source Source `json:"source"`
	State  State  `json:"state"`
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	Err    error  `json:"-"` // of a changed file: how
}

// Look tells what is there of a source without reading it: State is Missing,
// Partial or Same.
func (c *Cache) Look(s Source) Status {
	status := Status{Source: s, State: Missing, Path: c.Path(s)}
	if info, err := os.Stat(c.Path(s)); err == nil {
		status.State, status.Bytes = Same, info.Size()
	} else if info, err := os.Stat(c.partial(s)); err == nil {
		status.State, status.Bytes = Partial, info.Size()
	}
	return status
}

// Verify reads the file of a source and compares it with the checksum in the table
// of sources, or else with what it was when it was fetched. A file put there by
// hand for which neither is known is taken as it is, and remembered. The error is
// of a file that cannot be read; one that differs is [Changed].
func (c *Cache) Verify(ctx context.Context, s Source) (Status, error) {
	status := c.Look(s)
	if status.State != Same {
		return status, nil
	}
	got := Got{Path: status.Path, Already: true}
	err := c.accept(ctx, s, &got)
	status.Bytes = got.Bytes
	switch {
	case errors.Is(err, ErrSum):
		status.State, status.Err = Changed, err
		return status, nil
	case errors.Is(err, fs.ErrPermission) && got.SHA256 != "": // a receipt that cannot be written
		err = nil
	}
	if s.SHA256 != "" {
		status.State = Verified
	}
	return status, err
}
