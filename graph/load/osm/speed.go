package osm

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Kilometres an hour of the units of maxspeed.
const (
	kmhPerMPH  = 1.609344 // international mile
	kmhPerKnot = 1.852
)

// parseSpeed reads a value of maxspeed in km/h:
//
//	50, 50 km/h, 50kmh, 50 kph     kilometres an hour
//	30 mph, 10 knots               converted
//	walk, none                     walk_kmh and none_kmh of the profile
//	MX:urban, DE:zone:30, zone30   limits of the profile, or the number
//	80;60                          the lowest
//
// known is false for anything else, as are signals and variable, which give no limit.
func (p *Profile) parseSpeed(text string) (kmh float64, known bool) {
	for part := range strings.SplitSeq(text, ";") {
		one, ok := p.parseOneSpeed(strings.TrimSpace(part))
		if !ok {
			return 0, false
		}
		if !known || one < kmh {
			kmh, known = one, true
		}
	}
	return kmh, known
}

func (p *Profile) parseOneSpeed(text string) (kmh float64, known bool) {
	switch text {
	case "walk":
		return float64(p.rules.WalkKMH), true
	case "none":
		return float64(p.rules.NoneKMH), true
	}
	if limit, ok := p.rules.Limits[text]; ok {
		return float64(limit), true
	}
	if _, code, ok := strings.Cut(text, ":"); ok {
		if limit, ok := p.rules.Limits[code]; ok {
			return float64(limit), true
		}
		text = code
	}
	if zone, ok := strings.CutPrefix(text, "zone"); ok {
		text = strings.TrimPrefix(zone, ":")
	}
	return parseNumber(text)
}

// parseNumber reads a number and its unit.
func parseNumber(text string) (kmh float64, known bool) {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.') {
		end++
	}
	x, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return 0, false
	}
	switch strings.ToLower(strings.TrimLeftFunc(text[end:], unicode.IsSpace)) {
	case "", "km/h", "kmh", "kph", "kmph":
	case "mph":
		x *= kmhPerMPH
	case "knots", "knot", "kn":
		x *= kmhPerKnot
	default:
		return 0, false
	}
	return x, x >= 1 && x <= maxKMH
}

// parseDuration reads a value of duration: minutes, hh:mm, hh:mm:ss or the ISO
// 8601 form PT1H30M. It returns 0 for anything else.
func parseDuration(text string) time.Duration {
	if iso, ok := strings.CutPrefix(text, "PT"); ok {
		d, err := time.ParseDuration(strings.ToLower(iso))
		return plausibleDuration(d, err == nil)
	}
	parts := strings.Split(text, ":")
	units := [][]time.Duration{{time.Minute}, {time.Hour, time.Minute}, {time.Hour, time.Minute, time.Second}}
	if len(parts) > len(units) {
		return 0
	}
	sum := time.Duration(0)
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return 0
		}
		sum += time.Duration(n) * units[len(parts)-1][i]
	}
	return plausibleDuration(sum, true)
}

// plausibleDuration passes crossings of less than ten days.
func plausibleDuration(d time.Duration, ok bool) time.Duration {
	if !ok || d <= 0 || d > 240*time.Hour {
		return 0
	}
	return d
}
