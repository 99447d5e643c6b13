package atlas

import (
	"cmp"
	"context"
	"time"

	"github.com/corredor-geo/corredor/engine"
	"github.com/corredor-geo/corredor/engine/violence"
)

// Event is something dated that happened in a municipality (five digits), in a
// state (two), or in the whole country when Code is empty.
type Event struct {
	Date   string            `json:"date"` // YYYY-MM-DD
	Code   string            `json:"code,omitempty"`
	Text   map[string]string `json:"text"` // by language: en, es
	Source string            `json:"source,omitempty"`
}

// embeddedEvents are those of the embedded study, for studies that name none.
func embeddedEvents() []violence.Event {
	fsys, path := engine.Locate(engine.EventsTable)
	events, _, err := violence.ReadEvents(context.Background(), path, fsys)
	if err != nil {
		return nil // tests hold the embedded table
	}
	return events
}

// placeEvents returns events by date, one for each of their places that are on the map.
func (a *Atlas) placeEvents(events []violence.Event) (list []Event) {
	states := map[string]bool{}
	for code := range a.byCode {
		states[code[:min(2, len(code))]] = true
	}
	for _, from := range events {
		e := Event{Date: from.Date.Format(time.DateOnly), Source: from.Source,
			Text: map[string]string{"en": from.Text, "es": cmp.Or(from.TextES, from.Text)}}
		if len(from.Places) == 0 {
			list = append(list, e)
		}
		for _, place := range from.Places {
			if _, known := a.byCode[place]; known || states[place] {
				e.Code = place
				list = append(list, e)
			}
		}
	}
	return list
}
