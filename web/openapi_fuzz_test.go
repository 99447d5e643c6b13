package web_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// hostile are values that someone may send in place of any other.
var hostile = []string{
	"", "0", "-1", "1e309", "NaN", "Infinity", "99999999999999999999", "2008-13", "0000-00", "2010", "25006", "2604", "25",
	"-106,24", "-106,24,-107,25,-105,25", "1e9,1e9", "NaN,NaN", "../../etc/passwd", "%2e%2e%2f", "'; DROP TABLE routes; --",
	"<script>alert(1)</script>", "\x00", "\r\nX: y", "día", "💥", "poppy", "marijuana", "json", "csv", "geojson", "true", "null", "[]", "{}",
	strings.Repeat("9", 5000), strings.Repeat("-106,24,", 1001) + "-106,24",
}

// FuzzAPI asks what the description of the API allows, and what it does not: by a seed it
// takes an operation, and for every parameter its example, a value within its schema, a
// hostile one, or none. Whatever is asked, the answer is as described: 200 with
// what its schema says, or one line of JSON under a status from 400 to 499.
func FuzzAPI(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		d := description(t)
		rng := rand.New(rand.NewPCG(seed, 0))
		type operation struct {
			path, method string
			object
		}
		var all []operation
		for path, item := range d["paths"].(object) {
			for method, o := range item.(object) {
				all = append(all, operation{path, strings.ToUpper(method), o.(object)})
			}
		}
		slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
		o := all[rng.IntN(len(all))]
		address, body := drawn(rng, d, o.path, o.object)
		answer := ask(t, o.method, address, body)
		text := bodyOf(t, answer)
		about := fmt.Sprintf("seed %d: %s %.300s %.300s: %d %.300s", seed, o.method, address, body, answer.StatusCode, text)
		kind, _, _ := strings.Cut(answer.Header.Get("Content-Type"), ";")
		switch {
		case answer.StatusCode == http.StatusOK:
			content := o.object["responses"].(object)["200"].(object)["content"].(object)
			media, ok := content[kind].(object)
			if !ok {
				t.Fatalf("%s: %s is not described", about, kind)
			}
			if kind != "application/json" || media["schema"] == nil {
				return
			}
			var v any
			if err := json.Unmarshal(text, &v); err != nil {
				t.Fatalf("%s: %v", about, err)
			}
			for _, wrong := range conform(d, media["schema"], v, "answer") {
				t.Errorf("%s: %s", about, wrong)
			}
		case answer.StatusCode == http.StatusNoContent: // a tile with nothing in it
		case answer.StatusCode >= 400 && answer.StatusCode < 500:
			var failure struct{ Error string }
			if err := json.Unmarshal(text, &failure); err != nil || failure.Error == "" || strings.ContainsAny(failure.Error, "\r\n") {
				t.Errorf("%s: not one line of JSON", about)
			}
		default:
			t.Error(about)
		}
	})
}

// drawn makes the address and the body of a request.
func drawn(rng *rand.Rand, d object, path string, o object) (address, body string) {
	query := url.Values{}
	parameters, _ := o["parameters"].([]any)
	for _, p := range parameters {
		p := resolve(d, p)
		name, value, ok := p["name"].(string), "", true
		switch rng.IntN(5) {
		case 0:
			ok = false
		case 1:
			value = hostile[rng.IntN(len(hostile))]
		case 2:
			value = fmt.Sprint(within(rng, d, p["schema"]))
		default:
			value, ok = fmt.Sprint(p["example"]), p["example"] != nil
		}
		switch {
		case p["in"] == "path" && ok && value != "" && !strings.Contains(value, "."):
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
		case p["in"] == "path":
			path = strings.ReplaceAll(path, "{"+name+"}", "7")
		case ok:
			query.Set(name, value)
		}
	}
	if rng.IntN(20) == 0 {
		query.Set(hostile[rng.IntN(len(hostile))], "x")
	}
	if b, ok := o["requestBody"].(object); ok {
		var v any = hostile[rng.IntN(len(hostile))]
		if rng.IntN(6) > 0 {
			v = within(rng, d, b["content"].(object)["application/json"].(object)["schema"])
		}
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		body = string(text)
		if rng.IntN(10) == 0 {
			body = body[:rng.IntN(len(body))]
		}
	}
	return path + "?" + query.Encode(), body
}

// within draws a value that a schema allows, or nearly: numbers and texts may be hostile.
func within(rng *rand.Rand, d object, schema any) any {
	s := resolve(d, schema)
	if choices, ok := s["enum"].([]any); ok {
		return choices[rng.IntN(len(choices))]
	}
	kinds := typesOf(s["type"])
	if len(kinds) == 0 {
		return hostile[rng.IntN(len(hostile))]
	}
	switch kinds[rng.IntN(len(kinds))] {
	case "integer":
		return []int{0, 1, 3, 7, -1, 1 << 40, rng.IntN(3000)}[rng.IntN(7)]
	case "number":
		return []float64{0, -1, 0.5, -106, 24, 1e300, -180, 90, -90 - 20*rng.Float64(), 14 + 18*rng.Float64()}[rng.IntN(10)]
	case "boolean":
		return rng.IntN(2) == 0
	case "null":
		return nil
	case "array":
		list := []any{}
		for range []int{0, 1, 2, 3, 4, 30}[rng.IntN(6)] {
			list = append(list, within(rng, d, s["items"]))
		}
		return list
	case "object":
		o := object{}
		properties, _ := s["properties"].(object)
		names := make([]string, 0, len(properties))
		for name := range properties {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if rng.IntN(4) > 0 {
				o[name] = within(rng, d, properties[name])
			}
		}
		return o
	}
	return hostile[rng.IntN(len(hostile))]
}
