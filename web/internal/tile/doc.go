// Package tile cuts features into Mapbox Vector Tiles (specification 2.1).
//
// A [Set] holds layers of features, indexed by their boxes. [Set.Tile] clips,
// simplifies and encodes one tile; the latest tiles are kept, compressed, so that
// memory has a limit however long a server runs. Features are simplified to less
// than half a pixel of a tile shown at 512 pixels, so neighbours that share a
// border stay together to the eye.
//
// Limits: no tile is made beyond [MaxZoom]; clients enlarge those.
package tile
