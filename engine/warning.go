package engine

import (
	"slices"
	"strings"

	"github.com/corredor-geo/corredor/engine/region"
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
	r.noteRoads()
	r.noteLayer("municipalities", r.Regions)
	if r.seats != nil {
		r.noteLayer("seats", r.seats)
	}
	if r.ViolenceTable != nil {
		r.noteFiles(r.ViolenceTable.Files)
		for _, text := range r.ViolenceTable.Warnings {
			r.warn(Warning{Stage: "homicides", Message: text, Count: 1})
		}
	}
	r.noteFiles(r.eventFiles)
}

func (r *run) noteRoads() {
	r.noteFiles(r.Roads.Report.Files)
	for _, text := range r.Roads.Report.Warnings {
		r.warn(Warning{Stage: "roads", Message: text, Count: 1})
	}
	for _, d := range r.Roads.Report.Dropped {
		r.warn(Warning{Stage: "roads", Message: d.Reason + ", dropped", Count: d.Count, First: d.First})
	}
}

func (r *run) noteLayer(stage string, layer *region.Layer) {
	r.noteFiles(layer.Files)
	for _, w := range layer.Warnings {
		note := Warning{stage, string(w.Kind), w.Count, strings.Join(w.Examples, ", ")}
		if w.Kind == region.FileNote {
			note = Warning{Stage: stage, Message: note.First, Count: 1}
		}
		r.warn(note)
	}
}

func (r *run) noteFiles(files []feature.FileHash) {
	for _, f := range files {
		r.Inputs = append(r.Inputs, Input{File: f.Name, Bytes: f.Bytes, SHA256: f.SHA256})
	}
}

// finishRecord names the inputs as the study does, each once.
func (r *run) finishRecord() {
	var inputs []Input
	for _, in := range r.Inputs {
		in.File = r.files.asWritten(in.File)
		if !slices.Contains(inputs, in) {
			inputs = append(inputs, in)
		}
	}
	r.Inputs = inputs
	for i := range r.Warnings {
		r.Warnings[i].First = r.files.asWritten(r.Warnings[i].First)
	}
}

// resolve finds a file that the study names, and remembers it.
func (r *run) resolve(as string) (input, error) {
	in, err := r.Study.source.resolve(as)
	if err == nil {
		r.files.add(in)
	}
	return in, err
}

// mistake is one that shows in the run, at a path of keys of the study.
func (s *Study) mistake(path []any, err error, hint string) error {
	return &feature.Error{File: s.source.label, Line: lineOf(s.source.text, path), Err: err, Hint: hint}
}

// errorAt is a mistake that the whole study leads to.
func errorAt(s *Study, err error, hint string) error {
	return &feature.Error{File: s.source.label, Err: err, Hint: hint}
}
