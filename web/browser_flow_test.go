package web_test

import (
	"image"
	"math"
	"testing"
)

// bandWidth measures the poppy band across a line through (x, y) that runs at an
// angle, in pixels; a pixel that the band covers in part counts in part.
func bandWidth(p image.Image, x, y, angle float64) float64 {
	const step, reach = 0.1, 14
	const land, band = 0xfa, 0x31 // green of the land and of poppy
	width := 0.0
	for d := -float64(reach); d <= reach; d += step {
		_, green, _, _ := p.At(int(math.Round(x+d*math.Cos(angle))), int(math.Round(y+d*math.Sin(angle)))).RGBA()
		if cover := (land - float64(green>>8)) / (land - band); cover > 0.25 { // less is a road or a border
			width += step * min(1, cover)
		}
	}
	return width
}

// A band on a road is as wide as the legend says for its number of routes, and
// arrows point the way that the routes run.
func TestFlowWidthAndArrows(t *testing.T) {
	b := open(t, "#circles=0&names=0&layers=poppy&view=7/25.4/-98.6")
	b.hide("origins", "ports", "arrows", "port-names")
	p := b.picture("bands")
	marks := legendMarks(b, "line.width", "stroke-width")
	if len(marks) != 3 || !(marks[0].Size < marks[1].Size && marks[1].Size < marks[2].Size) {
		t.Fatalf("the legend has widths %v", marks)
	}
	type band struct{ X, Y, Angle, Routes float64 }
	bands := js[[]band](b, `corredor.data.flows.segments.map((id, i) => { const {map, data} = corredor; const p = map.project(data.flows.at[i]);
		return {X: p.x, Y: p.y, Angle: data.flows.bearing[i] * Math.PI / 180, Routes: data.flows.layers.poppy.routes[i]}; })`)
	measured := 0
	for _, s := range bands {
		if !inMap(s.X, s.Y) || s.Routes == 0 {
			continue
		}
		// a width between those of the legend grows with the root of the routes
		root := (math.Sqrt(s.Routes) - 1) / (10 - 1)
		want := marks[0].Size + root*(marks[2].Size-marks[0].Size)
		got := bandWidth(p, s.X, s.Y, s.Angle)
		if want > 4 && math.Abs(got-want) < 1 {
			measured++
		} else if want > 4 && got < want-1 {
			t.Errorf("the band of %v routes is %.1f pixels wide, the legend says %.1f", s.Routes, got, want)
		}
	}
	if measured < 3 {
		t.Errorf("only %d bands were measured", measured)
	}
	b.change("corredor.map.setLayoutProperty('arrows', 'visibility', 'visible')")
	if got := changed(p, b.picture("arrows")); got < 100 {
		t.Errorf("arrows change %d pixels", got)
	}
	arrowsAlongRoutes(b)
}

// arrowsAlongRoutes holds the arrows against the lines of the routes, which run
// from their origin to their port.
func arrowsAlongRoutes(b *tab) {
	b.Helper()
	wrong := js[[]string](b, `(async () => {
		const {map, data} = corredor;
		const routes = await Promise.all(data.routes.filter((r) => r.layer === 'poppy').map((r) => fetch('/api/v1/routes/' + r.number).then((a) => a.json())));
		const wrong = [];
		const arrows = map.queryRenderedFeatures({layers: ['arrows']});
		let compared = 0;
		for (const a of arrows) {
			const at = map.project(a.geometry.coordinates);
			const ways = { with: 0, against: 0 };
			for (const r of routes) {
				const line = r.line.map((p) => map.project(p));
				let best = [3, 0];
				for (let i = 1; i < line.length; i++) {
					const [u, v] = [line[i - 1], line[i]];
					const length = Math.hypot(v.x - u.x, v.y - u.y);
					if (!length) continue;
					const along = ((at.x - u.x) * (v.x - u.x) + (at.y - u.y) * (v.y - u.y)) / length;
					if (along < -1 || along > length + 1) continue;
					const off = Math.abs((at.x - u.x) * (v.y - u.y) - (at.y - u.y) * (v.x - u.x)) / length;
					if (off < best[0]) best = [off, Math.atan2(v.y - u.y, v.x - u.x) * 180 / Math.PI];
				}
				if (best[0] < 3) ways[Math.cos((best[1] - a.properties.turn) * Math.PI / 180) > 0.5 ? 'with' : 'against']++;
			}
			if (!ways.with && !ways.against) continue; // routes begin on its road, past the arrow
			compared++;
			if (ways.with <= ways.against) wrong.push(JSON.stringify([a.properties, ways]));
		}
		return compared < 10 ? ['only ' + compared + ' arrows'] : wrong;
	})()`)
	for _, w := range wrong {
		b.Errorf("an arrow does not point along its routes: %s", w)
	}
}
