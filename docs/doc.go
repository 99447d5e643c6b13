// Package docs holds the documents of the project. Two of them are made from the
// types of package engine that a study is read into, and their comments.
package docs

import _ "embed"

//go:generate go run ./generate

// StudySchema is the JSON Schema (draft 07) of the study file, for editors.
//
//go:embed study.schema.json
var StudySchema []byte
