package cost

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/types"

	"github.com/corredor-geo/corredor/graph"
)

// kind is what the values of a column are.
type kind uint8

const (
	flag kind = iota
	number
	text
)

// variable is a column as a formula sees it.
type variable struct {
	name   string
	column *graph.Column
	kind   kind
}

func newVariable(c *graph.Column) variable {
	v := variable{name: c.Name(), column: c}
	for _, value := range c.Values() {
		v.kind = max(v.kind, kindOf(value))
	}
	return v
}

func kindOf(value string) kind {
	switch strings.ToLower(value) {
	case "true", "t", "yes", "y", "si", "sí", "1", "false", "f", "no", "n", "0":
		return flag
	}
	if graph.IsNumber(value) {
		return number
	}
	return text
}

// exprType is the type of the variable's values. A number that may be missing
// has none that can be checked beforehand.
func (v variable) exprType() types.Type {
	switch v.kind {
	case flag:
		return types.Float64
	case text:
		return types.String
	}
	return types.Any
}

func (v variable) value(s graph.SegmentID) any {
	switch v.kind {
	case flag:
		if v.column.True(s) {
			return 1.0
		}
		return 0.0
	case text:
		return v.column.Text(s)
	}
	if v.column.Text(s) == "" {
		return nil
	}
	return v.column.Number(s)
}

func namesOf(env types.Map) []string { return slices.Sorted(maps.Keys(env)) }

// truths makes flags and numbers usable where a condition stands, and true and
// false comparable with flags.
type truths struct{ columns []variable }

// Visit implements ast.Visitor.
func (t *truths) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.ConditionalNode:
		t.condition(&n.Cond)
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			t.condition(&n.Node)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&", "or", "||":
			t.condition(&n.Left)
			t.condition(&n.Right)
		case "==", "!=":
			t.compare(n.Left, &n.Right)
			t.compare(n.Right, &n.Left)
		}
	}
}

// condition turns a flag x into x != 0.
func (t *truths) condition(node *ast.Node) {
	if t.isNumeric(*node) {
		ast.Patch(node, &ast.BinaryNode{Operator: "!=", Left: *node, Right: &ast.FloatNode{Value: 0}})
	}
}

func (t *truths) compare(flag ast.Node, other *ast.Node) {
	truth, isBool := (*other).(*ast.BoolNode)
	if !isBool || !t.isNumeric(flag) {
		return
	}
	value := 0.0
	if truth.Value {
		value = 1
	}
	ast.Patch(other, &ast.FloatNode{Value: value})
}

func (t *truths) isNumeric(node ast.Node) bool {
	name, ok := node.(*ast.IdentifierNode)
	return ok && slices.ContainsFunc(t.columns, func(v variable) bool { return v.name == name.Value && v.kind != text })
}
