package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// fault replaces a piece of a file.
type fault struct {
	file     string
	from, to int // bytes
	line     int
	old, new string
	text     string // of the line
}

func (f fault) String() string {
	return fmt.Sprintf("%s:%d: `%s` becomes `%s`", f.file, f.line, f.old, f.new)
}

// swaps are the operators that a slip of the hand confuses.
var swaps = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
	token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN,
	token.INC: token.DEC, token.DEC: token.INC, token.CONTINUE: token.BREAK,
}

// faultsOf lists what can be planted in the sources of a package.
func faultsOf(folder string) ([]fault, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var faults []fault
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		files := token.NewFileSet()
		tree, err := parser.ParseFile(files, path, text, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if at, old, ok := operator(n); ok {
				p := files.Position(at)
				line := strings.TrimSpace(strings.Split(string(text), "\n")[p.Line-1])
				faults = append(faults, fault{path, p.Offset, p.Offset + len(old.String()), p.Line, old.String(), swaps[old].String(), line})
			}
			return worth(n)
		})
	}
	return faults, nil
}

// operator returns the operator of a node that has one to swap. A sum of texts
// has no difference.
func operator(n ast.Node) (at token.Pos, op token.Token, ok bool) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		at, op = n.OpPos, n.Op
		if isText(n.X) || isText(n.Y) {
			return 0, 0, false
		}
	case *ast.AssignStmt:
		at, op = n.TokPos, n.Tok
		if isText(n.Rhs[0]) {
			return 0, 0, false
		}
	case *ast.IncDecStmt:
		at, op = n.TokPos, n.Tok
	case *ast.BranchStmt:
		at, op = n.TokPos, n.Tok
	default:
		return 0, 0, false
	}
	_, ok = swaps[op]
	return at, op, ok
}

func isText(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	return ok && literal.Kind == token.STRING
}

// worth skips what no result depends on: constants, which are often tunings, and the words of errors.
func worth(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.CONST
	case *ast.CallExpr:
		if selector, ok := n.Fun.(*ast.SelectorExpr); ok {
			return selector.Sel.Name != "Errorf" && selector.Sel.Name != "Sprintf"
		}
	}
	return true
}
