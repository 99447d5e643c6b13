package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/graph/cost"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Check says whether the study can be run, as far as can be told without
// reading its inputs.
func (s *Study) Check() error { return s.check(nil) }

// check locates a mistake in the text of the study, when there is one.
func (s *Study) check(text []byte) error {
	problem := firstProblem(
		s.checkRoads,
		s.checkMetric,
		s.checkOrigins,
		s.checkDestinations,
		s.checkRegions,
		s.checkViolence,
		s.checkExposure,
		s.checkCongestion,
		s.checkShocks,
		s.checkAccess,
	)
	if problem == nil {
		return nil
	}
	return &feature.Error{File: s.source.label, Line: lineOf(text, problem.path), Err: errors.New(problem.what), Hint: problem.hint}
}

// problem is a mistake at a path of keys, such as origins, 2, top.
type problem struct {
	path       []any
	what, hint string
}

func firstProblem(checks ...func() *problem) *problem {
	for _, check := range checks {
		if p := check(); p != nil {
			return p
		}
	}
	return nil
}

func (s *Study) checkRoads() *problem {
	seen := map[string]bool{}
	for i, v := range s.Vintages {
		at := []any{"vintages", i}
		if !validLayer(v.Name) || seen[v.Name] {
			return &problem{at, fmt.Sprintf("vintage %q needs a name of its own", v.Name), "write lower-case letters, digits and _, such as dcw1992"}
		}
		seen[v.Name] = true
		if p := v.Roads.check(); p != nil {
			p.path = append(at, p.path...)
			return p
		}
	}
	return s.Roads.check()
}

func (r Roads) check() *problem {
	switch {
	case r.File == "" && (r.Places == "" || r.Links == ""):
		return &problem{[]any{"roads"}, "roads: names no data", "give file:, or places: and links:"}
	case r.File != "" && (r.Places != "" || r.Links != ""):
		return &problem{[]any{"roads"}, "roads: has both file: and places:/links:", "keep one of them"}
	case r.Attributes.File != "" && !(r.Attributes.ToleranceMeters >= 0 && r.Attributes.ToleranceMeters <= 5000 && r.Attributes.MaxAngleDegrees >= 0 && r.Attributes.MaxAngleDegrees <= 90):
		return &problem{[]any{"roads", "attributes"}, "attributes: has an impossible tolerance", "write tolerance_meters from 0 to 5000 and max_angle_degrees from 0 to 90"}
	case !(r.SnapMeters >= 0 && r.SnapMeters <= 1000):
		return &problem{[]any{"roads", "snap_meters"}, fmt.Sprintf("snap_meters is %g", r.SnapMeters), "write metres from 0 to 1000"}
	}
	return nil
}

func (s *Study) checkMetric() *problem {
	if m := s.Metric; m.Kind != "formula" && m.Formula != "" {
		return &problem{[]any{"metric", "formula"}, "formula: goes with kind: formula", "write kind: formula beside it"}
	} else if m.Kind != "formula" && m.Unit != "" {
		return &problem{[]any{"metric", "unit"}, "unit: goes with kind: formula", "lengths are in km, times in hours; leave it out"}
	}
	switch m := s.Metric; m.Kind {
	case "", "length":
		return nil
	case "time":
		return s.checkSpeeds()
	case "formula":
		if m.Formula == "" {
			return &problem{[]any{"metric"}, "the metric formula has no formula:", "for example formula: length_km * (toll ? 1.2 : 1)"}
		}
		return s.checkSurfaces()
	}
	return &problem{[]any{"metric", "kind"}, fmt.Sprintf("unknown metric %q", s.Metric.Kind), "write length, time or formula"}
}

func (s *Study) checkSurfaces() *problem {
	for i, surface := range s.Metric.Surfaces {
		at := []any{"metric", "surfaces", i}
		switch {
		case !validLayer(surface.Name):
			return &problem{at, fmt.Sprintf("surface %q cannot be named in a formula", surface.Name), "write lower-case letters, digits and _, such as slope"}
		case given(surface.Raster)+given(surface.Table)+given(surface.Polygons) != 1:
			return &problem{at, fmt.Sprintf("surface %q needs one of raster:, table: and polygons:", surface.Name), ""}
		case surface.Polygons != "" && surface.Columns.Value == "":
			return &problem{at, fmt.Sprintf("surface %q has no column of values", surface.Name), "give columns: {value: ...}"}
		case surface.Table != "" && (surface.Columns.Code == "" || surface.Columns.Value == ""):
			return &problem{at, fmt.Sprintf("surface %q has no columns", surface.Name), "give columns: {code: ..., value: ...}"}
		}
	}
	return nil
}

func given(text string) int { return min(len(text), 1) }

func (s *Study) checkSpeeds() *problem {
	m := s.Metric
	own := s.Roads.ownColumns()
	if len(m.SpeedsKMH) == 0 && m.DefaultSpeedKMH == 0 && s.Roads.Columns.SpeedKMH == "" && !own {
		return &problem{[]any{"metric"}, "the metric time has no speeds", "give speeds_kmh: by class, default_speed_kmh:, or roads: columns: speed_kmh:"}
	}
	if len(m.SpeedsKMH) > 0 && s.Roads.Columns.Class == "" && s.Roads.Attributes.Columns.Class == "" && !own {
		return &problem{[]any{"metric", "speeds_kmh"}, "speeds_kmh: goes by class, but the roads have none", "give roads: columns: class:"}
	}
	for _, class := range slices.Sorted(maps.Keys(m.SpeedsKMH)) {
		if !cost.ValidSpeed(m.SpeedsKMH[class]) {
			return &problem{[]any{"metric", "speeds_kmh", class}, fmt.Sprintf("the speed of %s is %g km/h", class, m.SpeedsKMH[class]), "write a speed from 1 to 300"}
		}
	}
	if m.DefaultSpeedKMH != 0 && !cost.ValidSpeed(m.DefaultSpeedKMH) {
		return &problem{[]any{"metric", "default_speed_kmh"}, fmt.Sprintf("the speed is %g km/h", m.DefaultSpeedKMH), "write a speed from 1 to 300"}
	}
	return nil
}

