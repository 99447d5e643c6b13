package engine

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/export"
)

// layerColors tell layers of origins apart, also for eyes that do not tell red
// from green (M. Okabe and K. Ito, Color Universal Design, 2008).
var layerColors = [...]string{"#009e73", "#cc79a7", "#0072b2", "#e69f00", "#56b4e9", "#d55e00"}

const flowColor = "#b2182b"

// rateSteps are where the classes of a rate per 100,000 end; the last, capped as on
// Valle-Jones' map at 130, is open. Their colours are viridis from light to dark.
var (
	rateSteps  = [...]float64{0, 5, 10, 25, 50, 130}
	rateColors = [...]string{"#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154"}
)

// originStyle draws each layer of origins in a colour of its own.
func (r *Result) originStyle() *export.Style {
	s := &export.Style{By: "crop"}
	for i, spec := range r.Study.Origins {
		s.Classes = append(s.Classes, export.Class{Value: spec.Layer, Label: spec.Layer, Color: layerColors[i%len(layerColors)]})
	}
	return s
}

// flowStyle widens roads with the routes on them.
func flowStyle() *export.Style {
	return &export.Style{Classes: []export.Class{{Label: "routes", Color: flowColor}}, WidthBy: "routes"}
}

// portStyle draws ports larger with the routes that end there.
func portStyle() *export.Style {
	const portColor = "#1a1a1a"
	return &export.Style{Classes: []export.Class{{Label: "ports", Color: portColor}}, WidthBy: "routes"}
}

// rateStyle colours municipalities by the rate of the first series, nil without one.
func (r *Result) rateStyle() *export.Style {
	if len(r.Violence) == 0 {
		return nil
	}
	s := &export.Style{By: r.Violence[0].Series + "_rate"}
	for i, from := range rateSteps {
		class := export.Class{From: from, To: math.MaxFloat64, Label: fmt.Sprintf("more than %g", from), Color: rateColors[i]}
		if i+1 < len(rateSteps) {
			class.To = rateSteps[i+1]
			class.Label = fmt.Sprintf("%g to %g", class.From, class.To)
		}
		s.Classes = append(s.Classes, class)
	}
	return s
}
