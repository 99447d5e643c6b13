package main

// allowed are the keys with a choice of values, which Go has as texts. A test holds
// them against what the program accepts.
var allowed = map[string][]string{
	"MetricSpec.kind":                    {"length", "time", "formula"},
	"Origins.by":                         {"seat", "mean", "mass", "peak"},
	"Violence.absent":                    {"unknown", "zero"},
	"Violence.shrink":                    {"national", "state"},
	"Adjustment.name":                    {"undated", "late", "annualise", "intent", "recode", "metro"},
	"Adjustment.by":                      {"national", "state", "municipality"},
	"ExposureSpec.origins":               {"exclude", "keep"},
	"MatchSpec.within":                   {"country", "state"},
	"Congestion.model":                   {"equilibrium", "logit_ports", "logit_paths"},
	"Congestion.demand":                  {"count", "weight"},
	"Congestion.algorithm":               {"b", "bfw", "frank-wolfe"},
	"PortCongestion.kind":                {"power", "formula"},
	"PortCongestion.without_capacity":    {"error", "closed", "free"},
	"SegmentCongestion.kind":             {"bpr", "formula"},
	"SegmentCongestion.without_capacity": {"error", "closed", "free"},
	"Variation.origins":                  {"bootstrap"},
	"Choice.among":                       {"used", "all"},
	"PortChoice.among":                   {"used", "all"},
	"ShockChoice.among":                  {"used", "all"},
	"LayerChoice.write":                  {"routes", "segments", "municipalities"},
}

// required are the keys without which a study or a sweep cannot be run.
var required = map[string][]string{
	"Study":        {"roads", "origins", "destinations", "regions"},
	"Origins":      {"layer"},
	"Destinations": {"table"},
	"Vintage":      {"name", "roads"},
	"Surface":      {"name"},
	"Series":       {"name", "column"},
	"Adjustment":   {"name"},
	"Sweep":        {"study", "vary"},
	"ShockChoice":  {"months"},
	"PriceChoice":  {"parameters"},
}
