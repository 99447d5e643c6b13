package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"strings"
)

// referenceOf writes a section for each type, with a table of its keys.
func referenceOf(list []kind, head string) []byte {
	var out bytes.Buffer
	fmt.Fprint(&out, head)
	docs := map[string]string{}
	for _, k := range list {
		docs[k.name] = strings.ReplaceAll(k.doc, "|", "\\|")
	}
	for _, k := range list {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n| key | value | meaning |\n|---|---|---|\n", k.name, docs[k.name])
		for _, f := range k.fields {
			name := "`" + f.key + "`"
			for _, needed := range required[k.name] {
				if needed == f.key {
					name += " (needed)"
				}
			}
			doc := strings.ReplaceAll(f.doc, "|", "\\|")
			if strings.TrimSpace(doc) == "" {
				doc, _, _ = strings.Cut(docs[named(f.expr)], ".")
			}
			fmt.Fprintf(&out, "| %s | %s | %s |\n", name, k.value(f), doc)
		}
	}
	return out.Bytes()
}

// value says what a key may have, with a link to the section of its keys.
func (k kind) value(f field) string {
	if values := allowed[k.name+"."+f.key]; values != nil {
		text := "`" + strings.Join(values, "`, `") + "`"
		if _, list := f.expr.(*ast.ArrayType); list {
			text = "list of " + text
		}
		return text
	}
	return word(f.expr)
}

func word(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return word(e.X)
	case *ast.ArrayType:
		return "list of " + word(e.Elt)
	case *ast.MapType:
		return "by name: " + word(e.Value)
	case *ast.Ident:
		if basic, ok := words[e.Name]; ok {
			return basic
		}
		return fmt.Sprintf("[%s](#%s)", e.Name, strings.ToLower(e.Name))
	}
	return ""
}
