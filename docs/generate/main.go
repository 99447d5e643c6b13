// Command generate writes study.schema.json and study-reference.md beside it from
// the types of package engine that a study is read into. Run it in docs:
//
//	go generate ./docs
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := generate("../engine", "."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// documents makes the files, by name, from the sources of package engine.
func documents(engine string) (map[string][]byte, error) {
	types, err := readTypes(engine)
	if err != nil {
		return nil, err
	}
	list, err := reachable(types, "Study")
	if err != nil {
		return nil, err
	}
	schema, err := schemaOf(list)
	return map[string][]byte{"study.schema.json": schema, "study-reference.md": referenceOf(list)}, err
}

func generate(engine, docs string) error {
	files, err := documents(engine)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(docs, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
