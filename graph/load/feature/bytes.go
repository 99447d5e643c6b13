package feature

import "bufio"

// Bytes is a file in a format of its own, decompressed (.gz, .bz2, .zip) and
// read in order with the limits, progress and hashes of a Reader. It is not
// safe for use by several goroutines.
type Bytes struct {
	*bufio.Reader
	label string
	r     Reader
}

// OpenBytes opens a file whose format the caller knows. The caller must Close
// it. Failures are *Error.
func OpenBytes(path string, opts Options) (*Bytes, error) {
	b := &Bytes{}
	c, err := b.r.openContent(path, opts)
	if err != nil {
		b.r.Close()
		return nil, err
	}
	b.Reader, b.label = c.in, c.label
	return b, nil
}

// Label returns the name of the file for errors, with its member in an archive.
func (b *Bytes) Label() string { return b.label }

// Error locates an error of reading, such as one of decompression, in the file.
func (b *Bytes) Error(err error) error { return inputError(b.label, err) }

// Finish reads to the end of the file and returns its hash.
func (b *Bytes) Finish() ([]FileHash, error) {
	err := b.r.finish()
	return b.r.hashes, err
}

// Close releases the file.
func (b *Bytes) Close() error { return b.r.Close() }
