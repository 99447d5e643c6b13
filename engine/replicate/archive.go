package replicate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/load"
	"github.com/corredor-geo/corredor/graph/load/feature"
	"github.com/corredor-geo/corredor/internal/matlab"
)

// Sizes of the archive, which tell it from any other.
const (
	Periods            = 12    // RoadNet0.mat to RoadNet11.mat
	publishedNodes     = 13970 // the last is the sink beyond the border
	publishedLinks     = 17404
	publishedMunLinks  = 23679
	publishedMunicipal = 2259
)

// ErrArchive is wrapped by errors about files that are not those of the archive.
var ErrArchive = errors.New("not the replication archive of Dell (2015), doi:10.1257/aer.20121637")

// Archive is the public data of the paper. It is immutable and safe for any number
// of goroutines.
type Archive struct {
	// Codes are the 2,259 municipalities with roads, in the archive's order.
	Codes []string
	// Graph is the network of period 0, in kilometres as metres; periods are
	// metrics over it.
	Graph *graph.Graph
	// Sink is the node beyond the border.
	Sink graph.NodeID
	// Warnings are what was mended.
	Warnings []string

	files     fs.FS
	index     map[string]int             // code -> position in Codes
	byNumber  map[float64]int            // code as a number -> position in Codes
	byEnds    map[ends][]graph.SegmentID // links of period 0
	open      [][]bool                   // per period and segment
	weight    []float64                  // per segment, metres as the published program has them
	times     float64                    // what a closed road costs, times its length; 0: it is closed
	rows      []munLink                  // MunLinks, resolved
	munsFirst []int32                    // per segment, into muns
	muns      []int32                    // municipalities of every segment, each once, ascending
	segsFirst []int32                    // per municipality, into segs
	segs      []graph.SegmentID
	border    []graph.SegmentID // links into the sink
}

// Options says where an archive is and how strictly it is taken.
type Options struct {
	// Dir is the folder. FS, when not nil, is where Dir is looked for.
	Dir string
	FS  fs.FS
	// AnySize takes an archive of the same form with other sizes, such as a small one
	// for tests.
	AnySize bool
	// Period, when not nil, reads the network of that period alone, besides that of
	// period 0.
	Period *int
}

// Open reads an archive: RoadNet0.mat to RoadNet11.mat, MunIds.mat and
// MunLinkIds.mat. Each file is held against the others; errors are one line, and
// wrap [ErrArchive] where the files are of something else. Time is linear in their size.
func Open(ctx context.Context, opts Options) (*Archive, error) {
	a := &Archive{files: opts.FS, index: map[string]int{}, byNumber: map[float64]int{}}
	if a.files == nil {
		if info, err := os.Stat(opts.Dir); err != nil || !info.IsDir() {
			return nil, &feature.Error{File: opts.Dir, Err: fmt.Errorf("there is no such folder"),
				Hint: "unpack the data of the replication archive of doi:10.1257/aer.20121637, and name the folder that holds RoadNet0.mat"}
		}
		a.files = os.DirFS(opts.Dir)
	} else if opts.Dir != "" {
		sub, err := fs.Sub(a.files, opts.Dir)
		if err != nil {
			return nil, err
		}
		a.files = sub
	}
	for _, step := range []func(context.Context, Options) error{a.checkPeriods, a.readNetwork, a.readCodes, a.readMunLinks, a.readPeriods} {
		if err := step(ctx, opts); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// Index returns the position of a municipality in Codes, and false when it has no
// road in the archive.
func (a *Archive) Index(code string) (int, bool) {
	i, ok := a.index[code]
	return i, ok
}

// checkPeriods looks for missing and extra networks before anything is read.
func (a *Archive) checkPeriods(_ context.Context, _ Options) error {
	names, err := fs.Glob(a.files, "RoadNet*.mat")
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, name := range names {
		have[name] = true
	}
	var missing []string
	for p := range Periods {
		if name := roadNetName(p); !have[name] {
			missing = append(missing, name)
		}
	}
	switch {
	case len(names) == 0:
		return fmt.Errorf("%w: there is no RoadNet0.mat", ErrArchive)
	case len(missing) > 0:
		return fmt.Errorf("%w: %s is missing; the archive has a network for each of %d periods", ErrArchive, strings.Join(missing, ", "), Periods)
	}
	for _, name := range names {
		var p int
		if n, _ := fmt.Sscanf(name, "RoadNet%d.mat", &p); n == 1 && name == roadNetName(p) && p >= Periods {
			return fmt.Errorf("%w: %s is one period too many; the archive has %s to %s", ErrArchive, name, roadNetName(0), roadNetName(Periods-1))
		}
	}
	return nil
}

func roadNetName(period int) string { return fmt.Sprintf("RoadNet%d.mat", period) }

func (a *Archive) readNetwork(ctx context.Context, opts Options) error {
	n, err := load.RoadNet(ctx, roadNetName(0), load.Options{FS: a.files})
	if err != nil {
		return err
	}
	a.Graph, a.Sink = n.Graph, graph.NodeID(n.Graph.NodeCount()-1)
	if !opts.AnySize && (a.Graph.NodeCount() != publishedNodes || a.Graph.SegmentCount() != publishedLinks) {
		return fmt.Errorf("%w: RoadNet0.mat has %d nodes and %d links, not %d and %d",
			ErrArchive, a.Graph.NodeCount(), a.Graph.SegmentCount(), publishedNodes, publishedLinks)
	}
	a.byEnds = a.linksByEnds()
	a.weigh()
	return a.findBorder()
}

// findBorder finds the links into the sink, and checks that they are those into the
// United States.
func (a *Archive) findBorder() error {
	into := a.Graph.Column(load.ColumnIntoUS)
	for s := range graph.SegmentID(a.Graph.SegmentCount()) {
		from, to := a.Graph.Ends(s)
		atSink := from == a.Sink || to == a.Sink
		if atSink != into.True(s) {
			return fmt.Errorf("%w: RoadNet0.mat: link %d (%d-%d) has %s = %s, but node %d is beyond the border",
				ErrArchive, s+1, from+1, to+1, load.ColumnIntoUS, into.Text(s), a.Sink+1)
		}
		if atSink {
			a.border = append(a.border, s)
		}
	}
	if len(a.border) == 0 {
		return fmt.Errorf("%w: RoadNet0.mat: no link leads into the United States", ErrArchive)
	}
	return nil
}

// columns reads a variable that is a 1xn cell of columns of one length.
func (a *Archive) columns(ctx context.Context, file, variable string) ([][]float64, error) {
	f, err := matlab.Read(ctx, file, matlab.Options{FS: a.files, Variables: []string{variable}})
	if err != nil {
		return nil, err
	}
	cell := f.Variable(variable)
	if cell.Class != matlab.Cell || len(cell.Cells) == 0 {
		return nil, fmt.Errorf("%w: %s: %s is a %s, not a cell of columns", ErrArchive, path.Base(file), variable, cell)
	}
	table := make([][]float64, len(cell.Cells))
	for i, c := range cell.Cells {
		table[i] = c.Numbers
		if len(c.Numbers) != len(table[0]) || c.Sparse != nil {
			return nil, fmt.Errorf("%w: %s: %s{%d} is a %s where %s{1} has %d numbers",
				ErrArchive, path.Base(file), variable, i+1, c, variable, len(table[0]))
		}
	}
	return table, nil
}
