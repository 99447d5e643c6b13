package engine

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/engine/hotspot"
)

// check says what is wrong with one layer of origins, at a path within it.
func (o Origins) check() *problem {
	for _, check := range []func() *problem{o.checkSource, o.checkColumns, o.checkSelection, o.checkDensity} {
		if p := check(); p != nil {
			return p
		}
	}
	return nil
}

func (o Origins) checkSource() *problem {
	sources := 0
	for _, file := range []string{o.Table, o.Grid, o.Points, o.Places} {
		if file != "" {
			sources++
		}
	}
	switch {
	case !validLayer(o.Layer):
		return &problem{[]any{"layer"}, fmt.Sprintf("layer %q cannot name a column", o.Layer), "write lower-case letters, digits and _, such as poppy"}
	case sources != 1:
		return &problem{[]any{"layer"}, fmt.Sprintf("layer %q needs one of table:, grid:, points: and places:", o.Layer), ""}
	}
	return nil
}

func (o Origins) checkColumns() *problem {
	at := []any{"columns"}
	switch {
	case o.Columns.Weight == "" && (o.Table != "" || o.Grid != ""):
		return &problem{at, fmt.Sprintf("layer %q has no weight", o.Layer), "give columns: weight:, the column that ranks the municipalities"}
	case o.Table != "" && o.Columns.Code == "":
		return &problem{at, fmt.Sprintf("layer %q has no municipality code", o.Layer), "give columns: code:"}
	case o.Places != "" && o.Columns.ID == "":
		return &problem{at, fmt.Sprintf("layer %q has no id for its places", o.Layer), "give columns: id:, the column that names each place"}
	}
	return nil
}

func (o Origins) checkSelection() *problem {
	switch {
	case o.Top < 0:
		return &problem{[]any{"top"}, fmt.Sprintf("top is %d", o.Top), "write how many municipalities to keep, or leave it out"}
	case math.IsNaN(o.Min):
		return &problem{[]any{"min"}, "min is not a number", ""}
	case !(o.Share >= 0 && o.Share <= 1):
		return &problem{[]any{"share"}, fmt.Sprintf("share is %g", o.Share), "write a share of the total from 0 to 1, such as 0.8"}
	case !(o.Total >= 0) || math.IsInf(o.Total, 0):
		return &problem{[]any{"total"}, fmt.Sprintf("total is %g", o.Total), "write the weight of the whole country in the unit of the table"}
	case o.Total != 0 && o.Table == "":
		return &problem{[]any{"total"}, "total: goes with a table:", "leave it out"}
	}
	return nil
}

// checkDensity looks at the keys that only a density has.
func (o Origins) checkDensity() *problem {
	dense := o.Points != "" || o.Grid != ""
	switch {
	case o.Bandwidth != "" && o.Points == "":
		return &problem{[]any{"bandwidth"}, "bandwidth: goes with points:", "leave it out"}
	case o.Nodes != 0 && o.Points == "":
		return &problem{[]any{"nodes"}, "nodes: goes with points:", "leave it out"}
	case o.Nodes != 0 && !(o.Nodes >= 2 && o.Nodes <= mostNodes):
		return &problem{[]any{"nodes"}, fmt.Sprintf("nodes is %d", o.Nodes), fmt.Sprintf("write 2 to %d, the nodes along each axis", mostNodes)}
	case o.By != "" && !dense:
		return &problem{[]any{"by"}, "by: goes with points: or grid:", "leave it out"}
	case len(o.HDR) > 0 && !dense:
		return &problem{[]any{"hdr"}, "hdr: goes with points: or grid:", "leave it out"}
	}
	for _, percent := range o.HDR {
		if !(percent > 0 && percent < 100) {
			return &problem{[]any{"hdr"}, fmt.Sprintf("a highest-density region of %g %%", percent), "write percents between 0 and 100, such as [50, 90, 95]"}
		}
	}
	if _, err := hotspot.ParseBandwidth(o.Bandwidth); err != nil {
		return &problem{[]any{"bandwidth"}, err.Error(), ""}
	}
	if !dense {
		return nil
	}
	return o.checkMeasure()
}

func (o Origins) checkMeasure() *problem {
	if o.peak() {
		return nil
	}
	by, err := hotspot.ParseMeasure(o.By)
	switch {
	case err != nil:
		return &problem{[]any{"by"}, fmt.Sprintf("by is %q", o.By), "write seat, mean or mass, and for a grid: also peak"}
	case o.Share != 0 && by != hotspot.MassIn:
		return &problem{[]any{"share"}, "a share of densities means nothing", "give by: mass, or top: or min: instead"}
	case o.Points != "" && o.Top == 0 && o.Min == 0 && o.Share == 0:
		return &problem{[]any{"layer"}, fmt.Sprintf("layer %q would keep every municipality: a density is nowhere 0", o.Layer), "give top:, min:, or by: mass with share:"}
	}
	return nil
}

// peak says that a grid is reduced by its highest cell in each municipality.
func (o Origins) peak() bool { return o.Grid != "" && (o.By == "" || o.By == "peak") }
