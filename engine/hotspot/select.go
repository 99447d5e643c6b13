package hotspot

import (
	"cmp"
	"slices"
)

// Selection keeps the heaviest spots. The zero value keeps all that weigh something.
type Selection struct {
	Top int     // at most so many; 0 is all
	Min float64 // of this weight or more
	// Share keeps the fewest spots that together hold this share of the Total,
	// such as 0.8; 0 is all.
	Share float64
	// Total is the weight of the whole country, for tables that have only a part
	// of it; 0 is the sum of all spots.
	Total float64
}

// Ranked is a spot with its place among all.
type Ranked struct {
	Spot
	Rank int // from 1
	// Share is of the Total of the selection; Cumulated is that of this spot and
	// all heavier ones together.
	Share, Cumulated float64
}

// Rank returns the spots that the selection keeps, heaviest first, the lower
// code first among equals, with their shares of all spots that were given. Spots
// without weight are never kept and have no share. O(n log n).
func Rank(spots []Spot, s Selection) []Ranked {
	heavy := slices.DeleteFunc(slices.Clone(spots), func(p Spot) bool { return !(p.Weight > 0) })
	slices.SortFunc(heavy, func(a, b Spot) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Code, b.Code))
	})
	total := s.Total
	if total == 0 {
		for _, p := range heavy {
			total += p.Weight
		}
	}
	var kept []Ranked
	sum := 0.0
	for i, p := range heavy {
		// Sums of shares miss their end by rounding: the last of all spots holds all.
		const slack = 1e-12
		enough := s.Share > 0 && sum/total >= s.Share-slack
		if p.Weight < s.Min || s.Top > 0 && i == s.Top || enough {
			break
		}
		sum += p.Weight
		kept = append(kept, Ranked{p, i + 1, p.Weight / total, sum / total})
	}
	return kept
}
