// Package docs holds the documents of the project. The schemas and references of studies and
// sweeps are made from the types of package engine that these are read into, and their comments.
package docs

import _ "embed"

//go:generate go run ./generate

// StudySchema is the JSON Schema (draft 07) of the study file, for editors.
//
//go:embed study.schema.json
var StudySchema []byte

// SweepSchema is the same of the sweep file.
//
//go:embed sweep.schema.json
var SweepSchema []byte
