package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Dated events of a place are marked on its chart and told when one points at
// their month; another place does not have them.
func TestEventMarkers(t *testing.T) {
	events := get[struct {
		Events []struct {
			Date, Code string
			Text       map[string]string
		}
	}](t, "/api/v1/events").Events
	for _, e := range events {
		if e.Code == "25006" && e.Date == "2008-01-21" {
			eventOfCuliacan(t, e.Text["en"])
			return
		}
	}
	t.Error("the study has no event of 21 January 2008 in Culiacán")
}

func eventOfCuliacan(t *testing.T, text string) {
	b := open(t, "#layers=&circles=0&sel=m:25006")
	b.until("document.querySelector('.chart canvas')")
	const inked = `(() => { const c = document.querySelector('.chart canvas'); const over = document.querySelector('.u-over').getBoundingClientRect(), at = c.getBoundingClientRect();
		const x = over.left - at.left + over.width * 4 / 7, y = over.top - at.top + 3;
		return c.getContext('2d').getImageData((x - 2) * devicePixelRatio, (y - 2) * devicePixelRatio, 4, 4).data.filter((v, i) => i % 4 === 3 && v > 0).length; })()`
	if got := js[int](b, inked); got < 8 {
		t.Errorf("2008 has no dot: %d pixels are drawn", got)
	}
	at := js[[2]float64](b, "(() => { const r = document.querySelector('.u-over').getBoundingClientRect(); return [r.left + r.width * 4 / 7, r.top + r.height / 2]; })()")
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, at[0]-1, at[1]), chromedp.MouseEvent(chromedp.MouseMoved, at[0], at[1]))
	b.until("document.querySelector('.read .event')")
	if got := b.text(".read"); !strings.Contains(got, text) || !strings.Contains(got, "January 21, 2008") {
		t.Errorf("the chart tells %q, not %q", got, text)
	}
	b.change("corredor.store.set({sel: {kind: 'place', code: '20067'}})")
	if got := js[int](b, inked); got != 0 {
		t.Errorf("Oaxaca has the dot of Culiacán: %d pixels", got)
	}
}

// A chosen part of a year can be compared with the same part of other years: three
// months of 2009 have 4 deaths each in Aldama.
func TestPartOfYear(t *testing.T) {
	b := openOn(t, valleyServer(t), "#sel=m:01001&from=2010-01&to=2010-03", small)
	year := func(row int) string {
		return js[string](b, fmt.Sprintf("[...document.querySelectorAll('.yearly tbody tr:nth-child(%d) td')].map((e) => e.textContent).join()", row))
	}
	whole := year(1)
	b.change("document.querySelector('.yearly details').open = true")
	if got := b.text(".yearly .check"); !strings.Contains(got, "Only Jan to Mar") {
		t.Errorf("the choice is %q", got)
	}
	b.press(".yearly input[name=months]")
	const part = "12,48.0" // four times that a year among 100,000
	if got := year(1); got != part || whole == part {
		t.Errorf("January to March of 2009 has %s, the whole year %s", got, whole)
	}
	if got := b.hash(); !strings.Contains(got, "months=1") {
		t.Errorf("address %s", got)
	}
	b.show("#")
	b.show("#sel=m:01001&from=2010-01&to=2010-03&months=1")
	if got := year(1); got != part {
		t.Errorf("from its address it shows %s", got)
	}
}

// Dragging over the chart chooses the months that it shades.
func TestDragChoosesMonths(t *testing.T) {
	b := openOn(t, valleyServer(t), "#", laptop)
	b.change("document.querySelector('.chart').scrollIntoView()")
	at := js[[3]float64](b, "(() => { const r = document.querySelector('.u-over').getBoundingClientRect(); return [r.left, r.width, r.top + r.height / 2]; })()")
	x := func(step float64) float64 { return at[0] + at[1]*step/23 }
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x(2), at[2]), chromedp.MouseEvent(chromedp.MousePressed, x(2), at[2], chromedp.ButtonLeft),
		chromedp.MouseEvent(chromedp.MouseMoved, x(5), at[2], chromedp.ButtonLeft), chromedp.MouseEvent(chromedp.MouseMoved, x(8), at[2], chromedp.ButtonLeft),
		chromedp.MouseEvent(chromedp.MouseReleased, x(8), at[2], chromedp.ButtonLeft))
	b.until("corredor.store.get('from') === '2009-03' && corredor.store.get('to') === '2009-09'")
}

// An event after the last month of the counts is not marked on it.
func TestEventsOutsideTheCounts(t *testing.T) {
	b := openOn(t, valleyServer(t), "#", small)
	late := js[int](b, "corredor.data.events.filter((e) => e.date > '2010-12-31').length")
	told := b.text(".read")
	if late == 0 || told != "Point at a month; drag to choose months." {
		t.Errorf("%d events are later than the counts; the chart says %q", late, told)
	}
}
