package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/cheggaaa/pb/v3"
	"golang.org/x/term"

	"github.com/corredor-geo/corredor/engine"
)

// progress draws one bar for the stage at work, on a terminal only.
type progress struct {
	mu    sync.Mutex
	bar   *pb.ProgressBar // nil when nothing is drawn
	stage string
}

func newProgress(w io.Writer, quiet bool) *progress {
	file, ok := w.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return &progress{}
	}
	bar := pb.New64(0)
	bar.SetWriter(file)
	bar.SetRefreshRate(100 * time.Millisecond)
	bar.Set(pb.CleanOnFinish, true)
	return &progress{bar: bar.Start()}
}

// templates by whether the end is not known.
var templates = map[bool]string{
	true:  `{{string . "stage"}} {{counters . }} {{etime .}}`,
	false: `{{string . "stage"}} {{counters . }} {{bar . }} {{etime .}}`,
}

// rated shows how fast it goes, and how long it still takes.
const rated = `{{string . "stage"}} {{counters . }} {{bar . }} {{speed . "%s a second" }} {{rtime . "%s left"}}`

// update is an engine.Options.Progress.
func (p *progress) update(stage string, done, total int64) {
	if p.bar == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stage != stage {
		p.stage = stage
		p.bar.Set("stage", stage)
		p.bar.Set(pb.Bytes, engine.InBytes(stage))
		if p.bar.SetTemplateString(templates[total == 0]); stage == stageScenarios {
			p.bar.SetTemplateString(rated)
		}
	}
	p.bar.SetTotal(total)
	p.bar.SetCurrent(done)
}

func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
