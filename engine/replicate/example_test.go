package replicate_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// A published archive is opened with Options{Dir: ...}; this one has eight links.
func ExampleArchive_Shortest() {
	ctx := context.Background()
	archive, err := replicate.Open(ctx, replicate.Options{FS: smallArchive(), AnySize: true})
	if err != nil {
		panic(err)
	}
	origins, err := archive.ReadOrigins(ctx, "origins.txt", replicate.OriginOptions{
		FS: fstest.MapFS{"origins.txt": {Data: []byte("node\n1\n2\n")}},
	})
	if err != nil {
		panic(err)
	}
	flows, err := archive.Shortest(origins, 0)
	if err != nil {
		panic(err)
	}
	for m, code := range archive.Codes {
		fmt.Println(code, flows.Municipalities[m])
	}
	fmt.Println(flows.TotalKM, "km,", flows.Ties.Paths, "path is not unique")
	// Output:
	// 01001 1
	// 01002 2
	// 02001 0
	// 02002 2
	// 03001 0
	// 32 km, 1 path is not unique
}
