package feature

import (
	"errors"
	"strings"
)

// ErrCode is wrapped by the error of Code for text that is no municipality code.
var ErrCode = errors.New("not a municipality code")

// codeDigits is the width of a municipality code: INEGI's CVEGEO has two digits
// for the state and three for the municipality.
const (
	codeDigits  = 5
	stateDigits = 2
)

// CodeState is what became of the text of a code.
type CodeState int

// The states of a code.
const (
	CodeBad       CodeState = iota // no code
	CodeAsWritten                  // five digits
	CodeMended                     // made five digits
	CodeDisputed                   // an area in dispute between states, no municipality
)

// ParseCode reads a five-digit code. Software that took it for a number has
// dropped the leading zero of the first nine states, which is put back, or
// added decimals of zeros, which are removed. INEGI codes an area in dispute
// between states, which is no municipality, with two letters and three digits.
func ParseCode(text string) (code string, state CodeState) {
	code = WholeNumber(text)
	if len(code) == codeDigits-1 && allDigits(code) {
		code = "0" + code
	}
	switch {
	case IsCode(code) && code == text:
		return code, CodeAsWritten
	case IsCode(code):
		return code, CodeMended
	case isDisputed(text):
		return text, CodeDisputed
	}
	return text, CodeBad
}

// IsCode reports whether a text is a code as it should be written: five digits.
func IsCode(text string) bool { return len(text) == codeDigits && allDigits(text) }

// WholeNumber removes decimals of zeros, which some software adds to codes.
func WholeNumber(text string) string {
	whole, decimals, point := strings.Cut(text, ".")
	if point && strings.Trim(decimals, "0") == "" {
		return whole
	}
	return text
}

func isDisputed(s string) bool {
	letter := func(c byte) bool { return 'A' <= c && c <= 'Z' }
	return len(s) == codeDigits && letter(s[0]) && letter(s[1]) && allDigits(s[stateDigits:])
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Code returns the municipality code in a column, see ParseCode; restored says
// that it was mended. Anything else is an *Error that wraps ErrCode, or
// ErrMissing for an empty cell.
func (f Feature) Code(column string) (code string, restored bool, err error) {
	text, ok := f.Text(column)
	if !ok {
		return "", false, f.missing(column)
	}
	code, state := ParseCode(text)
	if state != CodeAsWritten && state != CodeMended {
		bad := f.Errorf("%w: %s", ErrCode, quote(text))
		bad.Column, bad.Hint = column, "write five digits, such as 08029"
		return "", false, bad
	}
	return code, state == CodeMended, nil
}
