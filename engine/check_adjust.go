package engine

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/load/feature"
)

// checkRates checks the keys of violence: that say what is made of the counts.
func (v Violence) checkRates() *problem {
	at := func(key string) []any { return []any{"violence", key} }
	if v.Intervals != 0 && !(v.Intervals > 0 && v.Intervals < 1) {
		return &problem{at("intervals"), fmt.Sprintf("the confidence of the intervals is %g", v.Intervals), "write a part of 1, such as 0.95"}
	}
	if v.Shrink != "" && v.Shrink != "national" && v.Shrink != "state" {
		return &problem{at("shrink"), fmt.Sprintf("shrink is %q", v.Shrink), "write national or state"}
	}
	factor := ""
	for i, a := range v.Adjust {
		where := []any{"violence", "adjust", i}
		if key, err := a.problem(); err != nil {
			if key != "" {
				where = append(where, key)
			}
			return &problem{where, err.Error(), ""}
		}
		if key, name := v.unknownSeries(a); name != "" {
			return &problem{append(where, key), fmt.Sprintf("the adjustment %s names the series %q, which the study has not", a.Name, name), "the series are: " + strings.Join(v.seriesNames(), ", ")}
		}
		if a.Factor != "" && factor != "" && a.Factor != factor {
			return &problem{append(where, "factor"), "two columns of factors", "a study takes one"}
		}
		factor = cmp.Or(factor, a.Factor)
		if a.Name == "late" && a.Share == 0 && a.Factor == "" && a.Registry == "" && v.Columns.Registered == "" {
			return &problem{where, "late does not know when deaths were registered", "give share:, factor: or registry:, or columns: registered: of the table"}
		}
		if a.Name == "undated" && v.Columns.Registered == "" {
			return &problem{where, "undated does not know when deaths were registered", "give columns: registered:"}
		}
	}
	return nil
}

func (v Violence) seriesNames() []string {
	names := make([]string, len(v.Series))
	for i, s := range v.Series {
		names[i] = s.Name
	}
	return names
}

// unknownSeries returns the first series that an adjustment names in vain.
func (v Violence) unknownSeries(a Adjustment) (key, name string) {
	names := v.seriesNames()
	for _, used := range []struct{ key, name string }{{"series", a.Series}, {"unknown", a.Unknown}, {"into", a.Into}} {
		if used.name != "" && !slices.Contains(names, used.name) {
			return used.key, used.name
		}
	}
	for _, known := range a.Known {
		if !slices.Contains(names, known) {
			return "known", known
		}
	}
	return "", ""
}

func (a Adjustment) check() error {
	_, err := a.problem()
	return err
}

// problem says what is wrong with an adjustment, and at which key.
func (a Adjustment) problem() (key string, err error) {
	known, ok := adjustmentKeys[a.Name]
	if !ok {
		return "name", fmt.Errorf("unknown adjustment %q; write one of %s", a.Name, strings.Join(AdjustmentNames, ", "))
	}
	for _, given := range a.given() {
		if !slices.Contains(known, given) {
			hint := "it has no keys"
			if len(known) > 0 {
				hint = "its keys are: " + strings.Join(known, ", ")
			}
			return given, fmt.Errorf("the adjustment %s does not know %s; %s", a.Name, given, hint)
		}
	}
	if _, err := a.level("national"); err != nil {
		return "by", err
	}
	switch a.Name {
	case "late":
		return a.lateProblem()
	case "intent":
		if a.Unknown == "" || len(a.Known) < 2 {
			return "", fmt.Errorf("intent needs unknown: a series, and known: the series of homicides and at least one other")
		}
	case "recode":
		for _, from := range slices.Sorted(maps.Keys(a.Codes)) {
			to := a.Codes[from]
			if !feature.IsCode(from) || !feature.IsCode(to) {
				return "codes", fmt.Errorf("%s to %s: a municipality code has five digits, in quotes", from, to)
			}
		}
	}
	return "", nil
}

func (a Adjustment) lateProblem() (key string, err error) {
	sources := 0
	for _, given := range []bool{a.Share != 0, a.Factor != "", a.Registry != ""} {
		if given {
			sources++
		}
	}
	last := violence.MonthOf(a.Year, 1)
	switch {
	case sources > 1:
		return "", fmt.Errorf("late has several sources; keep one of share, factor and registry")
	case !(a.Share >= 0 && a.Share < 1):
		return "share", fmt.Errorf("the share registered late is %g; write a part of 1, such as 0.03", a.Share)
	case a.Min != nil && !(*a.Min >= 0 && !math.IsInf(*a.Min, 0)):
		return "min", fmt.Errorf("min is %g; write a number of deaths, 0 or more", *a.Min)
	case a.Year != 0 && !plausible(last), a.Reference != 0 && !plausible(violence.MonthOf(a.Reference, 1)):
		return "year", fmt.Errorf("late is for the year %d, as learnt from %d; write a year such as 2010", a.Year, a.Reference)
	}
	return "", nil
}

func plausible(m violence.Month) bool {
	_, err := violence.ParseMonth(m.String())
	return err == nil
}

// given lists the keys that are set, name apart.
func (a Adjustment) given() []string {
	var keys []string
	for _, k := range []struct {
		key string
		set bool
	}{
		{"series", a.Series != ""}, {"year", a.Year != 0}, {"share", a.Share != 0}, {"factor", a.Factor != ""},
		{"registry", a.Registry != ""}, {"reference", a.Reference != 0}, {"by", a.By != ""}, {"months", a.Months}, {"min", a.Min != nil},
		{"unknown", a.Unknown != ""}, {"known", len(a.Known) > 0}, {"into", a.Into != ""},
		{"codes", len(a.Codes) > 0}, {"table", a.Table != ""},
	} {
		if k.set {
			keys = append(keys, k.key)
		}
	}
	return keys
}
