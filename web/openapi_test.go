package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/corredor-geo/corredor/web"
)

type object = map[string]any

// description is the OpenAPI file as the server sends it.
func description(t *testing.T) object {
	t.Helper()
	var d object
	if err := yaml.Unmarshal(bodyOf(t, ask(t, "GET", "/api/v1/openapi.yaml", "")), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// resolve follows a $ref within the description.
func resolve(d object, v any) object {
	o, _ := v.(object)
	for o["$ref"] != nil {
		at := any(d)
		for _, key := range strings.Split(strings.TrimPrefix(o["$ref"].(string), "#/"), "/") {
			at = at.(object)[key]
		}
		o = at.(object)
	}
	return o
}

// Every path and method of the server is described, every parameter with its
// name, and nothing else is.
func TestDescriptionHasEveryEndpoint(t *testing.T) {
	d := description(t)
	var described, served []string
	for path, item := range d["paths"].(object) {
		for method, operation := range item.(object) {
			var query []string
			parameters, _ := operation.(object)["parameters"].([]any)
			for _, p := range parameters {
				if p := resolve(d, p); p["in"] == "query" {
					query = append(query, p["name"].(string))
				}
			}
			slices.Sort(query)
			described = append(described, fmt.Sprint(strings.ToUpper(method), " ", path, " ", query))
		}
	}
	for _, e := range web.Endpoints() {
		for _, method := range e.Methods {
			if method == http.MethodHead {
				continue
			}
			query := slices.Sorted(slices.Values(e.Query))
			if method == http.MethodPost && e.Path == "/api/v1/series" {
				query = []string{"format"} // the rest stands in the body
			}
			served = append(served, fmt.Sprint(method, " ", e.Path, " ", query))
		}
	}
	slices.Sort(described)
	slices.Sort(served)
	if !slices.Equal(described, served) {
		t.Errorf("described\n%s\nserved\n%s", strings.Join(described, "\n"), strings.Join(served, "\n"))
	}
}

// The example of every operation is answered, in every type that is described,
// and the JSON is what the schema says.
func TestAnswersAreAsDescribed(t *testing.T) {
	d := description(t)
	checked := 0
	for path, item := range d["paths"].(object) {
		for method, operation := range item.(object) {
			o := operation.(object)
			address, body := example(d, path, o)
			content := o["responses"].(object)["200"].(object)["content"].(object)
			for kind, media := range content {
				answer := ask(t, strings.ToUpper(method), address+formatFor(kind, len(content)), body)
				text := bodyOf(t, answer)
				if got := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || !strings.HasPrefix(got, kind) {
					t.Errorf("%s %s: %d %s: %.200s", method, address, answer.StatusCode, got, text)
					continue
				}
				checked++
				schema := media.(object)["schema"]
				if schema == nil {
					continue
				}
				var v any
				if err := json.Unmarshal(text, &v); err != nil {
					t.Errorf("%s: %v", address, err)
					continue
				}
				for _, wrong := range conform(d, schema, v, "answer") {
					t.Errorf("%s: %s", address, wrong)
				}
			}
		}
	}
	const fewest = 20 // paths and types of openapi.yaml
	if checked < fewest {
		t.Errorf("only %d answers were checked", checked)
	}
}

// example makes the address and body of an operation from its examples.
func example(d object, path string, o object) (address, body string) {
	query := url.Values{}
	parameters, _ := o["parameters"].([]any)
	for _, p := range parameters {
		p := resolve(d, p)
		name, value := p["name"].(string), fmt.Sprint(p["example"])
		switch {
		case p["example"] == nil:
		case p["in"] == "path":
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		case name == "state" || name == "metro" || name == "polygon": // one selection at a time: region
		case name == "port": // with the example of layer there might be none
		default:
			query.Set(name, value)
		}
	}
	if b, ok := o["requestBody"].(object); ok {
		text, _ := json.Marshal(b["content"].(object)["application/json"].(object)["example"])
		body = string(text)
	}
	return path + "?" + query.Encode(), body
}

func formatFor(kind string, kinds int) string {
	if kinds == 1 {
		return ""
	}
	return "&format=" + map[string]string{"application/json": "json", "application/geo+json": "geojson", "text/csv": "csv"}[kind]
}

// conform lists where a value is not what a schema says: types, required and
// further properties, items, enumerations.
func conform(d object, schema, v any, at string) (wrong []string) {
	s := resolve(d, schema)
	if all, ok := s["allOf"].([]any); ok {
		for _, part := range all {
			wrong = append(wrong, conform(d, part, v, at)...)
		}
		return wrong
	}
	if types := typesOf(s["type"]); len(types) > 0 && !slices.Contains(types, typeOf(v)) && !(typeOf(v) == "integer" && slices.Contains(types, "number")) {
		return []string{fmt.Sprintf("%s is %s, not %v", at, typeOf(v), types)}
	}
	if choices, ok := s["enum"].([]any); ok && !slices.Contains(choices, v) {
		wrong = append(wrong, fmt.Sprintf("%s is %v, not one of %v", at, v, choices))
	}
	switch v := v.(type) {
	case object:
		required, _ := s["required"].([]any)
		for _, key := range required {
			if _, ok := v[key.(string)]; !ok {
				wrong = append(wrong, fmt.Sprintf("%s has no %s", at, key))
			}
		}
		properties, _ := s["properties"].(object)
		for key, x := range v {
			if p := properties[key]; p != nil {
				wrong = append(wrong, conform(d, p, x, at+"."+key)...)
			} else if more, ok := s["additionalProperties"].(object); ok {
				wrong = append(wrong, conform(d, more, x, at+"."+key)...)
			}
		}
	case []any:
		if len(v) == 0 || s["items"] == nil {
			break
		}
		wrong = append(wrong, conform(d, s["items"], v[0], at+"[0]")...)
		wrong = append(wrong, conform(d, s["items"], v[len(v)-1], at+"[last]")...)
	}
	return wrong
}

func typesOf(v any) (types []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			types = append(types, x.(string))
		}
	}
	return types
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// A checker that lets everything pass would be no test.
func TestConformFindsFaults(t *testing.T) {
	d := object{"components": object{"schemas": object{"A": object{"type": "object", "required": []any{"x"}, "properties": object{"x": object{"type": "array", "items": object{"type": "integer"}}}}}}}
	ref := object{"$ref": "#/components/schemas/A"}
	for text, faults := range map[string]int{`{"x":[1]}`: 0, `{"x":[1.5]}`: 2, `{}`: 1, `[]`: 1, `{"x":null}`: 1} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if got := conform(d, ref, v, "v"); len(got) != faults {
			t.Errorf("%s: %v, want %d faults", text, got, faults)
		}
	}
}
