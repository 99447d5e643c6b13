package engine

import (
	"strings"

	"github.com/corredor-geo/corredor/graph/load/feature"
)

// Warning is something that was mended or left out, with how often.
type Warning struct {
	Stage   string `json:"stage"`
	Message string `json:"message"`
	Count   int    `json:"count"`
	First   string `json:"first,omitempty"` // where, or which
}

// Input is a file that the result depends on.
type Input struct {
	File   string `json:"file"` // as the study names it
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (r *run) warn(w Warning) { r.Warnings = append(r.Warnings, w) }

// noteLoad records the inputs and what the readers had to say, in a fixed order.
func (r *run) noteLoad() {
	r.noteFiles(r.Roads.Report.Files)
	for _, text := range r.Roads.Report.Warnings {
		r.warn(Warning{Stage: "roads", Message: text, Count: 1})
	}
	for _, d := range r.Roads.Report.Dropped {
		r.warn(Warning{Stage: "roads", Message: d.Reason + ", dropped", Count: d.Count, First: d.First})
	}
	r.noteFiles(r.Regions.Files)
	for _, w := range r.Regions.Warnings {
		r.warn(Warning{"municipalities", string(w.Kind), w.Count, strings.Join(w.Examples, ", ")})
	}
	if r.seats != nil {
		r.noteFiles(r.seats.Files)
		for _, w := range r.seats.Warnings {
			r.warn(Warning{"seats", string(w.Kind), w.Count, strings.Join(w.Examples, ", ")})
		}
	}
	if r.counts != nil {
		r.noteFiles(r.counts.Files)
		for _, text := range r.counts.Warnings {
			r.warn(Warning{Stage: "homicides", Message: text, Count: 1})
		}
	}
}

func (r *run) noteFiles(files []feature.FileHash) {
	for _, f := range files {
		r.Inputs = append(r.Inputs, Input{File: f.Name, Bytes: f.Bytes, SHA256: f.SHA256})
	}
}

// errorAt is a mistake that the whole study leads to.
func errorAt(s *Study, err error, hint string) error {
	return &feature.Error{File: s.source.label, Err: err, Hint: hint}
}
