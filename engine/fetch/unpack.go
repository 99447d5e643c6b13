package fetch

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

// Limits of what an archive may unpack to; a zero is the default.
type Limits struct {
	Files int   // 10,000
	Bytes int64 // 40 GB in all
	Ratio int64 // of bytes unpacked to bytes packed, over the whole archive: 200
}

// ErrArchive: an archive that cannot, or must not, be unpacked.
var ErrArchive = errors.New("the archive is not unpacked")

// unpack puts the files of an archive into the folder Unpacked, all or none.
func (c *Cache) unpack(ctx context.Context, s Source) error {
	to := c.Unpacked(s)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	half := to + ".part"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := Unzip(ctx, c.Path(s), half, c.Limits); err != nil {
		os.RemoveAll(half)
		return err
	}
	return os.Rename(half, to)
}

// Unzip unpacks a .zip into a folder that does not exist yet. A name that leads out
// of the folder, a link, a name that is there twice and anything over the limits is
// an [ErrArchive]; what was unpacked until then is left for the caller to remove.
func Unzip(ctx context.Context, name, dir string, limits Limits) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return fmt.Errorf("%w: %s: %v (remove it and fetch it again)", ErrArchive, name, err)
	}
	defer z.Close()
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if most := cmp.Or(limits.Files, 10_000); len(z.File) > most {
		return fmt.Errorf("%w: %s has %d files, more than %d", ErrArchive, name, len(z.File), most)
	}
	left := min(cmp.Or(limits.Bytes, 40<<30), max(cmp.Or(limits.Ratio, 200)*info.Size(), smallArchive))
	for _, f := range z.File {
		n, err := extract(ctx, f, dir, left)
		if err != nil {
			return fmt.Errorf("%w: %s: %q: %v", ErrArchive, name, f.Name, err)
		}
		left -= n
	}
	return nil
}

// smallArchive is unpacked whatever the ratio.
const smallArchive = 1 << 20

var errBomb = errors.New("it unpacks to more than the limits allow")

func extract(ctx context.Context, f *zip.File, dir string, left int64) (int64, error) {
	local, err := filepath.Localize(path.Clean(f.Name))
	if err != nil {
		return 0, errors.New("its name leads out of the folder")
	}
	to := filepath.Join(dir, local)
	if f.FileInfo().IsDir() {
		return 0, os.MkdirAll(to, 0o755)
	}
	if !f.Mode().IsRegular() {
		return 0, errors.New("it is a link or a device")
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return 0, err
	}
	in, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	n, err := io.Copy(out, io.LimitReader(readerFunc(func(p []byte) (int, error) {
		n, err := in.Read(p)
		return n, cmp.Or(ctx.Err(), err)
	}), left+1))
	switch {
	case err != nil:
		return n, err
	case n > left:
		return n, errBomb
	}
	return n, out.Close()
}
