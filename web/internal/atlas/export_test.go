package atlas

// Outline returns the borders of regions.
func Outline(regions []Region) []Border { return (&Atlas{Regions: regions}).outline() }
