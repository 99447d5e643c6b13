package matlab_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/internal/matlab"
)

func ExampleRead() {
	// The file a program would have on disk: a cell of two columns.
	archive := little.file(little.compressed(little.matrix(mxCell, []int32{1, 2}, "Links",
		little.doubles("", 3, 1, 2, 3), little.doubles("", 3, 5.5, 7, 0.25))))

	f, err := matlab.Read(context.Background(), "links.mat", matlab.Options{
		FS:        fstest.MapFS{"links.mat": {Data: []byte(archive)}},
		Variables: []string{"Links"},
	})
	if err != nil {
		log.Fatal(err)
	}
	links := f.Variable("Links")
	fmt.Println(links)
	for _, column := range links.Cells {
		fmt.Println(column, column.Numbers)
	}
	// Output:
	// 1x2 cell
	// 3x1 double [1 2 3]
	// 3x1 double [5.5 7 0.25]
}
