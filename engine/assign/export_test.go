package assign

// BoundedMinimum opens the bounded line search to the tests.
func BoundedMinimum(f func(float64) float64, tolerance float64) float64 { return fminbnd(f, tolerance) }
