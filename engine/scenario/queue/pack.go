package queue

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// Results are a text with many like lines, and messages are limited.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostUnpacked))
)

const mostUnpacked = 1 << 30 // bytes

// pack compresses a result for a server that takes messages of at most some bytes.
func pack(result []byte, most int64) ([]byte, error) {
	packed := packer.EncodeAll(result, nil)
	if int64(len(packed)) > most {
		return nil, fmt.Errorf("the result has %d bytes, the server takes %d; use a smaller --shard-size, or a server with a larger max_payload", len(packed), most)
	}
	return packed, nil
}

func unpack(packed []byte) ([]byte, error) { return unpacker.DecodeAll(packed, nil) }
