package stata_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corredor-geo/corredor/internal/stata"
)

func read(data []byte, opts stata.Options) (*stata.File, error) {
	opts.FS = fstest.MapFS{"x.dta": {Data: data}}
	return stata.Read(context.Background(), "x.dta", opts)
}

// show writes a column as "name type format: values".
func show(c *stata.Column) string {
	if c.IsText() {
		return fmt.Sprintf("%v: %q", c, c.Texts)
	}
	return fmt.Sprintf("%v: %v", c, c.Numbers)
}

func TestEveryVersion(t *testing.T) {
	// The greatest float and double that are not missing are just below 2^127
	// and 2^1023 ("help dta", 4).
	want := []string{
		"small byte %8.0g: [1 100 NaN]",
		"medium int %8.0g: [-300 32740 NaN]",
		"long long %12.0g: [70000 -2.147483647e+09 NaN]",
		"month float %tm: [586 1.7014117331926443e+38 NaN]",
		"exact double %10.0g: [0.1 8.988465674311579e+307 NaN]",
		`name str5 %9s: ["Juár" "ab" ""]`,
		fmt.Sprintf("remark strL %%9s: [%q \"\" %[1]q]", longText),
	}
	for _, b := range builders() {
		f, err := read(b.file(), stata.Options{})
		if err != nil {
			t.Errorf("%v: %v", b, err)
			continue
		}
		for i, c := range f.Columns {
			if got := show(c); got != want[i] {
				t.Errorf("%v: %s, want %s", b, got, want[i])
			}
		}
		if len(f.Columns) != len(b.columns()) || f.Rows != 3 || f.Version != b.version || f.Label != "test table" || f.Timestamp != "15 Jan 2015 00:30" {
			t.Errorf("%v: %+v", b, f)
		}
		labels := fmt.Sprint(f.ValueLabels[f.Column("small").LabelName])
		if labels != "map[0:no 1:yes]" || f.Column("month").Label != "month of the event" || f.Column("nothing") != nil {
			t.Errorf("%v: labels %s", b, labels)
		}
		if len(f.Warnings) > 0 {
			t.Errorf("%v: %v", b, f.Warnings)
		}
	}
}

func TestWindows1252(t *testing.T) {
	b := builder{115, binary.LittleEndian}
	data := []byte(strings.Replace(string(b.file()), "Ju\u00e1r", "Ju\xe1r\x00", 1))
	f, err := read(data, stata.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Column("name").Texts[0]; got != "Juár" || !slices.Equal(f.Warnings, []string{"1 texts are not UTF-8 and were read as Windows-1252"}) {
		t.Errorf("%q, %q", got, f.Warnings)
	}
}

func TestLostText(t *testing.T) {
	b := builder{118, binary.BigEndian}
	data := strings.Replace(string(b.file()), "GSO\x00\x00\x00\x07", "GSO\x00\x00\x00\x09", 1)
	f, err := read([]byte(data), stata.Options{})
	if err != nil || len(f.Warnings) != 1 || !strings.HasPrefix(f.Warnings[0], "2 cells point to a long text") {
		t.Errorf("%v, %v", f, err)
	}
}
