package report

import "math"

// Histogram draws how often values fall between equal steps from From to To.
type Histogram struct {
	Title, Description string
	Unit               string // of the values
	From, To           float64
	Counts             []int
	Marks              []Quantile // ascending
}

// Quantile is a value marked above a histogram.
type Quantile struct {
	Value float64
	Label string
}

const markApart = 40 // a label needs so much room

func (h Histogram) write(w *writer) {
	top := 0
	for _, n := range h.Counts {
		top = max(top, n)
	}
	scale := ticks(float64(top))
	f := frame{math.Max(1, float64(len(h.Counts))), scale[len(scale)-1]}
	w.figure(h.Title, h.Description, plotTop+plotHeight+plotFoot+14)
	w.axes(f, scale, "scenarios")
	for i, n := range h.Counts {
		x, y := f.x(float64(i)), f.y(float64(n))
		w.raw("<rect class=\"s0\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", short(x+0.5), short(y), short(f.x(float64(i+1))-x-1), short(f.y(0)-y))
	}
	at := func(value float64) float64 {
		return f.x(f.steps * (value - h.From) / math.Max(h.To-h.From, math.SmallestNonzeroFloat64))
	}
	foot := plotTop + plotHeight + 16
	for i := range 5 {
		value := h.From + (h.To-h.From)*float64(i)/4
		w.label(f.x(f.steps*float64(i)/4), foot, [...]string{"start", "middle", "middle", "middle", "end"}[i], number(value))
	}
	w.label(f.x(f.steps/2), foot+14, "middle", h.Unit)
	last := math.Inf(-1)
	for _, m := range h.Marks {
		x := at(m.Value)
		w.raw("<path class=\"mark\" d=\"M%s %sV%s\"/>\n", short(x), short(plotTop), short(f.y(0)))
		if x-last > markApart {
			w.label(x, plotTop-3, "middle", m.Label)
			last = x
		}
	}
	w.end()
}
