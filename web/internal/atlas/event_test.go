package atlas_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// A study's own events stand on its map, one for each of their places there, and the
// nation's without a place; a study without any has those of the embedded table.
func TestEventsOfTheStudy(t *testing.T) {
	r, a := both(t)
	if len(a.Events) < 30 {
		t.Errorf("%d embedded events", len(a.Events))
	}
	day := time.Date(2010, 8, 24, 0, 0, 0, 0, time.UTC)
	own := *r
	own.Events = []violence.Event{
		{Date: day, Text: "all over", TextES: "en todo el país"},
		{Date: day, Places: []string{"25006", "08", "99"}, Text: "here"},
	}
	want := []atlas.Event{
		{Date: "2010-08-24", Text: map[string]string{"en": "all over", "es": "en todo el país"}},
		{Date: "2010-08-24", Code: "25006", Text: map[string]string{"en": "here", "es": "here"}},
		{Date: "2010-08-24", Code: "08", Text: map[string]string{"en": "here", "es": "here"}},
	}
	if got := atlas.FromResult(&own).Events; !reflect.DeepEqual(got, want) {
		t.Errorf("events %+v\nwant   %+v", got, want)
	}
}