func (s *Study) checkOrigins() *problem {
	if len(s.Origins) == 0 {
		return &problem{[]any{"origins"}, "the study has no origins", "give origins: a list with a layer: and a table:, grid:, points: or places:"}
	}
	seen := map[string]bool{}
	for i, o := range s.Origins {
		p := o.check()
		if p == nil && seen[o.Layer] {
			p = &problem{[]any{"layer"}, fmt.Sprintf("layer %q stands twice", o.Layer), "give each list of origins a name of its own"}
		}
		if p != nil {
			p.path = append([]any{"origins", i}, p.path...)
			return p
		}
		seen[o.Layer] = true
	}
	return nil
}

// validLayer reports whether a name can be part of a column name in any format.
func validLayer(name string) bool {
	if name == "" || len(name) > 20 {
		return false
	}
	for i, r := range name {
		if !(r >= 'a' && r <= 'z' || r == '_' || i > 0 && r >= '0' && r <= '9') {
			return false
		}
	}
	return true
}

func (s *Study) checkDestinations() *problem {
	d := s.Destinations
	switch {
	case d.Table == "":
		return &problem{[]any{"destinations"}, "the study has no destinations", "give destinations: table:, for example mexico:ports.csv"}
	case d.Columns.ID == "":
		return &problem{[]any{"destinations", "columns"}, "destinations: has no id", "give columns: id:"}
	case len(d.Kinds) > 0 && d.Columns.Kind == "":
		return &problem{[]any{"destinations", "kinds"}, "kinds: selects by a column that is not named", "give columns: kind:"}
	}
	return nil
}

func (s *Study) checkRegions() *problem {
	r := s.Regions
	switch {
	case r.File == "":
		return &problem{[]any{"regions"}, "the study has no municipalities", "give regions: file:, for example mexico:municipalities.csv"}
	case r.Columns.Code == "":
		return &problem{[]any{"regions", "columns"}, "regions: has no municipality code", "give columns: code:"}
	case r.Seats.File != "" && r.Seats.Columns.Code == "":
		return &problem{[]any{"regions", "seats"}, "seats: has no municipality code", "give columns: code:"}
	}
	return nil
}

func (s *Study) checkViolence() *problem {
	v := s.Violence
	if v.Table == "" {
		return nil // a study without violence: routes only
	}
	at := func(key string) []any { return []any{"violence", key} }
	if v.Columns.Code == "" {
		return &problem{at("columns"), "violence: has no municipality code", "give columns: code:"}
	}
	if (v.Columns.Date == "") == (v.Columns.Year == "") {
		return &problem{at("columns"), "violence: needs a date: or a year: column, and not both", ""}
	}
	if len(v.Series) == 0 {
		return &problem{at("series"), "violence: has no series", "give series: a list with a name: and a column:"}
	}
	for i, series := range v.Series {
		if !validLayer(series.Name) || series.Column == "" {
			return &problem{[]any{"violence", "series", i}, fmt.Sprintf("series %q needs a name that can be part of a column, and a column:", series.Name), ""}
		}
	}
	if p := v.Period; p.From == "" || p.To == "" {
		return &problem{at("period"), "the period has no from: and to:", "for example period: {from: 2010-01, to: 2010-12}"}
	} else if months, err := p.period(); err != nil {
		return &problem{at("period"), err.Error(), ""}
	} else if months.Months() == 0 {
		return &problem{at("period"), fmt.Sprintf("the period %v is empty", months), "from: is the earlier month"}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Coverage)) {
		if _, err := v.Coverage[name].period(); err != nil {
			return &problem{[]any{"violence", "coverage", name}, err.Error(), ""}
		}
	}
	if v.Absent != "" && v.Absent != "zero" && v.Absent != "unknown" {
		return &problem{at("absent"), fmt.Sprintf("absent is %q", v.Absent), "write zero or unknown"}
	}
	return v.checkRates()
}

func (s *Study) checkAccess() *problem {
	if a := s.Access; a.MaxKM >= 0 && a.WarnKM >= 0 && a.PortMaxKM >= 0 {
		return nil
	}
	return &problem{[]any{"access"}, "access: has a distance below 0", "write kilometres, 0 or more"}
}

// lineOf finds the line of a path of keys, or of the part of it that exists.
func lineOf(text []byte, path []any) int {
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil || len(document.Content) == 0 {
		return 0
	}
	node := document.Content[0]
	line := node.Line
	for _, step := range path {
		next, at := child(node, step)
		if next == nil {
			break
		}
		node, line = next, at
	}
	return line
}

func child(node *yaml.Node, step any) (*yaml.Node, int) {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step], node.Content[step].Line
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1], node.Content[i].Line
			}
		}
	}
	return nil, 0
}
