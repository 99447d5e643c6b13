// Command generate writes study.schema.json and study-reference.md, and the same two for
// sweeps, from the types of package engine that the files are read into. Run it in docs:
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

// roots are the kinds of files that are documented.
var roots = []struct{ root, name, title, head string }{
	{"Study", "study", "A study of corredor", `# Every key of the study file

<!-- Made from the types of package engine by: go generate ./docs -->

[study.md](study.md) explains them; this list is complete. An editor that knows JSON Schema checks a study while you write it: begin the file with

    # yaml-language-server: $schema=study.schema.json

and put the schema beside it with ` + "`corredor study schema > study.schema.json`" + `. In brackets stand defaults.
`},
	{"Sweep", "sweep", "A sweep of corredor", `# Every key of the sweep file

<!-- Made from the types of package engine by: go generate ./docs -->

[sweep.md](sweep.md) explains them; this list is complete. An editor that knows JSON Schema checks a sweep while you write it: begin the file with

    # yaml-language-server: $schema=sweep.schema.json

and put the schema beside it with ` + "`corredor sweep schema > sweep.schema.json`" + `.
`},
}

// documents makes the files, by name, from the sources of package engine.
func documents(engine string) (map[string][]byte, error) {
	types, err := readTypes(engine)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, r := range roots {
		list, err := reachable(types, r.root)
		if err != nil {
			return nil, err
		}
		if files[r.name+".schema.json"], err = schemaOf(list, r.title); err != nil {
			return nil, err
		}
		files[r.name+"-reference.md"] = referenceOf(list, r.head)
	}
	return files, nil
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
