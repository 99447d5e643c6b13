package replicate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// munLink is a row of MunLinks: metres of a link within a municipality.
type munLink struct {
	municipality int32
	segment      graph.SegmentID
	meters       float64
}

// readCodes reads MunIds: the codes of the municipalities and their numbers.
func (a *Archive) readCodes(ctx context.Context, opts Options) error {
	table, err := a.columns(ctx, "MunIds.mat", "MunIds")
	if err != nil {
		return err
	}
	if len(table) != 2 || !opts.AnySize && len(table[0]) != publishedMunicipal {
		return fmt.Errorf("%w: MunIds.mat has %d columns of %d municipalities, not 2 of %d", ErrArchive, len(table), len(table[0]), publishedMunicipal)
	}
	for i, number := range table[0] {
		code, ok := codeOf(number)
		if !ok {
			return fmt.Errorf("%w: MunIds.mat: row %d: %v is no municipality code", ErrArchive, i+1, number)
		}
		if table[1][i] != float64(i+1) {
			return fmt.Errorf("%w: MunIds.mat: row %d has number %v, not %d", ErrArchive, i+1, table[1][i], i+1)
		}
		if _, twice := a.index[code]; twice {
			return fmt.Errorf("%w: MunIds.mat: municipality %s stands twice", ErrArchive, code)
		}
		a.index[code], a.byNumber[number] = i, i
		a.Codes = append(a.Codes, code)
	}
	return nil
}

// codeOf makes a code of a number that lost its leading zero.
func codeOf(number float64) (string, bool) {
	if number != math.Trunc(number) || number < 1001 || number > 32999 {
		return "", false
	}
	code := fmt.Sprintf("%05.0f", number)
	return code, feature.IsCode(code)
}

// readMunLinks reads which links run through which municipality.
func (a *Archive) readMunLinks(ctx context.Context, opts Options) error {
	table, err := a.columns(ctx, "MunLinkIds.mat", "MunLinks")
	if err != nil {
		return err
	}
	if len(table) != 5 || !opts.AnySize && len(table[0]) != publishedMunLinks {
		return fmt.Errorf("%w: MunLinkIds.mat has %d columns of %d rows, not 5 of %d", ErrArchive, len(table), len(table[0]), publishedMunLinks)
	}
	a.rows = make([]munLink, 0, len(table[0]))
	for i := range table[0] {
		row, err := a.munLinkRow(table, i)
		if err != nil {
			return fmt.Errorf("%w: MunLinkIds.mat: row %d: %w", ErrArchive, i+1, err)
		}
		same := a.byEnds[ends{graph.NodeID(min(table[2][i], table[3][i])) - 1, graph.NodeID(max(table[2][i], table[3][i])) - 1}]
		if len(same) == 0 {
			return fmt.Errorf("%w: MunLinkIds.mat: row %d: RoadNet0.mat has no link %v-%v", ErrArchive, i+1, table[2][i], table[3][i])
		}
		for _, row.segment = range same {
			a.rows = append(a.rows, row)
		}
	}
	a.join()
	return nil
}

// munLinkRow checks a row of MunLinks.
func (a *Archive) munLinkRow(table [][]float64, i int) (munLink, error) {
	m, known := a.byNumber[table[0][i]]
	switch {
	case !known:
		return munLink{}, fmt.Errorf("%v is no municipality of MunIds.mat", table[0][i])
	case table[1][i] != float64(m+1):
		return munLink{}, fmt.Errorf("municipality %s has number %v, not %d as in MunIds.mat", a.Codes[m], table[1][i], m+1)
	case !(table[4][i] >= 0) || math.IsInf(table[4][i], 1):
		return munLink{}, fmt.Errorf("the length is %v m", table[4][i])
	}
	for _, node := range []float64{table[2][i], table[3][i]} {
		if node != math.Trunc(node) || node < 1 || node > float64(a.Graph.NodeCount()) {
			return munLink{}, fmt.Errorf("%v is no node; there are %d", node, a.Graph.NodeCount())
		}
	}
	return munLink{municipality: int32(m), meters: table[4][i]}, nil
}

// join makes the two tables of links and municipalities, each pair once.
func (a *Archive) join() {
	bySegment := make([][]int32, a.Graph.SegmentCount())
	byMunicipality := make([][]graph.SegmentID, len(a.Codes))
	room := make([]int32, len(bySegment)) // for the first of each
	for _, r := range a.rows {
		if bySegment[r.segment] == nil {
			bySegment[r.segment] = room[r.segment : r.segment : r.segment+1]
		}
		if !slices.Contains(bySegment[r.segment], r.municipality) {
			bySegment[r.segment] = append(bySegment[r.segment], r.municipality)
			byMunicipality[r.municipality] = append(byMunicipality[r.municipality], r.segment)
		}
	}
	a.munsFirst = append(a.munsFirst, 0)
	for _, muns := range bySegment {
		slices.Sort(muns)
		a.muns = append(a.muns, muns...)
		a.munsFirst = append(a.munsFirst, int32(len(a.muns)))
	}
	a.segsFirst = append(a.segsFirst, 0)
	for _, segs := range byMunicipality {
		slices.Sort(segs)
		a.segs = append(a.segs, segs...)
		a.segsFirst = append(a.segsFirst, int32(len(a.segs)))
	}
}
