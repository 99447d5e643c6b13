package export

import (
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// shortPage is the most that an encoder with a small window compresses. Within its window an
// encoder finds the same matches as one with a larger window, so the bytes are the same.
const shortPage = 1 << 20

// pageCodec is [parquet.Zstd], to the byte, in less memory. That one has a history of 16 MB
// for pages of 128 KB, and makes it again after each collection of garbage. This one has 1 MB
// for nearly all pages, and lives as long as the file is written.
type pageCodec struct {
	compress.Codec
	short, long func() *zstd.Encoder
}

func newPageCodec() *pageCodec {
	return &pageCodec{
		Codec: &parquet.Zstd,
		short: sync.OnceValue(func() *zstd.Encoder {
			return newPageEncoder(zstd.WithWindowSize(shortPage), zstd.WithLowerEncoderMem(true))
		}),
		long: sync.OnceValue(func() *zstd.Encoder { return newPageEncoder() }),
	}
}

// newPageEncoder has the options of [parquet.Zstd] and some more.
func newPageEncoder(more ...zstd.EOption) *zstd.Encoder {
	options := append([]zstd.EOption{zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false)}, more...)
	e, err := zstd.NewWriter(nil, options...)
	if err != nil {
		panic(err) // constants
	}
	return e
}

// Encode compresses a page into dst, which grows where it must. Safe for concurrent use.
func (c *pageCodec) Encode(dst, src []byte) ([]byte, error) {
	encoder := c.long
	if len(src) <= shortPage {
		encoder = c.short
	}
	return encoder().EncodeAll(src, dst[:0]), nil
}
