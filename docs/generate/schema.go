package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
)

// schema is as much of JSON Schema (draft 07) as a study needs.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Ref         string             `json:"$ref,omitempty"`
	Type        any                `json:"type,omitempty"` // a name or a list of names
	Enum        []string           `json:"enum,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Additional  any                `json:"additionalProperties,omitempty"` // false, or a schema
	Required    []string           `json:"required,omitempty"`
	Definitions map[string]*schema `json:"definitions,omitempty"`
}

// basics are the types of Go that a key may have. YAML lets a number stand where a
// text is wanted, such as a year or a capacity.
var basics = map[string]any{
	"string":  []string{"string", "number", "boolean"},
	"float64": "number",
	"int":     "integer",
	"int64":   "integer",
	"bool":    "boolean",
}

// names of the basic types in the reference.
var words = map[string]string{"string": "text", "float64": "number", "int": "whole number", "int64": "whole number", "bool": "yes or no"}

func schemaOf(list []kind, title string) ([]byte, error) {
	root, err := objectOf(list[0])
	if err != nil {
		return nil, err
	}
	root.Schema = "http://json-schema.org/draft-07/schema#"
	root.Title = title
	root.Definitions = map[string]*schema{}
	for _, k := range list[1:] {
		if root.Definitions[k.name], err = objectOf(k); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err = encoder.Encode(root)
	return out.Bytes(), err
}

func objectOf(k kind) (*schema, error) {
	s := &schema{Type: "object", Description: k.doc, Additional: false, Properties: map[string]*schema{}, Required: required[k.name]}
	for _, f := range k.fields {
		of, err := valueOf(f.expr)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", k.name, f.name, err)
		}
		if of.Ref == "" { // beside a $ref, draft 07 ignores all else
			of.Description = f.doc
		}
		if values := allowed[k.name+"."+f.key]; values != nil {
			choice := of
			if of.Items != nil {
				choice = of.Items
			}
			choice.Type, choice.Enum = nil, values
		}
		s.Properties[f.key] = of
	}
	return s, nil
}

func valueOf(e ast.Expr) (*schema, error) {
	switch e := e.(type) {
	case *ast.StarExpr:
		return valueOf(e.X)
	case *ast.ArrayType:
		items, err := valueOf(e.Elt)
		return &schema{Type: "array", Items: items}, err
	case *ast.MapType:
		values, err := valueOf(e.Value)
		return &schema{Type: "object", Additional: values}, err
	case *ast.Ident:
		if basic, ok := basics[e.Name]; ok {
			return &schema{Type: basic}, nil
		}
		return &schema{Ref: "#/definitions/" + e.Name}, nil
	}
	return nil, fmt.Errorf("a %T is not known here", e)
}
