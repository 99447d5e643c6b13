package region

import (
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

const (
	stateDigits     = 2
	municipalDigits = 3
)

// joinCode makes a code of separate state and municipality numbers, with or
// without their leading zeros: their width means nothing, so padding them is no
// mend.
func joinCode(state, municipality string) (code string, verdict feature.CodeState) {
	state, municipality = feature.WholeNumber(state), feature.WholeNumber(municipality)
	if state == "" || municipality == "" || len(state) > stateDigits || len(municipality) > municipalDigits {
		return state + municipality, feature.CodeBad
	}
	return feature.ParseCode(zeros(state, stateDigits) + zeros(municipality, municipalDigits))
}

func zeros(s string, width int) string { return strings.Repeat("0", width-len(s)) + s }
