package projection

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// node is one KEYWORD["name", number, CHILD[...], word] of WKT.
type node struct {
	key      string // in upper case
	texts    []string
	numbers  []float64
	words    []string
	children []*node
}

// Limits against hostile text; real definitions have some 3 KB and 8 levels.
const (
	maxWKT   = 1 << 20
	maxDepth = 32
)

var errWKTCut = errors.New("it ends in the middle")

// scanner walks over WKT.
type scanner struct {
	text string
	i    int
}

// parseWKT reads one node and nothing behind it.
func parseWKT(text string) (*node, error) {
	if len(text) > maxWKT {
		return nil, fmt.Errorf("it has %d bytes", len(text))
	}
	s := &scanner{text: text}
	n, err := s.node(maxDepth)
	if err != nil {
		return nil, err
	}
	if s.blank(); s.i < len(s.text) && s.text[s.i] != 0 { // some writers end with a zero byte
		return nil, fmt.Errorf("%s behind its end", quote(s.text[s.i:]))
	}
	return n, nil
}

func (s *scanner) blank() {
	for s.i < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.i]) >= 0 {
		s.i++
	}
}

// word reads up to a sign.
func (s *scanner) word() string {
	s.blank()
	end := strings.IndexAny(s.text[s.i:], "[](),\"\x00")
	if end < 0 {
		end = len(s.text) - s.i
	}
	w := strings.TrimSpace(s.text[s.i : s.i+end])
	s.i += end
	return w
}

func (s *scanner) peek() byte {
	s.blank()
	if s.i == len(s.text) {
		return 0
	}
	return s.text[s.i]
}

// node reads KEYWORD[...].
func (s *scanner) node(depth int) (*node, error) {
	key := s.word()
	if c := s.peek(); c != '[' && c != '(' {
		if c == 0 {
			return nil, errWKTCut
		}
		return nil, fmt.Errorf("%s where '[' is expected", quote(s.text[s.i:]))
	}
	return s.body(key, depth)
}

// body reads what follows a keyword, from '[' on.
func (s *scanner) body(key string, depth int) (*node, error) {
	if depth == 0 {
		return nil, fmt.Errorf("nested more than %d deep", maxDepth)
	}
	n := &node{key: strings.ToUpper(key)}
	closing := byte(']')
	if s.text[s.i] == '(' {
		closing = ')'
	}
	for {
		s.i++ // '[' or ','
		if err := s.item(n, depth); err != nil {
			return nil, err
		}
		switch s.peek() {
		case ',':
		case closing:
			s.i++
			return n, nil
		case 0:
			return nil, errWKTCut
		default:
			return nil, fmt.Errorf("%s where ',' is expected", quote(s.text[s.i:]))
		}
	}
}

// item reads one element between commas.
func (s *scanner) item(n *node, depth int) error {
	if s.peek() == '"' {
		text, err := s.quoted()
		n.texts = append(n.texts, text)
		return err
	}
	word := s.word()
	if c := s.peek(); c == '[' || c == '(' {
		child, err := s.body(word, depth-1)
		n.children = append(n.children, child)
		return err
	}
	if v, err := strconv.ParseFloat(word, 64); err == nil && v-v == 0 {
		n.numbers = append(n.numbers, v)
		return nil
	}
	n.words = append(n.words, strings.ToUpper(word))
	return nil
}

// quoted reads "text", in which "" is one quote.
func (s *scanner) quoted() (string, error) {
	var b strings.Builder
	for s.i++; s.i < len(s.text); s.i++ {
		if s.text[s.i] == '"' {
			s.i++
			if s.i == len(s.text) || s.text[s.i] != '"' {
				return b.String(), nil
			}
		}
		b.WriteByte(s.text[s.i])
	}
	return "", errWKTCut
}

// name returns the first text, "" without.
func (n *node) name() string {
	if n == nil || len(n.texts) == 0 {
		return ""
	}
	return n.texts[0]
}

// child returns the first child with one of the keys, nil without.
func (n *node) child(keys ...string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		for _, key := range keys {
			if c.key == key {
				return c
			}
		}
	}
	return nil
}
