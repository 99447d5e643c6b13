package feature

import (
	"math"
	"strconv"
	"strings"
)

// parseNumber reads a finite decimal number. The hint is "" on success, else
// it says how to mend the text.
func parseNumber(text string) (v float64, hint string) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return math.NaN(), numberHint(text)
		}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return math.NaN(), numberHint(text)
	}
	return v, ""
}

// numberHint says what the writer of the text most likely meant.
func numberHint(text string) string {
	whole, part, comma := strings.Cut(text, ",")
	switch {
	case comma && plainDigits(whole) && plainDigits(part) && len(part) != 3:
		return "decimal comma? write " + whole + "." + part
	case comma && isNumber(strings.ReplaceAll(text, ",", "")):
		return "comma between thousands? write " + strings.ReplaceAll(text, ",", "") +
			"; for a decimal comma write a point"
	case isNumber(strings.ReplaceAll(text, " ", "")):
		return "remove the blanks: " + strings.ReplaceAll(text, " ", "")
	case isNumber(strings.TrimRight(text, "%")):
		return "remove the percent sign"
	}
	switch strings.ToLower(strings.TrimLeft(text, "+-")) {
	case "nan", "inf", "infinity", "n/a", "null", "none", ".", "-", "":
		return "leave the value empty where it is unknown"
	}
	return "write digits with a decimal point, or leave it empty where it is unknown"
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && plainDigits(strings.ReplaceAll(text, ".", ""))
}

func plainDigits(text string) bool {
	text = strings.TrimLeft(text, "+-")
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return text != ""
}
