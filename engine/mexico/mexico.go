package mexico

import "embed"

// FS holds the tables and the study, at its root. It is read-only and safe for
// concurrent use.
//
//go:embed *.csv *.yaml
var FS embed.FS
