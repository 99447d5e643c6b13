package projection_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph/load/internal/projection"
)

func ExampleParse() {
	// The system of INEGI's national maps; the text of a .prj does as well.
	inegi, err := projection.Parse("EPSG:6372")
	if err != nil {
		fmt.Println(err)
		return
	}
	zocalo, err := inegi.Inverse(orb.Point{2_800_162, 829_058})
	fmt.Printf("%.4f %.4f %v\n", zocalo[0], zocalo[1], err)
	doubt, err := inegi.CheckDatum()
	fmt.Println(doubt, err)
	_, err = projection.Parse("EPSG:29101")
	fmt.Println(err)
	// Output:
	// -99.1332 19.4326 <nil>
	// the datum Mexico ITRF2008 is taken as WGS84: they differ by less than two meters <nil>
	// EPSG:29101 is not known here (give its WKT, for example from: projinfo -o WKT1:ESRI EPSG:29101)
}
