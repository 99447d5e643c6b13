package shard

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// write puts content into a new file of the folder. It is not synced: after a power cut a hash
// tells that a shard is damaged, and to run it again costs less than to wait for the disk each time.
func write(folder string, content []byte) (name string, err error) {
	f, err := os.CreateTemp(folder, partial)
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// replace puts a whole file in place of what is there. It tries again when the file is gone
// before it is moved: somebody has called Sweep.
func replace(folder, name string, content []byte) error {
	const tries = 3
	var err error
	for range tries {
		var made string
		if made, err = write(folder, content); err != nil {
			return err
		}
		if err = os.Rename(made, filepath.Join(folder, name)); err == nil {
			return nil
		}
		os.Remove(made)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}

// publish puts a whole file in place unless one is there.
func publish(folder, name string, content []byte) error {
	made, err := write(folder, content)
	if err != nil {
		return err
	}
	defer os.Remove(made)
	to := filepath.Join(folder, name)
	if err := os.Link(made, to); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	if there, err := os.ReadFile(to); err == nil && !bytes.Equal(there, content) {
		return nil
	}
	return os.Rename(made, to) // on file systems without links
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
