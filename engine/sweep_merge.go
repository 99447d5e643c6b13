package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

// ErrSweepNeeded is returned where layers of scenarios are to be written and the sweep is not
// at hand.
var ErrSweepNeeded = errors.New("the sweep has layers: of some scenarios, which are made from its file; give it with --sweep SWEEP.yaml")

// MergeSweep reads the finished shards of a folder and writes beside them the rows of all
// scenarios as CSV and Parquet, their summary as CSV and JSON, a report and a manifest.
// Who made the shards, and in which order, leaves no trace. It reads all of them some ten times,
// one in memory at a time, with a row group of the Parquet file; what grows with the scenarios is
// the index of that file alone, some 0.1 bytes a value. An *[shard.IncompleteError] says
// what is missing. A sweep with layers needs [Sweeping.Merge], else [ErrSweepNeeded].
func MergeSweep(d *shard.Dir) (*SweepSummary, error) {
	return mergeSweep(d, func(s *sweepRows) ([]layered, error) {
		if s.Layers {
			return nil, fmt.Errorf("%s: %w", d.Path, ErrSweepNeeded)
		}
		return nil, nil
	})
}

// mergeSweep merges; layers are what is written besides.
func mergeSweep(d *shard.Dir, layers func(*sweepRows) ([]layered, error)) (*SweepSummary, error) {
	if err := d.Complete(); err != nil {
		return nil, err
	}
	if err := removeLeftovers(d); err != nil {
		return nil, err
	}
	s, err := openRows(d)
	if err != nil {
		return nil, err
	}
	if s.layers, err = layers(s); err != nil {
		return nil, err
	}
	summary, err := s.summarize()
	if err != nil {
		return nil, err
	}
	staging, err := export.Stage(d.Path)
	if err != nil {
		return nil, err
	}
	defer staging.Abort()
	if err := s.write(staging, summary); err != nil {
		return nil, err
	}
	return summary, staging.Commit()
}

// sweepRows are the rows of the scenarios of a folder.
type sweepRows struct {
	SweepDetail
	dir    *shard.Dir
	layers []layered
}

func openRows(d *shard.Dir) (*sweepRows, error) {
	s := &sweepRows{dir: d}
	if err := json.Unmarshal(d.Job.Detail, &s.SweepDetail); err != nil {
		return nil, fmt.Errorf("%s: the job is not that of a sweep: %w", d.Path, err)
	}
	if s.Designed > len(s.Columns) {
		return nil, fmt.Errorf("%s: the job is not that of a sweep: %d columns, %d of them of the design", d.Path, len(s.Columns), s.Designed)
	}
	return s, nil
}

// layer is the table of the scenarios without its rows.
func (s *sweepRows) layer() export.Layer { return export.Layer{Name: "scenarios", Columns: s.Columns} }

// all yields the rows in the order of the scenarios.
func (s *sweepRows) all() iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		for line, err := range s.dir.Rows() {
			row := export.Row{}
			if err == nil {
				row.Values, err = s.decode(string(line))
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func (s *sweepRows) decode(line string) ([]any, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != len(s.Columns) {
		return nil, fmt.Errorf("a row has %d values, not %d", len(fields), len(s.Columns))
	}
	values := make([]any, len(fields))
	for i, c := range s.Columns {
		var err error
		switch {
		case fields[i] == "":
		case c.Kind == export.Integer:
			values[i], err = strconv.Atoi(fields[i])
		case c.Kind == export.Real:
			values[i], err = strconv.ParseFloat(fields[i], 64)
		default:
			values[i] = fields[i]
		}
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	return values, nil
}

// write stages the files of a sweep.
func (s *sweepRows) write(staging *export.Staging, summary *SweepSummary) error {
	l, table := s.layer(), summary.layer()
	described, err := s.writeLayers(staging)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"scenarios.csv", func(w io.Writer) error { return export.WriteCSVRows(w, l, s.all()) }},
		{"scenarios.parquet", func(w io.Writer) error { return export.WriteParquetRows(w, l, s.all()) }},
		{"summary.csv", func(w io.Writer) error { return export.WriteCSV(w, table) }},
		{"columns.csv", func(w io.Writer) error {
			return export.WriteCSV(w, dictionary(append([]export.Layer{l, table}, described...)))
		}},
		{"summary.json", func(w io.Writer) error { return writeJSON(w, summary) }},
		{"report.html", summary.writeReport},
		{"manifest.json", func(w io.Writer) error {
			return writeJSON(w, sweepManifest{"corredor", Version, summary.Title, s.dir.Job.Study, s.dir.Job.Sweep, s.dir.Job.Scenarios, staging.Files()})
		}},
	} {
		if err := staging.Write(file.name, file.write); err != nil {
			return err
		}
	}
	return nil
}

// sweepManifest says what the files of a sweep were made of.
type sweepManifest struct {
	Program   string           `json:"program"`
	Version   string           `json:"version"`
	Title     string           `json:"title"`
	Study     string           `json:"study_sha256"`
	Sweep     string           `json:"sweep_sha256"`
	Scenarios int              `json:"scenarios"`
	Outputs   []export.Written `json:"outputs"`
}

func writeJSON(w io.Writer, value any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// removeLeftovers removes what merges, workers and servers that were killed left half written in
// the folder of a sweep. A merge that is at work there fails.
func removeLeftovers(d *shard.Dir) error {
	if err := d.Sweep(); err != nil {
		return err
	}
	entries, err := os.ReadDir(d.Path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".partial-") {
			if err := os.RemoveAll(filepath.Join(d.Path, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
