package load

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/internal/matlab"
)

// Columns of the networks of Dell (2015), besides those every network may have.
const (
	ColumnIntoUS     = "bcx"        // 1 on links into the United States
	ColumnSeaport    = "port"       // 1 on links at a seaport
	ColumnTruckPort  = "tbcx"       // 1 on links at a crossing for trucks
	ColumnContainers = "containers" // container capacity of the seaport
	ColumnLanes      = "lanes"      // lanes for trucks at the crossing
)

// roadNetVariable is a cell with a column vector for each of these.
const roadNetVariable = "Network"

var roadNetColumns = [8]string{"node1", "node2", "dist", ColumnIntoUS, ColumnSeaport, ColumnTruckPort, ColumnContainers, ColumnLanes}

// RoadNet reads a road network of the replication archive of M. Dell, "Trafficking
// Networks and the Mexican Drug War", AER 105(6), 2015, doi:10.1257/aer.20121637:
// RoadNet0.mat to RoadNet11.mat, one for each period.
//
// Node n of the file is node n-1 here; the last is the sink beyond the border, to
// which every port and crossing has a link of 1 km. Links are two-way segments in the order of the
// file, of dist kilometres, even where that is 0. They carry the columns bcx,
// port, tbcx, containers and lanes. There are no coordinates. Nodes that lost their
// links in a later period stay, so that numbers agree between periods.
// Of the options, Columns and SnapMeters are not used. Time is linear in the number of links.
func RoadNet(ctx context.Context, path string, opts Options) (*Network, error) {
	file, err := matlab.Read(ctx, path, matlab.Options{
		FS: opts.FS, Member: opts.Member, Progress: opts.Progress, Variables: []string{roadNetVariable},
	})
	if err != nil {
		return nil, err
	}
	table, err := roadNetOf(file.Variable(roadNetVariable))
	if err != nil {
		return nil, &Error{File: path, Err: err,
			Hint: "RoadNet0.mat has the variable Network, a 1x8 cell of columns: node1, node2, dist, bcx, port, tbcx, containers, lanes"}
	}
	report := &Report{Warnings: file.Warnings, Files: file.Files, Features: len(table[0])}
	var b graph.Builder
	for _, name := range roadNetColumns[3:] {
		b.AddColumn(name)
	}
	if err := table.build(&b); err != nil {
		err.File = path
		return nil, err
	}
	return finishNetwork(&b, path, report)
}

// finishNetwork builds a network that has no coordinates.
func finishNetwork(b *graph.Builder, path string, report *Report) (*Network, error) {
	g, err := b.Build()
	if err != nil {
		return nil, &Error{File: path, Err: err}
	}
	if g.SegmentCount() == 0 {
		return nil, &Error{File: path, Err: ErrNoRoads, Hint: "the file has no link"}
	}
	report.Vertices = g.NodeCount()
	return &Network{Graph: g, Parts: report.finish(g), Report: *report}, nil
}

// roadNet holds the eight columns, which are of one length.
type roadNet [8][]float64

// roadNetOf takes the columns out of the cell, and says what is amiss with its shape.
func roadNetOf(a *matlab.Array) (roadNet, error) {
	var table roadNet
	if a.Class != matlab.Cell || len(a.Cells) != len(table) {
		return table, fmt.Errorf("%s is a %s, not a 1x8 cell", roadNetVariable, a)
	}
	for i, column := range a.Cells {
		if column.Class < matlab.Logical || column.Sparse != nil || len(column.Dims) != 2 || column.Dims[1] != 1 {
			return table, fmt.Errorf("%s{%d} (%s) is a %s, not a column of numbers", roadNetVariable, i+1, roadNetColumns[i], column)
		}
		if len(column.Numbers) != len(a.Cells[0].Numbers) {
			return table, fmt.Errorf("%s{%d} (%s) has %d numbers where %s has %d", roadNetVariable, i+1, roadNetColumns[i],
				len(column.Numbers), roadNetColumns[0], len(a.Cells[0].Numbers))
		}
		table[i] = column.Numbers
	}
	return table, nil
}

// build adds the nodes and the links.
func (t *roadNet) build(b *graph.Builder) *Error {
	last := 0.0
	for i := range t[0] {
		if column, err := t.check(i); err != nil {
			return &Error{Feature: i + 1, Column: roadNetColumns[column], Err: err}
		}
		last = max(last, t[0][i], t[1][i])
	}
	if most := float64(loneNodes * (len(t[0]) + 1000)); last > most {
		return &Error{Err: fmt.Errorf("%w: node %v in a file of %d links", graph.ErrTooLarge, last, len(t[0]))}
	}
	b.AddNodes(int(last))
	var values []string
	for i := range t[0] {
		values = values[:0]
		for _, column := range t[3:] {
			values = append(values, numberText(column[i]))
		}
		b.AddSegment(graph.Segment{From: graph.NodeID(t[0][i]) - 1, To: graph.NodeID(t[1][i]) - 1,
			LengthMeters: t[2][i] * 1000, LengthKnown: true, Values: values})
	}
	return nil
}

// check looks at one link, and says which column is wrong.
func (t *roadNet) check(i int) (column int, err error) {
	for column := range t {
		x := t[column][i]
		switch roadNetColumns[column] {
		case "node1", "node2":
			if x != math.Trunc(x) || x < 1 || x > mostNodes {
				return column, fmt.Errorf("%v is no node: nodes are whole numbers from 1", x)
			}
		case "dist":
			if !(x >= 0 && x <= longestKM) {
				return column, fmt.Errorf("the length is %v km; a length is between 0 and %d km", x, longestKM)
			}
		case ColumnContainers, ColumnLanes:
			if x < 0 || math.IsInf(x, 1) {
				return column, fmt.Errorf("the capacity is %v; a capacity is not negative", x)
			}
		default:
			if x != 0 && x != 1 {
				return column, fmt.Errorf("%v is neither 0 nor 1", x)
			}
		}
	}
	return 0, nil
}

// numberText writes a number in the shortest form that reads back as the same;
// NaN, which is unknown, is empty.
func numberText(x float64) string {
	switch {
	case math.IsNaN(x):
		return ""
	case x == 0 && !math.Signbit(x): // most are 0 or 1
		return "0"
	case x == 1:
		return "1"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
