// Package bz2 decompresses bzip2 on several goroutines. The format (J. Seward, 1996; M.
// Burrows, D. J. Wheeler, "A Block-sorting Lossless Data Compression Algorithm", SRC
// Research Report 124, 1994) is slow to decompress, but its blocks of at most 900,000 bytes
// do not depend on each other, and each begins with the same 48 bits.
//
// [NewReader] cuts the stream at those bits, wherever in a byte they begin, and has
// each piece decompressed as a stream of its own by compress/bzip2, which also checks its sum.
// The pieces are handed on in order. Should the 48 bits stand in the middle of a block by
// chance, that piece is no block, and is joined with the next.
//
// # Limits
//
// Memory is that of a few blocks per goroutine; a block may hold 46 MB where one byte is
// repeated. A piece of more than 4 MiB is an error.
package bz2
