package atlas

import (
	"cmp"
	"slices"
	"strings"
)

// Event is something dated that happened in a municipality (five digits), in a
// state (two), or in the whole country when Code is empty.
type Event struct {
	Date   string            `json:"date"` // YYYY-MM-DD or YYYY-MM
	Code   string            `json:"code,omitempty"`
	Text   map[string]string `json:"text"` // by language: en, es
	Source string            `json:"source,omitempty"`
}

// readEvents reads the events of the embedded study, by date, one for each of their
// places. Rows without a date or text, and places that are not on the map, are left out.
func (a *Atlas) readEvents() []Event {
	rows, err := mexicoTable("events.csv")
	if err != nil {
		return nil
	}
	states := map[string]bool{}
	for code := range a.byCode {
		states[code[:min(2, len(code))]] = true
	}
	var list []Event
	for _, row := range rows {
		e := Event{Date: row["date"], Source: row["source"],
			Text: map[string]string{"en": cmp.Or(row["text_en"], row["text_es"]), "es": cmp.Or(row["text_es"], row["text_en"])}}
		if e.Date == "" || e.Text["en"] == "" {
			continue
		}
		for place := range strings.FieldsSeq(row["places"]) {
			if _, known := a.byCode[place]; known || states[place] {
				e.Code = place
				list = append(list, e)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Event) int { return cmp.Compare(a.Date, b.Date) })
	return list
}
