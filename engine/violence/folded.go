package violence

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Folded is a name without case, accents and blanks around it.
func Folded(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(strings.TrimSpace(name))) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
