package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// kind is a struct that a part of a study is read into.
type kind struct {
	name   string
	doc    string
	fields []field
	inline []string // types whose keys stand among its own
}

// field is one key of a study.
type field struct {
	key  string // as in the file
	name string // as in Go
	doc  string
	expr ast.Expr // its type
}

// readTypes returns the structs of a package that have keys, by name.
func readTypes(dir string) (map[string]kind, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	types := map[string]kind{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				if k, ok := kindOf(spec, general.Doc); ok {
					types[k.name] = k
				}
			}
		}
	}
	for name, k := range types {
		for _, inner := range k.inline {
			k.fields = append(k.fields, types[inner].fields...)
		}
		types[name] = k
	}
	return types, nil
}

func kindOf(spec ast.Spec, doc *ast.CommentGroup) (kind, bool) {
	declared, ok := spec.(*ast.TypeSpec)
	if !ok {
		return kind{}, false
	}
	body, ok := declared.Type.(*ast.StructType)
	if !ok {
		return kind{}, false
	}
	k := kind{name: declared.Name.Name}
	for _, f := range body.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag, _ := strconv.Unquote(f.Tag.Value)
		key, option, _ := strings.Cut(reflect.StructTag(tag).Get("yaml"), ",")
		if option == "inline" {
			k.inline = append(k.inline, named(f.Type))
		}
		if key != "" && key != "-" {
			k.fields = append(k.fields, field{key, f.Names[0].Name, f.Doc.Text() + " " + f.Comment.Text(), f.Type})
		}
	}
	k.doc = k.plain(doc.Text())
	for i := range k.fields {
		k.fields[i].doc = k.plain(k.fields[i].doc)
	}
	return k, len(k.fields) > 0
}

var docLink = regexp.MustCompile(`\[([A-Z]\w*|\w+\.[A-Z]\w*)\]`)

// plain makes one line of a comment, with keys in place of the fields that it names.
func (k kind) plain(comment string) string {
	text := docLink.ReplaceAllString(strings.Join(strings.Fields(comment), " "), "$1")
	for _, f := range k.fields {
		text = regexp.MustCompile(`\b`+f.name+`\b`).ReplaceAllString(text, "`"+f.key+"`")
	}
	return text
}

// reachable lists the types that a study has, in the order in which it has them.
func reachable(types map[string]kind, root string) ([]kind, error) {
	var list []kind
	seen := map[string]bool{}
	var visit func(name string) error
	visit = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		k, ok := types[name]
		if !ok {
			return fmt.Errorf("there is no struct %s with yaml tags", name)
		}
		list = append(list, k)
		for _, f := range k.fields {
			if inner := named(f.expr); inner != "" {
				if err := visit(inner); err != nil {
					return fmt.Errorf("%s.%s: %w", k.name, f.name, err)
				}
			}
		}
		return nil
	}
	return list, visit(root)
}

// named is the struct that a type is made of, "" where it has none.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return named(e.X)
	case *ast.ArrayType:
		return named(e.Elt)
	case *ast.MapType:
		return named(e.Value)
	case *ast.Ident:
		if _, basic := basics[e.Name]; !basic {
			return e.Name
		}
	}
	return ""
}
