package replicate

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Confiscations are the values confiscated by municipality of a [Sample].
type Confiscations struct {
	// Values are in the unit of their source, 0 where nothing was confiscated; Logs are
	// their natural logarithms, and 0 where nothing was: nothing counts as a value of 1.
	Values, Logs []float64
	// Positive is the number of municipalities with a value, Below that of values below 1,
	// whose logarithm is less than that of nothing.
	Positive, Below int
	// Outside are municipalities of the file that the sample does not have.
	Outside []string
}

// newConfiscations sorts values out.
func newConfiscations(values []float64) *Confiscations {
	c := &Confiscations{Values: values, Logs: make([]float64, len(values))}
	for i, x := range values {
		if x > 0 {
			c.Positive++
			c.Logs[i] = math.Log(x)
		}
		if x > 0 && x < 1 {
			c.Below++
		}
	}
	return c
}

// ReadConfiscations reads a table with a column of municipality codes (cvegeo, code or
// id) and a column value: what was confiscated, in any unit of money, not negative. A municipality
// that is absent has 0. A value that is missing, negative or no number, and a municipality
// that stands twice, are errors with their line.
func (s *Sample) ReadConfiscations(ctx context.Context, path string, files fs.FS) (*Confiscations, error) {
	r, err := feature.Open(path, feature.Options{FS: files, Lon: "-"})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	at := slices.IndexFunc(codeColumns, func(name string) bool { return slices.Contains(r.Columns(), name) })
	if at < 0 {
		return nil, &feature.Error{File: path, Line: 1, Err: errors.New("there is no column of municipality codes"), Hint: "name it cvegeo"}
	}
	if err := r.RequireColumns(valueColumn); err != nil {
		return nil, err
	}
	rows := confiscationRows{sample: s, code: codeColumns[at], values: make([]float64, len(s.Codes)), lines: map[string]int{}}
	for f, err := range r.All() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = rows.add(f)
		}
		if err != nil {
			return nil, err
		}
	}
	c := newConfiscations(rows.values)
	c.Outside = rows.outside
	if c.Positive == 0 {
		return nil, &feature.Error{File: path, Err: errors.New("no municipality has a value above 0, so there is nothing to estimate from")}
	}
	return c, nil
}

// confiscationRows are the rows read so far.
type confiscationRows struct {
	sample  *Sample
	code    string // the column
	values  []float64
	lines   map[string]int // of the codes
	outside []string
}

func (c *confiscationRows) add(f feature.Feature) error {
	code, _, err := f.Code(c.code)
	if err != nil {
		return err
	}
	if line, twice := c.lines[code]; twice {
		bad := f.Errorf("municipality %s stood in line %d already", code, line)
		bad.Hint = "add its values up"
		return bad
	}
	c.lines[code] = f.Line
	value, err := notNegative(f, valueColumn)
	if err != nil {
		return hinted(err)
	}
	if i, ok := c.sample.index[code]; ok {
		c.values[i] = value
	} else {
		c.outside = append(c.outside, code)
	}
	return nil
}

const valueColumn = "value"

// hinted says how to mend a value that is missing.
func hinted(err error) error {
	var at *feature.Error
	if errors.Is(err, feature.ErrMissing) && errors.As(err, &at) {
		at.Hint = "write 0 where nothing was confiscated, or leave the municipality out"
	}
	return err
}
