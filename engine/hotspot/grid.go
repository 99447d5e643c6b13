package hotspot

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Grid is a density at the centres of cells.
type Grid struct {
	Cells []Cell
}

// Cell is a point of a grid, in degrees, with its density.
type Cell struct {
	At      orb.Point
	Density float64
}

// ReadGrid reads the cells of a density grid: points with a Weight column.
func ReadGrid(ctx context.Context, src Source) (Grid, Input, error) {
	var grid Grid
	var in Input
	err := src.each(ctx, &in, src.Lon, []string{src.Weight}, func(f feature.Feature) error {
		at, ok := f.Geometry.(orb.Point)
		if !ok {
			return f.Errorf("the cell has no position; a grid needs columns lon and lat in degrees")
		}
		if err := feature.CheckLonLat(at); err != nil {
			return f.Errorf("%w", err)
		}
		at[0] = math.Remainder(at[0], 360) // some grids count from 0 to 360
		density, err := f.Number(src.Weight)
		if err != nil {
			return err
		}
		grid.Cells = append(grid.Cells, Cell{at, density})
		return nil
	})
	return grid, in, err
}

// Reduce gives each municipality the highest density of the cells whose centre
// it contains. locate returns the municipality at a point, or false; outside
// counts the cells that have none, such as those at sea.
func (g Grid) Reduce(locate func(orb.Point) (Spot, bool)) (spots []Spot, outside int) {
	index := map[string]int{}
	for _, cell := range g.Cells {
		spot, ok := locate(cell.At)
		if !ok {
			outside++
			continue
		}
		i, seen := index[spot.Code]
		if !seen {
			i = len(spots)
			index[spot.Code] = i
			spot.Weight = cell.Density
			spots = append(spots, spot)
		}
		spots[i].Weight = max(spots[i].Weight, cell.Density)
	}
	return spots, outside
}
