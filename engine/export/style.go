package export

// Style says how a map program should draw a layer at first. A nil style leaves
// it to the program.
type Style struct {
	By      string  // column that decides the class; "" draws all rows as the first class
	Classes []Class // in the order of the legend
	WidthBy string  // column of a number: the width of a line, or the size of a point, grows with its square root
}

// Class is an entry of a legend: the rows where a column of text is Value, or
// where a number is from From up to To.
type Class struct {
	Value    string
	From, To float64
	Label    string
	Color    string // #rrggbb
}

// classOf returns the class of a row, or -1.
func (l Layer) classOf(row Row) int {
	s := l.Style
	if s == nil || len(s.Classes) == 0 {
		return -1
	}
	if s.By == "" {
		return 0
	}
	for i, c := range l.Columns {
		if c.Name != s.By {
			continue
		}
		for k, class := range s.Classes {
			switch v := c.value(row.Values[i]).(type) {
			case string:
				if v == class.Value {
					return k
				}
			case int:
				if x := float64(v); x >= class.From && x <= class.To {
					return k
				}
			case float64:
				if v >= class.From && v <= class.To {
					return k
				}
			}
		}
	}
	return -1
}
