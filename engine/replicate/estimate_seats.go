package replicate

import (
	"sync"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine/mexico"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// separated are municipalities that the embedded table counts with those from which they were
// separated, and whose seats are taken for theirs.
var separated = map[string]string{"14125": "14008", "23009": "23008"}

// embeddedSeats reads the seats of the embedded study.
var embeddedSeats = sync.OnceValues(func() (map[string]orb.Point, error) {
	r, err := feature.Open("municipalities.csv", feature.Options{FS: mexico.FS})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	seats := map[string]orb.Point{}
	for f, err := range r.All() {
		if err != nil {
			return nil, err
		}
		code, _, err := f.Code("cvegeo")
		if err != nil {
			return nil, err
		}
		if p, ok := f.Geometry.(orb.Point); ok {
			seats[code] = p
		}
	}
	for code, other := range separated {
		if p, ok := seats[other]; ok {
			seats[code] = p
		}
	}
	return seats, nil
})
