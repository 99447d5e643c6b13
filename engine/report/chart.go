package report

import (
	"fmt"
	"math"
)

// Bar is a labelled bar of one or more values, drawn one under the other.
type Bar struct {
	Label  string
	Values []float64
}

// Bars compares values, such as the shares of ports. Series names the values of
// a bar when there are several.
type Bars struct {
	Title, Description string
	Unit               string
	Series             []string
	Bars               []Bar
}

const (
	barHeight = 13.0
	barGap    = 9.0
	barLeft   = 170.0
	barRight  = 60.0
)

func (b Bars) write(w *writer) {
	top, values := 0.0, 1
	for _, bar := range b.Bars {
		values = max(values, len(bar.Values))
		for _, v := range bar.Values {
			top = math.Max(top, v)
		}
	}
	head := 0.0
	if len(b.Series) > 1 {
		head = 24
	}
	each := float64(float64(values)*barHeight) + barGap
	w.figure(b.Title, b.Description, head+float64(float64(len(b.Bars))*each)+4)
	w.legend(b.Series)
	for i, bar := range b.Bars {
		y := head + float64(float64(i)*each)
		w.label(barLeft-8, y+float64(values)*barHeight/2+4, "end", bar.Label)
		for k, v := range bar.Values {
			length := 0.0
			if top > 0 && v > 0 {
				length = (width - barLeft - barRight) * v / top
			}
			w.raw("<rect class=\"s%d\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", k, short(barLeft), short(y+float64(float64(k)*barHeight)), short(length), short(barHeight-2))
			w.label(barLeft+length+5, y+float64(k)*barHeight+10, "start", number(v)+b.Unit)
		}
	}
	w.end()
}

// legend writes the names of several series above a chart.
func (w *writer) legend(names []string) {
	if len(names) < 2 {
		return
	}
	x := barLeft
	for i, name := range names {
		w.raw("<rect class=\"s%d\" x=\"%s\" y=\"4\" width=\"11\" height=\"11\"/>\n", i, short(x))
		w.label(x+16, 14, "start", name)
		x += 40 + float64(6.5*float64(len([]rune(name))))
	}
}

// Line is one series of a chart; NaN breaks it.
type Line struct {
	Name   string
	Values []float64
}

// Mark is an event at a step of the axis.
type Mark struct {
	Step  int
	Label string
}

// Lines draws series over equal steps, such as months. Steps names some of them on
// the axis: every step has a text, "" for none. Marks stand as numbers above, with a list below.
type Lines struct {
	Title, Description string
	Unit               string
	Steps              []string
	Lines              []Line
	Marks              []Mark
}

const (
	plotLeft   = 52.0
	plotTop    = 48.0
	plotHeight = 190.0
	plotFoot   = 24.0
	markRow    = 11.0 // the numbers of marks take turns in two rows, as marks may be close
)

// frame is the area of a plot with its scales.
type frame struct{ steps, top float64 }

func (f frame) x(step float64) float64 { return plotLeft + (width-plotLeft-10)*step/f.steps }
func (f frame) y(value float64) float64 {
	return plotTop + float64(plotHeight*(1-value/f.top))
}

func (l Lines) write(w *writer) {
	top := 0.0
	for _, line := range l.Lines {
		for _, v := range line.Values {
			if v > top { // not for NaN
				top = v
			}
		}
	}
	scale := ticks(top)
	f := frame{math.Max(1, float64(len(l.Steps)-1)), scale[len(scale)-1]}
	w.figure(l.Title, l.Description, plotTop+plotHeight+plotFoot)
	var names []string
	for _, line := range l.Lines {
		names = append(names, line.Name)
	}
	w.legend(names)
	w.axes(f, scale, l.Unit)
	for i, s := range l.Steps {
		if s != "" {
			anchor := "middle"
			if i > 0 && i == len(l.Steps)-1 {
				anchor = "end" // in the middle it would stick out
			}
			w.label(f.x(float64(i)), plotTop+plotHeight+16, anchor, s)
		}
	}
	for i, m := range l.Marks {
		x := short(f.x(float64(m.Step)))
		w.raw("<path class=\"mark\" d=\"M%s %sV%s\"/>\n", x, short(plotTop), short(plotTop+plotHeight))
		w.label(f.x(float64(m.Step)), plotTop-3-float64(float64(i%2)*markRow), "middle", fmt.Sprint(i+1))
	}
	for i, line := range l.Lines {
		w.raw("<path class=\"line c%d\" d=\"%s\"/>\n", i, f.path(line.Values))
	}
	w.end()
	l.listMarks(w)
}

func (l Lines) listMarks(w *writer) {
	if len(l.Marks) == 0 {
		return
	}
	w.raw("<ol class=\"marks\">\n")
	for _, m := range l.Marks {
		w.raw("<li>%s</li>\n", text(m.Label))
	}
	w.raw("</ol>\n")
}

// path joins the known values of a line.
func (f frame) path(values []float64) string {
	d, pen := "", "M"
	for i, v := range values {
		if math.IsNaN(v) {
			pen = "M"
			continue
		}
		d += pen + short(f.x(float64(i))) + " " + short(f.y(v))
		pen = "L"
	}
	return d
}

func (w *writer) axes(f frame, scale []float64, unit string) {
	for _, t := range scale {
		w.raw("<path class=\"grid\" d=\"M%s %sH%d\"/>\n", short(plotLeft), short(f.y(t)), width-10)
		w.label(plotLeft-6, f.y(t)+4, "end", number(t))
	}
	w.label(4, 14, "start", unit)
}
