package alternative

import "cmp"

// Options says which paths count as alternatives. The zero value takes the defaults.
type Options struct {
	// Count is how many alternatives there may be besides the best.
	Count int
	// MostShared is the largest part of the best path's cost that an alternative may
	// share with the paths before it; default 0.8. Finder.Penalty measures it against each
	// of them in turn, and by the alternative's own length.
	MostShared float64
	// MostStretch is how much longer any part of an alternative may be than
	// the shortest way between its ends; default 0.25. Finder.Penalty looks at the whole only.
	MostStretch float64
	// Local is the part of the best path's cost up to which stretches of an
	// alternative must be shortest paths; default 0.25. Finder.Penalty does not look at it.
	Local float64
}

// Defaults of [Options], those of Abraham et al., 2013.
const (
	DefaultCount       = 3
	DefaultMostShared  = 0.8
	DefaultMostStretch = 0.25
	DefaultLocal       = 0.25
)

func (o Options) orDefaults() Options {
	return Options{cmp.Or(o.Count, DefaultCount), cmp.Or(o.MostShared, DefaultMostShared),
		cmp.Or(o.MostStretch, DefaultMostStretch), cmp.Or(o.Local, DefaultLocal)}
}
