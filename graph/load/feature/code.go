package feature

import (
	"errors"
	"strings"
)

// ErrCode is wrapped by the error of Code for text that is no municipality code.
var ErrCode = errors.New("not a municipality code")

// codeDigits is the width of a municipality code: INEGI's CVEGEO has two digits
// for the state and three for the municipality.
const codeDigits = 5

// Code returns the municipality code in a column: five digits, kept as text. A
// spreadsheet that took the code for a number has dropped its leading zero;
// Code puts it back and says so in restored. Anything else is an *Error that
// wraps ErrCode, or ErrMissing for an empty cell.
func (f Feature) Code(column string) (code string, restored bool, err error) {
	text, ok := f.Text(column)
	if !ok {
		return "", false, f.missing(column)
	}
	digits := strings.TrimSuffix(text, ".0") // as written by a spreadsheet
	if len(digits) == codeDigits-1 {
		digits = "0" + digits
	}
	if len(digits) != codeDigits || strings.Trim(digits, "0123456789") != "" {
		bad := f.Errorf("%w: %s", ErrCode, quote(text))
		bad.Column, bad.Hint = column, "write five digits, such as 08029"
		return "", false, bad
	}
	return digits, digits != text, nil
}
