package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// accepted lists the encodings of an Accept-Encoding header that the server knows,
// the ones that the client likes best first; zstd before gzip where it does not mind.
func accepted(header string) []string {
	type choice struct {
		name string
		q    float64
	}
	var choices []choice
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		c := choice{strings.ToLower(strings.TrimSpace(name)), 1}
		if text, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q="); ok {
			q, err := strconv.ParseFloat(text, 64)
			if err != nil {
				continue
			}
			c.q = q
		}
		if c.q > 0 && (c.name == "zstd" || c.name == "gzip") {
			choices = append(choices, c)
		}
	}
	slices.SortStableFunc(choices, func(a, b choice) int {
		return cmp.Or(cmp.Compare(b.q, a.q), cmp.Compare(b.name, a.name))
	})
	var names []string
	for _, c := range choices {
		names = append(names, c.name)
	}
	return names
}

// matches reports whether an If-None-Match header names an entity tag, by the
// weak comparison of RFC 9110.
func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || tag != "" && strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}
