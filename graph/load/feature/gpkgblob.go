package feature

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// Flags of the header of a geometry; OGC 12-128r19, clause 2.1.3.
const (
	gpkgLittle   = 1 << 0 // byte order of the header
	gpkgEmpty    = 1 << 4
	gpkgExtended = 1 << 5 // not WKB but an extension
	gpkgHeader   = 8      // magic, version, flags, system
)

// gpkgEnvelope are the bytes of the envelope by its code.
var gpkgEnvelope = [8]int{0, 32, 48, 48, 64, -1, -1, -1}

var errNoGPKG = errors.New(`its geometry does not begin with "GP"`)

// parseGPKG decodes the geometry of a GeoPackage: a header, then WKB. nil is an
// empty one. system is the number of its coordinate system in the file.
func parseGPKG(b []byte) (g orb.Geometry, system int32, err error) {
	if len(b) < gpkgHeader || b[0] != 'G' || b[1] != 'P' {
		return nil, 0, errNoGPKG
	}
	if b[2] != 0 {
		return nil, 0, fmt.Errorf("its geometry is of version %d of the format", b[2])
	}
	flags := b[3]
	system = int32(binary.BigEndian.Uint32(b[4:]))
	if flags&gpkgLittle != 0 {
		system = int32(binary.LittleEndian.Uint32(b[4:]))
	}
	envelope := gpkgEnvelope[flags>>1&7]
	switch {
	case flags&gpkgExtended != 0:
		return nil, system, errors.New("its geometry is in an extension of the format")
	case envelope < 0:
		return nil, system, fmt.Errorf("its geometry has an envelope of the kind %d", flags>>1&7)
	case len(b) < gpkgHeader+envelope:
		return nil, system, errWKBShort
	case flags&gpkgEmpty != 0:
		return nil, system, nil
	}
	g, err = parseWKB(b[gpkgHeader+envelope:])
	return g, system, err
}
