package replicate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Panel is municipalities by month, 2006-12 to 2009-12 in the archive: a row for
// each month of the first municipality, then of the second. It is balanced.
type Panel struct {
	Municipalities []string
	First          violence.Month
	Months         int
	// Homicides, Population and Flows (by [Model], as published) are per row.
	Homicides, Population []float64
	Flows                 [2][]float64
	// Periods is that of each month.
	Periods []int
	// Neighbor marks municipalities that share a link with one of CloseElec.
	Neighbor []bool
	// Producers, CloseElections count the municipalities left out as such; one that
	// is both counts as a producer.
	Producers, CloseElections int
	// Absent counts the producers that the archive does not know, having no road.
	Absent int
}

// PanelOptions says what a [Panel] is made of.
type PanelOptions struct {
	Homicides HomicideFile
	// Producers is a list of codes (CVEGEO), or a table with the column cvegeo, of
	// municipalities to leave out; FS is where it lies.
	Producers string
	FS        fs.FS
}

// Panel joins the published flows with homicides, without producers and the
// municipalities of close elections. Time is that of reading the homicides.
func (a *Archive) Panel(ctx context.Context, opts PanelOptions) (*Panel, error) {
	calendar, err := a.calendar(ctx)
	if err != nil {
		return nil, err
	}
	elections, err := a.closeElections(ctx)
	if err != nil {
		return nil, err
	}
	producers, err := readCodes(opts.Producers, opts.FS)
	if err != nil {
		return nil, err
	}
	p := &Panel{First: calendar.First, Months: len(calendar.Periods), Periods: calendar.Periods}
	kept := p.choose(a, producers, elections)
	if len(kept) == 0 {
		return nil, errors.New("no municipality is left; the producers are all of them")
	}
	for _, m := range []Model{ShortestPath, CongestionModel} {
		published, err := a.published(m)
		if err != nil {
			return nil, err
		}
		for _, i := range kept {
			for _, period := range p.Periods {
				p.Flows[m] = append(p.Flows[m], published[period][i])
			}
		}
	}
	p.Homicides, p.Population = make([]float64, len(kept)*p.Months), make([]float64, len(kept)*p.Months)
	if err := p.fill(ctx, opts.Homicides); err != nil {
		return nil, err
	}
	return p, nil
}

// choose picks the municipalities of the panel, and returns their positions in Codes.
func (p *Panel) choose(a *Archive, producers, elections []string) (kept []int) {
	out, close := map[string]bool{}, map[string]bool{}
	for _, code := range producers {
		out[code] = true
	}
	for _, code := range elections {
		close[code] = true
	}
	for code := range out {
		if _, ok := a.index[code]; !ok {
			p.Absent++
		}
	}
	neighbor := a.neighbors(close)
	for i, code := range a.Codes {
		switch {
		case out[code]:
			p.Producers++
		case close[code]:
			p.CloseElections++
		default:
			kept = append(kept, i)
			p.Municipalities = append(p.Municipalities, code)
			p.Neighbor = append(p.Neighbor, neighbor[i])
		}
	}
	return kept
}

// neighbors marks the municipalities that a road joins with one of a set without a
// third between them: a link of the network runs through both. The archive has no map.
func (a *Archive) neighbors(of map[string]bool) []bool {
	near := make([]bool, len(a.Codes))
	for i, code := range a.Codes {
		if !of[code] {
			continue
		}
		for _, s := range a.Links(i) {
			for _, m := range a.Municipalities(s) {
				near[m] = true
			}
		}
	}
	return near
}

// readCodes reads a list of municipality codes.
func readCodes(name string, files fs.FS) ([]string, error) {
	list, err := readPlaces(name, files)
	if err != nil {
		return nil, err
	}
	if list.kind == nodeKind {
		return nil, &feature.Error{File: name, Err: errors.New("these are nodes"), Hint: "write municipality codes of five digits"}
	}
	codes := make([]string, len(list.entries))
	for i, e := range list.entries {
		code, state := feature.ParseCode(e.text)
		if state != feature.CodeAsWritten && state != feature.CodeMended {
			return nil, &feature.Error{File: name, Line: e.line, Err: fmt.Errorf("%q is no municipality code", e.text), Hint: "codes have five digits"}
		}
		codes[i] = code
	}
	return codes, nil
}

// WriteCSV writes the panel for Stata and R, a row per municipality and month. Given
// flows are further columns, such as flow_shortest_x2 and flow_shortest_xinf.
func (p *Panel) WriteCSV(w io.Writer, given ...GivenFlows) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "code,state,month,period,neighbor,homicides,population,flow_shortest,flow_congestion,any,gt1,rate")
	for _, g := range given {
		fmt.Fprintf(out, ",flow_%s_x%s", g.Model, g.Multiplier)
	}
	fmt.Fprintln(out)
	var line []byte
	for row, count := range p.Homicides {
		m, month := row/p.Months, p.First+violence.Month(row%p.Months)
		code := p.Municipalities[m]
		line = append(line[:0], code+","+code[:2]+","+month.String()+","...)
		line = append(strconv.AppendInt(line, int64(p.Periods[row%p.Months]), 10), ',')
		line = append(strconv.AppendInt(line, int64(oneIf(p.Neighbor[m])), 10), ',')
		for _, x := range []float64{count, p.Population[row], p.Flows[0][row], p.Flows[1][row], oneIf(count > 0), oneIf(count > 1)} {
			line = append(strconv.AppendFloat(line, x, 'f', -1, 64), ',')
		}
		line = strconv.AppendFloat(line, p.rate(row), 'g', -1, 64)
		for _, g := range given {
			line = strconv.AppendFloat(append(line, ','), g.Flow[row], 'f', -1, 64)
		}
		out.Write(append(line, '\n'))
	}
	return out.Flush()
}

// rate is annual homicides per 100,000 inhabitants.
func (p *Panel) rate(row int) float64 {
	const monthsAYear, per = 12, 100_000
	return p.Homicides[row] * monthsAYear * per / p.Population[row]
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// Last returns the last month.
func (p *Panel) Last() violence.Month { return p.First + violence.Month(p.Months-1) }
