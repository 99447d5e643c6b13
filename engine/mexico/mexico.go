package mexico

import "embed"

// FS holds the tables and the study.
//
//go:embed *.csv *.yaml
var FS embed.FS
