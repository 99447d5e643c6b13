package engine_test

import (
	"strings"
	"testing"
)

// TestBadCongestion wants one line that says where and what.
func TestBadCongestion(t *testing.T) {
	const good = "{ports: {capacity: lanes, phi: 1, delta: 1}}"
	for _, test := range []struct {
		name, congestion string
		want             []string
		replace          []string
	}{
		{"nothing congested", "{demand: count}", []string{"study.yaml:8: congestion: names neither ports: nor segments:"}, nil},
		{"unknown key", "{port: {}}", []string{"study.yaml:8: unknown key \"port\"", "the keys here are: model, demand"}, nil},
		{"unknown key below", "{ports: {lanes: 1}}", []string{"study.yaml:8: unknown key \"lanes\"", "kind, capacity, phi, delta"}, nil},
		{"unknown model", "{model: gravity, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: model is \"gravity\" (write equilibrium, logit_ports or logit_paths)"}, nil},
		{"unknown demand", "{demand: tonnes, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: demand is \"tonnes\" (write count or weight)"}, nil},
		{"unknown layer", "{units: {coca: 3}, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: units: names \"coca\""}, nil},
		{"no units", "{units: {poppy: 0}, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: layer \"poppy\" sends 0 units"}, nil},
		{"logit without theta", "{model: logit_ports, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: theta is 0"}, nil},
		{"theta without logit", "{theta: 1, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: theta: belongs to the logit models"}, nil},
		{"algorithm of logit", "{model: logit_paths, theta: 1, algorithm: b, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: algorithm: belongs to"}, nil},
		{"unknown algorithm", "{algorithm: simplex, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: unknown algorithm \"simplex\""}, nil},
		{"gap", "{gap: 2, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: gap is 2"}, nil},
		{"iterations", "{max_iterations: -1, ports: {capacity: lanes, phi: 1, delta: 1}}", []string{"study.yaml:8: max_iterations is -1"}, nil},
		{"kind of ports", "{ports: {kind: bpr}}", []string{"study.yaml:8: kind is \"bpr\" (write power or formula)"}, nil},
		{"kind of segments", "{segments: {kind: power}}", []string{"study.yaml:8: kind is \"power\" (write bpr or formula)"}, nil},
		{"word for no capacity", "{ports: {without_capacity: guess}}", []string{"without_capacity is \"guess\" (write error, closed or free)"}, nil},
		{"no phi", "{ports: {capacity: lanes, delta: 1}}", []string{"study.yaml:8: ports of kind power need phi:"}, nil},
		{"foreign key", "{ports: {kind: formula, formula: x, phi: 1}}", []string{"study.yaml:8: phi: does not belong to ports of kind formula"}, nil},
		{"no formula", "{ports: {kind: formula}}", []string{"study.yaml:8: ports of kind formula need formula:"}, nil},
		{"foreign formula", "{segments: {capacity: 1, formula: x}}", []string{"formula: does not belong to segments of kind bpr"}, nil},
		{"no capacity of segments", "{segments: {alpha: 1}}", []string{"segments of kind bpr need capacity:"}, nil},

		{"missing column", "{ports: {capacity: lane, phi: 1, delta: 1}}", []string{"study.yaml:8: formula \"lane\", at character 1: unknown name lane; the names are id, kind, lanes"}, nil},
		{"text for a capacity", "{ports: {capacity: kind, phi: 1, delta: 1}}", []string{"study.yaml:8: formula \"kind\""}, nil},
		{"zero capacity", good, []string{"ports.csv:2: the capacity of port east is 0 (without_capacity: closed or free"}, []string{"ports.csv", "land,2,", "land,0,"}},
		{"negative capacity", good, []string{"ports.csv:2: the capacity of port east is -2; it cannot be negative"}, []string{"ports.csv", "land,2,", "land,-2,"}},
		{"negative capacity, closed", "{ports: {capacity: lanes, phi: 1, delta: 1, without_capacity: closed}}", []string{"ports.csv:2:", "cannot be negative"}, []string{"ports.csv", "land,2,", "land,-2,"}},
		{"empty capacity", good, []string{"ports.csv:2: port east has no capacity: a value of \"lanes\" is missing (without_capacity: closed or free"}, []string{"ports.csv", "land,2,", "land,,"}},
		{"power 0", "{ports: {capacity: lanes, phi: 1, delta: 0}}", []string{"study.yaml:8: delta is 0 at port east (the price would not rise"}, nil},
		{"negative phi", "{ports: {capacity: lanes, phi: -1, delta: 1}}", []string{"study.yaml:8: phi is -1 at port east (write 0 or more)"}, nil},
		{"missing phi", "{ports: {capacity: '1', phi: lanes, delta: 1}}", []string{"study.yaml:8: port east has no phi: a value of \"lanes\" is missing"}, []string{"ports.csv", "land,2,", "land,,"}},
		{"no number", "{ports: {capacity: 1 / (lanes - 2), phi: 1, delta: 1}}", []string{"study.yaml:8: formula \"1 / (lanes - 2)\": port 0", "the value is +Inf"}, nil},
		{"segments' power 0", "{segments: {capacity: 1, power: 0}}", []string{"study.yaml:8: power is 0 at segment 0 (M1)"}, nil},
		{"segments' capacity 0", "{segments: {capacity: 'ref == \"M3\" ? 0 : 1'}}", []string{"study.yaml:8: the capacity of segment 3 (M3) is 0 (without_capacity"}, nil},
		{"segments' missing column", "{segments: {capacity: lanes}}", []string{"study.yaml:8: formula \"lanes\", at character 1: unknown name lanes; the names are class, length_km, length_m, ref"}, nil},

		{"falling price", "{ports: {kind: formula, formula: 10 - 3 * x}}", []string{"study.yaml:8: port east: formula \"10 - 3 * x\"", "the price falls from 10 at x = 0"}, nil},
		{"falling price of roads", "{segments: {kind: formula, formula: cost / (1 + x)}}", []string{"study.yaml:8: segment 0 (M1): formula", "the price falls from"}, nil},
		{"price without x", "{ports: {kind: formula, formula: lanes}}", []string{"study.yaml:8: formula \"lanes\" does not name x"}, nil},
		{"price below 0", "{ports: {kind: formula, formula: x - 1}}", []string{"study.yaml:8: port east", "the price is -1"}, nil},
		{"price without end", "{ports: {kind: formula, formula: x / (1 - x)}}", []string{"study.yaml:8: port east", "the price is +Inf"}, nil},
		{"unknown name", "{ports: {kind: formula, formula: x * lane}}", []string{"study.yaml:8: formula \"x * lane\", at character 5: unknown name lane"}, nil},
		{"half a formula", "{ports: {kind: formula, formula: x *}}", []string{"study.yaml:8: formula \"x *\", at character"}, nil},
		{"no way out", "{ports: {capacity: lanes, phi: 1, delta: 1, without_capacity: closed}}",
			[]string{"study.yaml:8: origin poppy 01001 Aldama has no way to a port that congestion leaves open"}, []string{"ports.csv", "land,2,", "land,,", "ports.csv", "sea,1,", "sea,0,"}},
		{"roads without a way out", "{segments: {capacity: 'ref == \"M1\" ? 0 : 1', without_capacity: closed}}", []string{"study.yaml:8: origin poppy 01001 Aldama has no way"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := smallFiles(append([]string{
				"study.yaml", "violence:\n", "congestion: " + test.congestion + "\nviolence:\n",
				"ports.csv", "", "id,name,kind,lanes,lon,lat\neast,East,land,2,0.3,0.01\nsouth,South,sea,1,0.1,-0.1\n"}, test.replace...)...)
			err := runBad(files)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %q, want it to say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error has several lines: %q", err)
			}
		})
	}
}
