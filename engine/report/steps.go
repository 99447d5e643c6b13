package report

import "math"

// Step is a stretch of a way with a value; NaN is unknown.
type Step struct {
	Length, Value float64
	Name          string
}

// Steps draws a value along a way, like the profile of its heights; where it is
// unknown, a grey band.
type Steps struct {
	Title, Description string
	Unit, LengthUnit   string
	Cap                float64 // highest value drawn; 0 for none
	Steps              []Step
}

func (s Steps) write(w *writer) {
	highest := s.Cap
	if highest <= 0 {
		highest = math.Inf(1)
	}
	top, length := 0.0, 0.0
	for _, step := range s.Steps {
		length += step.Length
		if step.Value > top { // not for NaN
			top = math.Min(step.Value, highest)
		}
	}
	scale := ticks(top)
	f := frame{math.Max(length, 1e-9), scale[len(scale)-1]}
	w.figure(s.Title, s.Description, plotTop+plotHeight+plotFoot)
	w.axes(f, scale, s.Unit)
	at := 0.0
	for _, step := range s.Steps {
		if step.Length > 0 {
			class, value, label := "s0", math.Min(step.Value, highest), step.Name+": "+number(step.Value)
			if math.IsNaN(step.Value) {
				class, value, label = "unknown", f.top, step.Name+": unknown"
			}
			y := f.y(value)
			w.raw("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n",
				class, short(f.x(at)), short(y), short(f.x(at+step.Length)-f.x(at)), short(plotTop+plotHeight-y), text(label))
		}
		at += step.Length
	}
	for _, t := range ticks(length) {
		if t <= length {
			w.label(f.x(t), plotTop+plotHeight+16, "middle", number(t)+" "+s.LengthUnit)
		}
	}
	w.end()
}
