package stata

import "strconv"

// Type is how Stata stores the values of a column.
type Type uint8

// The types of columns. The zero Type is that of no column.
const (
	Byte   Type = iota + 1 // 1 byte, -127 to 100
	Int                    // 2 bytes
	Long                   // 4 bytes
	Float                  // 4 bytes
	Double                 // 8 bytes
	Str                    // text of at most Width bytes
	StrL                   // text of any length
)

var typeNames = [...]string{"no type", "byte", "int", "long", "float", "double", "str", "strL"}

// String returns Stata's name of the type, without the width of a str.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "type " + strconv.Itoa(int(t))
}

// Column is a variable of the table. It is shared, and safe for any number of
// goroutines that do not change it.
type Column struct {
	Name string
	Type Type
	// Width is the number of bytes that a value takes in a row of the file.
	Width int
	// Format is how Stata displays the values, such as "%8.0g" or "%tm".
	Format string
	// Label describes the column; "" when it has none.
	Label string
	// LabelName is the key of its value labels in File.ValueLabels, or "".
	LabelName string
	// Numbers holds a value per row, NaN where missing; nil for texts.
	Numbers []float64
	// Texts holds a value per row, "" where missing; nil for numbers.
	Texts []string
}

// IsText reports whether the column holds Texts rather than Numbers.
func (c *Column) IsText() bool { return c.Type == Str || c.Type == StrL }

// String describes the column, not its values: "YMEvent float %tm".
func (c *Column) String() string {
	kind := c.Type.String()
	if c.Type == Str {
		kind += strconv.Itoa(c.Width)
	}
	return c.Name + " " + kind + " " + c.Format
}
