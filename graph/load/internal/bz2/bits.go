package bz2

// run is a range of bits of some bytes, the highest of a byte first.
type run struct {
	in       []byte
	from, to int
}

func (b run) len() int { return b.to - b.from }

// byteAt returns 8 bits from a place on, with zeros after the end.
func (b run) byteAt(bit int) byte {
	i, shift := bit/8, bit%8
	v := uint16(b.in[i]) << 8
	if shift > 0 && i+1 < len(b.in) {
		v |= uint16(b.in[i+1])
	}
	out := byte(v << shift >> 8)
	if over := bit + 8 - b.to; over > 0 {
		out &= 0xff << over
	}
	return out
}

// uint32 returns the first 32 bits, which must be there.
func (b run) uint32() (v uint32) {
	for i := range 4 {
		v = v<<8 | uint32(b.byteAt(b.from+8*i))
	}
	return v
}

// writer puts bits together.
type writer struct {
	out  []byte
	free int // bits of the last byte that are not set yet
}

// number appends the lowest n bits of a number, at most 56.
func (w *writer) number(v uint64, n int) {
	var b [8]byte
	v <<= 64 - n
	for i := range b {
		b[i] = byte(v >> (56 - 8*i))
	}
	w.run(run{b[:], 0, n})
}

func (w *writer) run(b run) {
	for at := b.from; at < b.to; at += 8 {
		v, n := b.byteAt(at), min(8, b.to-at)
		if w.free > 0 {
			w.out[len(w.out)-1] |= v >> (8 - w.free)
			v <<= w.free
		}
		if n > w.free {
			w.out = append(w.out, v)
		}
		w.free = (w.free - n + 8) % 8
	}
}

// join returns two pieces with the magic between them as one.
func (p piece) join(next piece) piece {
	var w writer
	w.run(p.bits)
	w.number(next.magic, magicBits)
	w.run(next.bits)
	p.bits, p.last = run{w.out, 0, 8*len(w.out) - w.free}, next.last
	return p
}

// stream returns a block as a stream of its own.
func (p piece) stream() []byte {
	w := writer{out: make([]byte, 0, p.bits.len()/8+32)}
	w.out = append(w.out, 'B', 'Z', 'h', p.level)
	w.number(blockMagic, magicBits)
	w.run(p.bits)
	w.number(endMagic, magicBits)
	w.number(uint64(p.bits.uint32()), 32)
	return w.out
}
