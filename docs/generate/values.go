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
}

// required are the keys without which a study cannot be run.
var required = map[string][]string{
	"Study":        {"roads", "origins", "destinations", "regions"},
	"Origins":      {"layer"},
	"Destinations": {"table"},
	"Vintage":      {"name", "roads"},
	"Surface":      {"name"},
	"Series":       {"name", "column"},
	"Adjustment":   {"name"},
}
