package fetch

import "net/http"

// NewClient is what a cache uses where none is named.
func NewClient() *http.Client { return new(Cache).client() }
