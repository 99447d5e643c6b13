// Command sbom writes the bill of materials of a program built by Go, in CycloneDX 1.5:
//
//	go run ./release/sbom -npm web/package-lock.json dist/corredor > corredor.cdx.json
//
// The modules are those that Go says are linked in; the npm packages are those that
// the lock file has for use (not for development), whose files the program embeds.
// Nothing in it depends on a clock or on chance.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	npm := flag.String("npm", "", "package-lock.json of the packages that are embedded")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: sbom [-npm package-lock.json] PROGRAM")
		os.Exit(2)
	}
	if err := write(os.Stdout, flag.Arg(0), *npm); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, program, lock string) error {
	b, err := billOf(program)
	if err != nil {
		return err
	}
	if lock != "" {
		packages, err := npmPackages(lock)
		if err != nil {
			return err
		}
		b.Components = append(b.Components, packages...)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(b)
}
