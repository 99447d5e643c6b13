// Route prints where the traffic of each origin of a study would go. It is the
// shortest program that uses the whole library:
//
//	go run ./examples/route [STUDY.yaml]
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/corredor-geo/corredor/engine"
)

func main() {
	study, err := engine.Embedded()
	if len(os.Args) > 1 {
		study, err = engine.ReadStudy(os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
	result, err := engine.Run(context.Background(), study, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for i, route := range result.Routes {
		if o := result.Origins[i]; route.Status == engine.Routed {
			fmt.Printf("%-9s %s %-28s %6.0f km to %s\n", o.Layer, o.Code, o.Name, route.Meters/1000, result.Ports[route.Port].Name)
		}
	}
}
