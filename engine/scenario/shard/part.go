package shard

import (
	"fmt"
	"strconv"
	"strings"
)

// Part is one of several equal parts of the shards, for the tasks of a cluster that are
// told only their number: every Of-th shard, beginning with the Number-th. The zero
// Part is all of them.
type Part struct{ Number, Of int } // Number from 1

// ParsePart reads i/N, such as 3/10.
func ParsePart(text string) (Part, error) {
	number, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(number)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n {
		return Part{}, fmt.Errorf("%q is no part; write i/N with i from 1 to N, such as 3/10", text)
	}
	return Part{i, n}, nil
}

func (p Part) has(shard int) bool { return p.Of == 0 || shard%p.Of == p.Number-1 }
