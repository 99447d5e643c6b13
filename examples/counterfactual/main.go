// Counterfactual asks where routes of a study would have led, had all roads in some
// municipalities been closed. Without arguments it closes those of San Fernando,
// Tamaulipas, in the embedded study:
//
//	go run ./examples/counterfactual [STUDY.yaml CODE ...]
package main

import (
	"context"
	"fmt"
	"log"
	"math"
	"os"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/web/plan"
)

func main() {
	study, err := engine.Embedded()
	codes := []string{"28035"}
	if len(os.Args) > 2 {
		study, err = engine.ReadStudy(os.Args[1])
		codes = os.Args[2:]
	}
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	result, err := engine.Run(ctx, study, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	closed := plan.Change{Factor: math.Inf(1)}
	for _, code := range codes {
		region, ok := result.Regions.Index(code)
		if !ok {
			log.Fatalf("there is no municipality %s", code)
		}
		closed.Regions = append(closed.Regions, region)
	}
	outcome, err := plan.New(result).WhatIf(ctx, closed)
	if err != nil {
		log.Fatal(err)
	}
	var cut, moved, longer int
	var more float64
	for i, before := range result.Routes {
		now := outcome.Routes[i]
		switch {
		case before.Status != engine.Routed:
		case now.Status != engine.Routed:
			cut++
		default:
			if now.Port != before.Port {
				moved++
			}
			if now.Meters > before.Meters {
				longer++
				more += (now.Meters - before.Meters) / 1000
			}
		}
	}
	fmt.Printf("%d segments closed: %d origins cut off, %d at another port, %d with longer routes (%.0f km in all)\n",
		len(outcome.Segments), cut, moved, longer, more)
}
