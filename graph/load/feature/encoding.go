package feature

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const encodingHint = "use utf-8, windows-1252, latin1, iso-8859-15, cp850 or the number of a code page"

// decoder turns the bytes of values into UTF-8.
type decoder struct {
	page  *charmap.Charmap // of bytes beyond ASCII; of invalid UTF-8 when guess
	guess bool             // keep valid UTF-8 as it is
	utf8  bool             // refuse what is not UTF-8
	notes *notes
}

// newDecoder understands the names of Options.Encoding and of .cpg files.
func newDecoder(name string) (*decoder, error) {
	key := strings.ToLower(strings.TrimSpace(name))
	for _, cut := range []string{"-", "_", " ", "windows", "ansi", "cp", "ibm", "oem"} {
		key = strings.ReplaceAll(key, cut, "")
	}
	switch key {
	case "":
		return &decoder{page: charmap.Windows1252, guess: true}, nil
	case "utf8", "65001":
		return &decoder{utf8: true}, nil
	}
	page, ok := codePages[strings.TrimPrefix(key, "iso")]
	if !ok {
		return nil, fmt.Errorf("the text encoding %s is not known", quote(name))
	}
	return &decoder{page: page}, nil
}

// codePages are keyed by their number without "iso", "cp", "windows". Latin-1
// is read as Windows-1252, which has it as a part.
var codePages = map[string]*charmap.Charmap{
	"437": charmap.CodePage437, "850": charmap.CodePage850, "852": charmap.CodePage852,
	"858": charmap.CodePage858, "860": charmap.CodePage860, "863": charmap.CodePage863,
	"865": charmap.CodePage865, "866": charmap.CodePage866,
	"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252,
	"1253": charmap.Windows1253, "1254": charmap.Windows1254, "1257": charmap.Windows1257,
	"latin1": charmap.Windows1252, "88591": charmap.Windows1252, "28591": charmap.Windows1252,
	"ascii": charmap.Windows1252, "usascii": charmap.Windows1252,
	"latin2": charmap.ISO8859_2, "88592": charmap.ISO8859_2,
	"latin9": charmap.ISO8859_15, "885915": charmap.ISO8859_15, "28605": charmap.ISO8859_15,
	"macintosh": charmap.Macintosh, "macroman": charmap.Macintosh, "10000": charmap.Macintosh,
}

var errNotUTF8 = errors.New("text that is not UTF-8")

// text decodes one value; it allocates only when bytes change.
func (d *decoder) text(s string) (string, error) {
	switch {
	case d.utf8 || d.guess:
		if utf8.ValidString(s) {
			return s, nil
		}
		if d.utf8 {
			return s, errNotUTF8
		}
		d.notes.add(note{noteFallback.noun, noteFallback.text + d.page.String()}, 1)
	case ascii(s):
		return s, nil
	}
	return decodePage(d.page, s), nil
}

// bytes is text for bytes; it returns raw itself when nothing changes.
func (d *decoder) bytes(raw []byte) ([]byte, error) {
	if (d.guess || d.utf8) && utf8.Valid(raw) {
		return raw, nil
	}
	text, err := d.text(string(raw))
	return []byte(text), err
}

func decodePage(page *charmap.Charmap, s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for i := 0; i < len(s); i++ {
		b.WriteRune(page.DecodeByte(s[i]))
	}
	return b.String()
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plainText drops a byte order mark and turns UTF-16, which a byte order mark
// tells, into UTF-8.
func plainText(in *bufio.Reader) io.Reader {
	head, _ := in.Peek(3)
	switch {
	case strings.HasPrefix(string(head), "\xef\xbb\xbf"):
		in.Discard(3)
	case strings.HasPrefix(string(head), "\xff\xfe"), strings.HasPrefix(string(head), "\xfe\xff"):
		wide := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
		return transform.NewReader(in, wide.NewDecoder())
	}
	return in
}
