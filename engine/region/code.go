package region

import "strings"

const (
	codeDigits      = 5
	stateDigits     = 2
	municipalDigits = 3
)

func isCode(s string) bool { return len(s) == codeDigits && allDigits(s) }

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// codeState is what became of the text of a code.
type codeState int

const (
	codeBad codeState = iota
	codeAsWritten
	codeMended
	codeDisputed
)

// parseCode reads a five-digit code. Software that took it for a number has
// dropped the leading zero of the first nine states, which is put back, or
// added decimals of zeros, which are removed. INEGI codes an area in dispute
// between states, which is no municipality, with two letters and three digits.
func parseCode(text string) (code string, state codeState) {
	code = wholeNumber(text)
	if len(code) == codeDigits-1 && allDigits(code) {
		code = "0" + code
	}
	switch {
	case isCode(code) && code == text:
		return code, codeAsWritten
	case isCode(code):
		return code, codeMended
	case isDisputed(text):
		return text, codeDisputed
	}
	return text, codeBad
}

func isDisputed(s string) bool {
	letter := func(c byte) bool { return 'A' <= c && c <= 'Z' }
	return len(s) == codeDigits && letter(s[0]) && letter(s[1]) && allDigits(s[stateDigits:])
}

// joinCode makes a code of separate state and municipality numbers, with or
// without their leading zeros: their width means nothing, so padding them is no
// mend.
func joinCode(state, municipality string) (code string, verdict codeState) {
	state, municipality = wholeNumber(state), wholeNumber(municipality)
	if state == "" || municipality == "" || len(state) > stateDigits || len(municipality) > municipalDigits {
		return state + municipality, codeBad
	}
	return parseCode(zeros(state, stateDigits) + zeros(municipality, municipalDigits))
}

func zeros(s string, width int) string { return strings.Repeat("0", width-len(s)) + s }

func wholeNumber(s string) string {
	whole, decimals, point := strings.Cut(s, ".")
	if point && strings.Trim(decimals, "0") == "" {
		return whole
	}
	return s
}
