package atlas

// FlowsOf adds routes up over the segments that they use, in the order of the
// segments. A route counts once on a segment, however often it passes.
func FlowsOf(routes []Route, segments, layers int) []Flow {
	at := make([]*Flow, segments)
	last := make([]int, segments) // the route, from 1, that was counted there last
	for i, route := range routes {
		for _, step := range route.Segments {
			if last[step.Segment] == i+1 {
				continue
			}
			last[step.Segment] = i + 1
			if at[step.Segment] == nil {
				at[step.Segment] = &Flow{step.Segment, make([]int, layers), make([]int, layers), make([]float64, layers)}
			}
			f := at[step.Segment]
			f.Routes[route.Layer]++
			f.Share[route.Layer] += route.Share
			if step.Against {
				f.Against[route.Layer]++
			}
		}
	}
	var list []Flow
	for _, f := range at {
		if f != nil {
			list = append(list, *f)
		}
	}
	return list
}
