package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/corredor-geo/corredor/graph/cost"
)

// ExposureSpec asks how violent the municipalities along the routes are, and
// whether more so than others. Its zero value has the defaults below.
type ExposureSpec struct {
	BuffersKM       []float64          `yaml:"buffers_km"`        // widths of the corridor to each side, up to 200 km [5, 10, 20]
	SpeedsKMH       map[string]float64 `yaml:"speeds_kmh"`        // for exposure by time, by class of road
	DefaultSpeedKMH float64            `yaml:"default_speed_kmh"` // of roads of other classes
	Origins         string             `yaml:"origins"`           // exclude or keep, in comparisons
	Match           MatchSpec          `yaml:"match"`
	Permutations    int                `yaml:"permutations"`       // draws of each test, up to 1,000,000 [999]
	Seed            int                `yaml:"seed"`               // where their random numbers begin [1]
	Classes         int                `yaml:"population_classes"` // of the strata that origins are shuffled in
	Neighbours      string             `yaml:"neighbours"`         // borders, or how many nearest seats
}

// MatchSpec says which municipalities off the routes may stand for one on them.
type MatchSpec struct {
	Caliper float64 `yaml:"caliper"` // standard deviations of each covariate
	Within  string  `yaml:"within"`  // country or state
}

// Defaults of an [ExposureSpec].
const (
	defaultPermutations = 999
	defaultSeed         = 1
	defaultClasses      = 3
	// defaultNearest is how many neighbours a municipality of a map has on average.
	defaultNearest = 6
	mostBuffers    = 10
	mostDraws      = 1_000_000
	mostNearest    = 100
)

var defaultBuffersKM = []float64{5, 10, 20}

// completed fills in the defaults.
func (e ExposureSpec) completed() ExposureSpec {
	if len(e.BuffersKM) == 0 {
		e.BuffersKM = defaultBuffersKM
	}
	e.BuffersKM = slices.Clone(e.BuffersKM)
	slices.Sort(e.BuffersKM)
	e.Origins = cmp.Or(e.Origins, "exclude")
	e.Match.Within = cmp.Or(e.Match.Within, "country")
	e.Permutations = cmp.Or(e.Permutations, defaultPermutations)
	e.Seed = cmp.Or(e.Seed, defaultSeed)
	e.Classes = cmp.Or(e.Classes, defaultClasses)
	return e
}

// nearest returns how many nearest seats are neighbours; false for borders.
func (e ExposureSpec) nearest() (int, bool) {
	k, err := strconv.Atoi(e.Neighbours)
	return k, err == nil
}

func (s *Study) checkExposure() *problem {
	e := s.Exposure
	if e == nil {
		return nil
	}
	at := func(key string, more ...any) []any { return append([]any{"exposure", key}, more...) }
	k, counted := e.nearest()
	switch {
	case s.Violence.Table == "":
		return &problem{[]any{"exposure"}, "exposure: needs violence: to be exposed to", "give violence: or leave it out"}
	case len(e.BuffersKM) > mostBuffers:
		return &problem{at("buffers_km"), fmt.Sprintf("%d buffers", len(e.BuffersKM)), fmt.Sprintf("write %d or fewer", mostBuffers)}
	case e.Permutations < 0 || e.Permutations > mostDraws:
		return &problem{at("permutations"), fmt.Sprintf("permutations is %d", e.Permutations), fmt.Sprintf("write how many draws to make, up to %d, such as 999", mostDraws)}
	case e.Seed < 0:
		return &problem{at("seed"), fmt.Sprintf("seed is %d", e.Seed), "write a whole number, 1 or more"}
	case e.Classes < 0 || e.Classes > 20:
		return &problem{at("population_classes"), fmt.Sprintf("population_classes is %d", e.Classes), "write 1 to 20"}
	case e.Origins != "" && e.Origins != "exclude" && e.Origins != "keep":
		return &problem{at("origins"), fmt.Sprintf("origins is %q", e.Origins), "write exclude or keep"}
	case e.Neighbours != "" && e.Neighbours != "borders" && !(counted && k >= 1 && k <= mostNearest):
		return &problem{at("neighbours"), fmt.Sprintf("neighbours is %q", e.Neighbours), fmt.Sprintf("write borders, or how many nearest seats, 1 to %d", mostNearest)}
	case !(e.Match.Caliper >= 0 && e.Match.Caliper <= 100):
		return &problem{at("match", "caliper"), fmt.Sprintf("caliper is %g", e.Match.Caliper), "write standard deviations, such as 0.2"}
	case e.Match.Within != "" && e.Match.Within != "country" && e.Match.Within != "state":
		return &problem{at("match", "within"), fmt.Sprintf("within is %q", e.Match.Within), "write country or state"}
	}
	return e.checkNumbers(at)
}

func (e ExposureSpec) checkNumbers(at func(key string, more ...any) []any) *problem {
	const widestKM = 200
	seen := map[float64]bool{}
	for _, km := range e.BuffersKM {
		if !(km > 0 && km <= widestKM) || seen[km] {
			return &problem{at("buffers_km"), fmt.Sprintf("a buffer of %g km", km), fmt.Sprintf("write different kilometres above 0, up to %d", widestKM)}
		}
		seen[km] = true
	}
	for _, class := range slices.Sorted(maps.Keys(e.SpeedsKMH)) {
		if !cost.ValidSpeed(e.SpeedsKMH[class]) {
			return &problem{at("speeds_kmh", class), fmt.Sprintf("the speed of %s is %g km/h", class, e.SpeedsKMH[class]), "write a speed from 1 to 300"}
		}
	}
	if e.DefaultSpeedKMH != 0 && !cost.ValidSpeed(e.DefaultSpeedKMH) {
		return &problem{at("default_speed_kmh"), fmt.Sprintf("the speed is %g km/h", e.DefaultSpeedKMH), "write a speed from 1 to 300"}
	}
	return nil
}
