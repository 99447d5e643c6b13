package replicate_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// element appends an element of a MAT-file: tag, data, padding to 8 bytes.
func element(b []byte, kind uint32, data []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}

// matrix returns the inside of an miMATRIX element: a cell (1) or doubles (6).
func matrix(class byte, name string, dims [2]int, data []byte) []byte {
	const uint32s, int32s, int8s = 6, 5, 1 // types of data in the format
	b := element(nil, uint32s, []byte{class, 0, 0, 0, 0, 0, 0, 0})
	var d []byte
	for _, n := range dims {
		d = binary.LittleEndian.AppendUint32(d, uint32(n))
	}
	return append(element(element(b, int32s, d), int8s, []byte(name)), data...)
}

// matFile returns a MAT-file with a cell of columns.
func matFile(name string, columns [][]float64) []byte {
	const cell, doubles, matrices, doubleData = 1, 6, 14, 9
	var cells []byte
	for _, column := range columns {
		var data bytes.Buffer
		binary.Write(&data, binary.LittleEndian, column)
		inner := matrix(doubles, "", [2]int{len(column), 1}, element(nil, doubleData, data.Bytes()))
		cells = element(cells, matrices, inner)
	}
	head := append([]byte(fmt.Sprintf("%-124s", "MATLAB 5.0 MAT-file")), 0, 1, 'I', 'M')
	return element(head, matrices, matrix(cell, name, [2]int{1, len(columns)}, cells))
}

// dtaFile returns a Stata 13 file of columns of doubles.
func dtaFile(names []string, columns [][]float64) []byte {
	var b bytes.Buffer
	le := binary.LittleEndian
	fmt.Fprintf(&b, "<stata_dta><header><release>117</release><byteorder>LSF</byteorder><K>")
	binary.Write(&b, le, uint16(len(names)))
	b.WriteString("</K><N>")
	binary.Write(&b, le, uint32(len(columns[0])))
	b.WriteString("</N><label>\x00</label><timestamp>\x00</timestamp></header>")
	at := make([]uint64, 14)
	mapAt := b.Len()
	at[1] = uint64(mapAt)
	b.WriteString("<map>" + strings.Repeat("\x00", 8*len(at)) + "</map>")
	part := func(i int, tag string, write func()) {
		at[i] = uint64(b.Len())
		fmt.Fprintf(&b, "<%s>", tag)
		write()
		fmt.Fprintf(&b, "</%s>", tag)
	}
	texts := func(width int, of []string) func() {
		return func() {
			for i := range names {
				field := make([]byte, width)
				if of != nil {
					copy(field, of[i])
				}
				b.Write(field)
			}
		}
	}
	part(2, "variable_types", func() {
		for range names {
			binary.Write(&b, le, uint16(65526)) // double
		}
	})
	part(3, "varnames", texts(33, names))
	part(4, "sortlist", func() { b.Write(make([]byte, 2*(len(names)+1))) })
	part(5, "formats", texts(49, nil))
	part(6, "value_label_names", texts(33, nil))
	part(7, "variable_labels", texts(81, nil))
	part(8, "characteristics", func() {})
	part(9, "data", func() {
		for row := range columns[0] {
			for _, column := range columns {
				binary.Write(&b, le, column[row])
			}
		}
	})
	part(10, "strls", func() {})
	part(11, "value_labels", func() {})
	at[12] = uint64(b.Len())
	b.WriteString("</stata_dta>")
	at[13] = uint64(b.Len())
	data := b.Bytes()
	for i, x := range at {
		le.PutUint64(data[mapAt+len("<map>")+8*i:], x)
	}
	return data
}

// smallLinks is the network of the small archive, in kilometres; 8 is the sink.
//
//	     2
//	10 /   \ 10
//	  1     4 ---30--- 5      6 -3- 7
//	10 \   / 10|1      |1
//	     3     8       8
var smallLinks = [][8]float64{ // node1, node2, dist, bcx, port, tbcx, containers, lanes
	{1, 2, 10, 0, 0, 0, 0, 0},
	{2, 4, 10, 0, 0, 0, 0, 0},
	{1, 3, 10, 0, 0, 0, 0, 0},
	{3, 4, 10, 0, 0, 0, 0, 0},
	{4, 5, 30, 0, 0, 0, 0, 0},
	{6, 7, 3, 0, 0, 0, 0, 0},
	{4, 8, 1, 1, 0, 1, 0, 2},
	{5, 8, 1, 1, 1, 0, 20, 0},
}

var smallCodes = []float64{1001, 1002, 2001, 2002, 3001}

// smallMunicipalities says which municipality (from 1) each row of smallLinks is in.
var smallMunicipalities = []float64{1, 2, 1, 3, 3, 5, 4, 4}

func columnsOf(rows [][8]float64) [][]float64 {
	columns := make([][]float64, 8)
	for _, row := range rows {
		for i, x := range row {
			columns[i] = append(columns[i], x)
		}
	}
	return columns
}

// smallArchive returns the files of an archive in the form of the published one. From
// period 6 on the link 2-4 is closed. There is one month a period.
func smallArchive() fstest.MapFS {
	files := fstest.MapFS{}
	put := func(name string, data []byte) { files[name] = &fstest.MapFile{Data: data} }
	later := append(append([][8]float64{}, smallLinks[:1]...), smallLinks[2:]...)
	var periods, months []float64
	for p := range replicate.Periods {
		links := smallLinks
		if p >= 6 {
			links = later
		}
		put(fmt.Sprintf("RoadNet%d.mat", p), matFile("Network", columnsOf(links)))
		periods, months = append(periods, float64(p)), append(months, float64(563+p)) // from 2006-12
		put(fmt.Sprintf("sp/OptFlows%d.csv", p), []byte(fmt.Sprintf("1001,1\n1002,%d\n2001,%d\n2002,1\n3001,0\n", 1-p/6, p/6)))
		put(fmt.Sprintf("congestion/OptFlows%d.csv", p), []byte("1001,1\n1002,1\n2001,0\n2002,2\n3001,0\n"))
	}
	put("MunIds.mat", matFile("MunIds", [][]float64{smallCodes, {1, 2, 3, 4, 5}}))
	put("MunLinkIds.mat", matFile("MunLinks", smallMunLinks()))
	put("MakePathPanel.dta", dtaFile([]string{"time", "YMEvent"}, [][]float64{periods, months}))
	put("CloseElec.dta", dtaFile([]string{"id_municipio"}, [][]float64{{3001}}))
	return files
}

func smallMunLinks() [][]float64 {
	table := make([][]float64, 5)
	for i, m := range smallMunicipalities {
		row := []float64{smallCodes[int(m)-1], m, smallLinks[i][0], smallLinks[i][1], smallLinks[i][2] * 1000}
		for j, x := range row {
			table[j] = append(table[j], x)
		}
	}
	return table
}

func openSmall(t testing.TB) *replicate.Archive {
	t.Helper()
	a, err := replicate.Open(context.Background(), replicate.Options{FS: smallArchive(), AnySize: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
