package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/scanner"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Raster is a grid of values over longitude and latitude, such as elevation or
// slope. It is immutable and safe for any number of goroutines.
type Raster struct {
	columns, rows int
	west, south   float64 // outer corner, degrees
	cellDegrees   float64
	values        []float32 // by row from the north; NaN where there is none
	Files         []feature.FileHash
}

// ErrRaster is wrapped by the errors about the content of a raster.
var ErrRaster = errors.New("not an ESRI ASCII grid in degrees")

// mostCells bounds a raster: four bytes a cell.
const mostCells = 1 << 28

// ReadRaster reads an ESRI ASCII grid in degrees (.asc, plain or compressed):
// ncols, nrows, xllcorner or xllcenter, yllcorner or yllcenter, cellsize,
// NODATA_value, then the values by row from the north. gdal_translate -of AAIGrid
// writes it from any raster.
func ReadRaster(ctx context.Context, path string, opts Options) (*Raster, error) {
	in, err := feature.OpenBytes(path, opts.feature())
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, line, err := readGrid(ctx, in)
	if err != nil {
		if context.Cause(ctx) != nil {
			return nil, context.Cause(ctx)
		}
		return nil, &Error{File: in.Label(), Line: line, Err: fmt.Errorf("%w: %w", ErrRaster, err),
			Hint: "write it with: gdal_translate -of AAIGrid -a_srs EPSG:4326"}
	}
	r.Files, err = in.Finish()
	return r, err
}

// words reads a text word by word and knows its line.
type words struct{ scanner.Scanner }

func newWords(in io.Reader) *words {
	w := &words{}
	w.Init(in)
	w.Error = func(*scanner.Scanner, string) {} // any byte may stand in a word
	w.Mode = scanner.ScanIdents
	w.IsIdentRune = func(ch rune, _ int) bool { return ch > ' ' }
	return w
}

func (w *words) next() (string, bool) {
	if w.Scan() == scanner.EOF {
		return "", false
	}
	return w.TokenText(), true
}

func readGrid(ctx context.Context, in io.Reader) (*Raster, int, error) {
	w := newWords(in)
	header, first, err := readGridHeader(w)
	if err != nil {
		return nil, w.Line, err
	}
	r, noData, err := header.raster()
	if err != nil {
		return nil, w.Line, err
	}
	for text, ok := first, true; ; text, ok = w.next() {
		if !ok {
			if len(r.values) < r.columns*r.rows {
				err = fmt.Errorf("the grid ends after %d of %d values", len(r.values), r.columns*r.rows)
			}
			return r, w.Line, err
		}
		x, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil:
			return nil, w.Line, fmt.Errorf("%q is not a number", text)
		case len(r.values) == r.columns*r.rows:
			return nil, w.Line, errors.New("the grid has more values than ncols x nrows")
		case x == noData:
			x = math.NaN()
		}
		r.values = append(r.values, float32(x))
		if len(r.values)%65536 == 0 && ctx.Err() != nil {
			return nil, w.Line, ctx.Err()
		}
	}
}

type gridHeader map[string]float64

// readGridHeader reads the pairs of name and number, and returns the first
// value after them.
func readGridHeader(w *words) (gridHeader, string, error) {
	header := gridHeader{}
	for {
		name, ok := w.next()
		if !ok {
			return nil, "", errors.New("there are no values")
		}
		name = strings.ToLower(name)
		if name == "" || name[0] < 'a' || name[0] > 'z' || name == "nan" {
			return header, name, nil
		}
		text, _ := w.next()
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, "", fmt.Errorf("%s is %q, not a number", name, text)
		}
		header[name] = x
	}
}

func (h gridHeader) raster() (*Raster, float64, error) {
	for _, name := range []string{"ncols", "nrows", "cellsize"} {
		if _, ok := h[name]; !ok {
			return nil, 0, fmt.Errorf("the header has no %s", name)
		}
	}
	columns, rows, cell := h["ncols"], h["nrows"], h["cellsize"]
	if !(columns >= 1 && rows >= 1 && columns*rows <= mostCells) || !(cell > 0 && cell <= 90) {
		return nil, 0, fmt.Errorf("%g columns, %g rows and cells of %g degrees cannot be", columns, rows, cell)
	}
	r := &Raster{columns: int(columns), rows: int(rows), cellDegrees: cell}
	for _, corner := range []struct {
		at             *float64
		corner, center string
	}{{&r.west, "xllcorner", "xllcenter"}, {&r.south, "yllcorner", "yllcenter"}} {
		x, ok := h[corner.corner]
		if !ok {
			if x, ok = h[corner.center]; !ok {
				return nil, 0, fmt.Errorf("the header has no %s", corner.corner)
			}
			x -= cell / 2
		}
		*corner.at = x
	}
	if r.south < -90.5 || r.south+float64(rows*cell) > 90.5 || math.Abs(r.west) > 360 {
		return nil, 0, fmt.Errorf("the corner %g, %g is not in degrees", r.west, r.south)
	}
	noData, ok := h["nodata_value"]
	if !ok {
		noData = -9999 // what the format says
	}
	return r, noData, nil
}

// At returns the value of the cell that holds a point in degrees.
func (r *Raster) At(p orb.Point) (value float64, ok bool) {
	column := math.Floor((p[0] - r.west) / r.cellDegrees)
	row := math.Floor((r.south + float64(float64(r.rows)*r.cellDegrees) - p[1]) / r.cellDegrees)
	if !(column >= 0 && row >= 0 && column < float64(r.columns) && row < float64(r.rows)) {
		return 0, false
	}
	value = float64(r.values[int(row)*r.columns+int(column)])
	return value, !math.IsNaN(value)
}
