package stata_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/corredor-geo/corredor/internal/stata"
)

func ExampleRead() {
	// The file a program would have on disk.
	data := builder{118, binary.LittleEndian}.file()

	f, err := stata.Read(context.Background(), "events.dta", stata.Options{
		FS: fstest.MapFS{"events.dta": {Data: data}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Rows, "rows of format", f.Version)
	fmt.Println(f.Column("medium"), f.Column("medium").Numbers)
	fmt.Printf("%v %q\n", f.Column("name"), f.Column("name").Texts)
	// Output:
	// 3 rows of format 118
	// medium int %8.0g [-300 32740 NaN]
	// name str5 %9s ["Juár" "ab" ""]
}
