package replicate

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/stata"
)

// Model is a model of traffickers' routes.
type Model uint8

// The models, whose predicted flows the archive publishes.
const (
	ShortestPath Model = iota
	CongestionModel
)

// String returns the name that [ParseModel] reads.
func (m Model) String() string {
	if m == CongestionModel {
		return "congestion"
	}
	return "shortest"
}

// ParseModel reads shortest or congestion.
func ParseModel(name string) (Model, error) {
	for _, m := range []Model{ShortestPath, CongestionModel} {
		if name == m.String() {
			return m, nil
		}
	}
	return 0, fmt.Errorf("%q is no model; write shortest or congestion", name)
}

// folder is where the archive keeps the flows of a model.
func (m Model) folder() string {
	if m == CongestionModel {
		return "congestion"
	}
	return "sp"
}

// published reads the predicted flows that the paper used: per period, one per position in
// Codes. They come from its confidential origins, and cannot be computed here.
func (a *Archive) published(m Model) ([Periods][]float64, error) {
	var flows [Periods][]float64
	for p := range flows {
		name := path.Join(m.folder(), fmt.Sprintf("OptFlows%d.csv", p))
		var err error
		if flows[p], err = a.publishedFlows(name); err != nil {
			return flows, err
		}
	}
	extra := path.Join(m.folder(), fmt.Sprintf("OptFlows%d.csv", Periods))
	if _, err := fs.Stat(a.files, extra); err == nil {
		return flows, fmt.Errorf("%w: %s is one period too many; the archive has %d", ErrArchive, extra, Periods)
	}
	return flows, nil
}

// publishedFlows reads rows code,flow without a header.
func (a *Archive) publishedFlows(name string) ([]float64, error) {
	file, err := a.files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrArchive, name)
	}
	defer file.Close()
	var flows []float64
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		wrong := func(format string, args ...any) error {
			return &feature.Error{File: name, Line: len(flows) + 1, Err: fmt.Errorf(format, args...)}
		}
		left, right, _ := strings.Cut(strings.TrimSpace(scanner.Text()), ",")
		code, _ := feature.ParseCode(left)
		flow, err := strconv.ParseFloat(right, 64)
		switch i := len(flows); {
		case i == len(a.Codes):
			return nil, wrong("there are more rows than the %d municipalities of MunIds.mat", len(a.Codes))
		case code != a.Codes[i]:
			return nil, wrong("the municipality is %q, not %s as in MunIds.mat", left, a.Codes[i])
		case err != nil:
			return nil, wrong("%q is no flow; a row is code,flow", right)
		case !(flow >= 0) || math.IsInf(flow, 1):
			return nil, wrong("the flow is %v; a flow is not negative", flow)
		}
		flows = append(flows, flow)
	}
	if err := scanner.Err(); err != nil {
		return nil, &feature.Error{File: name, Err: err}
	}
	if len(flows) != len(a.Codes) {
		return nil, &feature.Error{File: name, Err: fmt.Errorf("there are %d municipalities, not %d", len(flows), len(a.Codes))}
	}
	return flows, nil
}

// calendar is the period of each month of the panel, months ascending without a gap.
type calendar struct {
	First   violence.Month
	Periods []int
}

// monthOf returns the first month of a period.
func (c calendar) monthOf(period int) violence.Month {
	return c.First + violence.Month(slices.Index(c.Periods, period))
}

const stataEpoch = 12 * 1960 // a %tm counts months from January 1960

// calendar reads MakePathPanel.dta: which months a period takes in.
func (a *Archive) calendar(ctx context.Context) (calendar, error) {
	const name = "MakePathPanel.dta"
	columns, err := a.dta(ctx, name, "time", "YMEvent")
	if err != nil {
		return calendar{}, err
	}
	var c calendar
	for i, month := range columns[1] {
		period := columns[0][i]
		if i == 0 {
			c.First = violence.Month(month) + stataEpoch
		}
		want := c.First + violence.Month(i)
		switch {
		case violence.Month(month)+stataEpoch != want:
			return c, fmt.Errorf("%w: %s: row %d is the month %v, not %v", ErrArchive, name, i+1, violence.Month(month)+stataEpoch, want)
		case period != math.Trunc(period) || period < 0 || period >= Periods:
			return c, fmt.Errorf("%w: %s: row %d has the period %v; the archive has 0 to %d", ErrArchive, name, i+1, period, Periods-1)
		case i > 0 && int(period) != c.Periods[i-1] && int(period) != c.Periods[i-1]+1:
			return c, fmt.Errorf("%w: %s: row %d: period %v follows period %d", ErrArchive, name, i+1, period, c.Periods[i-1])
		}
		c.Periods = append(c.Periods, int(period))
	}
	if n := len(c.Periods); n == 0 || c.Periods[0] != 0 || c.Periods[n-1] != Periods-1 {
		return c, fmt.Errorf("%w: %s does not go from period 0 to %d", ErrArchive, name, Periods-1)
	}
	return c, nil
}

// closeElections reads CloseElec.dta: the municipalities that the PAN won by a
// close margin, whose roads close.
func (a *Archive) closeElections(ctx context.Context) ([]string, error) {
	columns, err := a.dta(ctx, "CloseElec.dta", "id_municipio")
	if err != nil {
		return nil, err
	}
	var codes []string
	for i, number := range columns[0] {
		code, ok := codeOf(number)
		if !ok {
			return nil, fmt.Errorf("%w: CloseElec.dta: row %d: %v is no municipality code", ErrArchive, i+1, number)
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// dta reads numeric columns of a Stata file of the archive.
func (a *Archive) dta(ctx context.Context, name string, wanted ...string) ([][]float64, error) {
	f, err := stata.Read(ctx, name, stata.Options{FS: a.files})
	if err != nil {
		return nil, err
	}
	columns := make([][]float64, len(wanted))
	for i, want := range wanted {
		c := f.Column(want)
		if c == nil || c.IsText() {
			return nil, fmt.Errorf("%w: %s has no column of numbers %s", ErrArchive, name, want)
		}
		columns[i] = c.Numbers
	}
	return columns, nil
}
