package panel

// FixefK says how fixed effects count among the K parameters of (n-1)/(n-K).
type FixefK uint8

// The ways, as in fixest's ssc(fixef.K = ).
const (
	FixefNested FixefK = iota // those not nested in a cluster; with none left, 1 for the constant
	FixefNone                 // none
	FixefFull                 // all
)

// Count says which of several cluster counts is used.
type Count uint8

// The ways, as in fixest's ssc(cluster.df = , t.df = ).
const (
	CountMin          Count = iota // the smallest
	CountConventional              // of clusters, each its own; of t, n - K
)

// SmallSample is the correction for small samples, in the words of ssc() in the
// R package fixest. The zero value is fixest's default.
type SmallSample struct {
	NoAdj        bool    // adj = FALSE: no (n-1)/(n-K)
	FixefK       FixefK  // fixef.K
	FixefExact   bool    // fixef.force_exact: count redundant levels of the effects
	NoClusterAdj bool    // cluster.adj = FALSE: no G/(G-1)
	ClusterDF    Count   // cluster.df
	TDF          Count   // t.df
	TDFValue     float64 // t.df as a number, where above 0
}

// parameters counts K, with the clusters that the errors use.
func (c SmallSample) parameters(s *sample, regressors int, clusters []grouping) int {
	if len(s.effects) == 0 || c.FixefK == FixefNone {
		return regressors
	}
	levels := 0
	for _, g := range s.effects {
		levels += g.count
	}
	k := regressors + levels - c.redundant(s.effects)
	if c.FixefK == FixefFull || len(clusters) == 0 {
		return k
	}
	for _, g := range s.effects {
		if nestedIn(g, clusters) {
			k -= g.count - 1
		}
	}
	return max(k, regressors+1)
}

// redundant counts the levels that the others determine: one for each effect
// after the first, or exactly, between each and the effect before it that
// leaves it most parts.
func (c SmallSample) redundant(effects []grouping) int {
	if !c.FixefExact {
		return len(effects) - 1
	}
	count := 0
	for i := range effects {
		most := 0
		for j := range i {
			most = max(most, components(effects[j], effects[i]))
		}
		count += most
	}
	return count
}

func nestedIn(g grouping, clusters []grouping) bool {
	for _, c := range clusters {
		if g.within(c) {
			return true
		}
	}
	return false
}

// counts are what the corrections are made of.
type counts struct {
	rows, parameters int
	clusters         int // of the way that has fewest; 0 without clusters
}

// adjust is (n-1)/(n-K).
func (c SmallSample) adjust(n counts) float64 {
	if c.NoAdj {
		return 1
	}
	return float64(n.rows-1) / float64(n.rows-n.parameters)
}

// clusterAdjust is G/(G-1), of this combination of ways or of the smallest way.
func (c SmallSample) clusterAdjust(n counts, groups int) float64 {
	if c.NoClusterAdj {
		return 1
	}
	if c.ClusterDF == CountMin {
		groups = n.clusters
	}
	return float64(groups) / float64(groups-1)
}

// freedom is the degrees of freedom of Student's t.
func (c SmallSample) freedom(n counts) float64 {
	switch {
	case c.TDFValue > 0:
		return c.TDFValue
	case c.TDF == CountMin && n.clusters > 0:
		return float64(max(n.clusters-1, 1))
	}
	return float64(max(n.rows-n.parameters, 1))
}
