package atlas

import (
	"cmp"
	"slices"
)

// Event is something dated that happened in a municipality, or in the whole
// country when Code is empty.
type Event struct {
	Date   string            `json:"date"` // YYYY-MM-DD or YYYY-MM
	Code   string            `json:"code,omitempty"`
	Text   map[string]string `json:"text"` // by language: en, es
	Source string            `json:"source,omitempty"`
}

// readEvents reads the events of the embedded study, by date. Rows without a
// date or text, and codes that are no municipality of the map, are left out.
func (a *Atlas) readEvents() []Event {
	rows, err := mexicoTable("events.csv")
	if err != nil {
		return nil
	}
	var list []Event
	for _, row := range rows {
		e := Event{Date: row["date"], Code: cmp.Or(row["code"], row["cvegeo"]), Source: row["source"],
			Text: map[string]string{"en": cmp.Or(row["text_en"], row["text_es"]), "es": cmp.Or(row["text_es"], row["text_en"])}}
		if _, known := a.byCode[e.Code]; e.Date == "" || e.Text["en"] == "" || e.Code != "" && !known {
			continue
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Event) int { return cmp.Compare(a.Date, b.Date) })
	return list
}
