package violence

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Event is something that happened on a day, in some places or everywhere.
type Event struct {
	Date   time.Time
	Places []string // municipality codes, or states by two digits; empty is the nation
	Text   string   // in English
	TextES string   // in Spanish
	Source string
}

// Month returns the month of the event.
func (e Event) Month() Month { return MonthOf(e.Date.Year(), int(e.Date.Month())) }

// In reports whether the event happened in one of the municipalities, in a state
// of theirs, or everywhere.
func (e Event) In(codes []string) bool {
	return len(e.Places) == 0 || slices.ContainsFunc(e.Places, func(place string) bool {
		return slices.ContainsFunc(codes, func(code string) bool { return strings.HasPrefix(code, place) })
	})
}

// ReadEvents reads a table with the columns date (YYYY-MM-DD), places (codes of
// municipalities or states, separated by blanks; empty for the nation), text_en,
// text_es and source. Events come back in the order of their dates, with the hashes of the files read.
func ReadEvents(ctx context.Context, path string, fsys fs.FS) (events []Event, files []feature.FileHash, err error) {
	reader, err := feature.Open(path, feature.Options{FS: fsys, Lon: "-"})
	if err != nil {
		return nil, nil, err
	}
	defer reader.Close()
	if err := reader.RequireColumns("date", "places", "text_en", "text_es", "source"); err != nil {
		return nil, nil, err
	}
	for f, err := range reader.All() {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, nil, err
		}
		e, err := readEvent(f)
		if err != nil {
			return nil, nil, err
		}
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b Event) int { return a.Date.Compare(b.Date) })
	return events, reader.Files(), nil
}

func readEvent(f feature.Feature) (e Event, err error) {
	text, _ := f.Text("date")
	if e.Date, err = time.Parse(time.DateOnly, text); err != nil {
		return e, located(f, "date", fmt.Errorf("%q is not a day; write 2010-08-24", text))
	}
	places, _ := f.Text("places")
	for _, place := range strings.Fields(places) {
		if len(place) == 2 {
			if feature.IsCode(place + unknownMunicipality) {
				e.Places = append(e.Places, place)
				continue
			}
		} else if feature.IsCode(place) {
			e.Places = append(e.Places, place)
			continue
		}
		return e, located(f, "places", fmt.Errorf("%q is no place; write a municipality such as 08037 or a state such as 08", place))
	}
	e.Text, _ = f.Text("text_en")
	e.TextES, _ = f.Text("text_es")
	e.Source, _ = f.Text("source")
	if e.Text == "" {
		return e, located(f, "text_en", errors.New("the event has no text"))
	}
	return e, nil
}
