package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"time"

	"github.com/corredor-geo/corredor/internal/machine"
)

// gdal reads a GeoJSON whole and sums up its layers.
const gdal = "GDAL, ogrinfo"

var errAbsent = errors.New("not on this machine")

// figure is the fastest of several readings.
type figure struct {
	reading
	peakMB float64
	absent bool
}

// measure runs a reader in processes of its own. A program that is not
// installed is absent, not an error.
func measure(ctx context.Context, reader, path string, rounds int) (best figure, err error) {
	for range rounds {
		var f figure
		if f, err = once(ctx, reader, path); errors.Is(err, errAbsent) {
			return figure{absent: true}, nil
		}
		if err != nil {
			return best, err
		}
		if best.Seconds == 0 || f.Seconds < best.Seconds {
			best = f
		}
	}
	return best, nil
}

func once(ctx context.Context, reader, path string) (f figure, err error) {
	self, err := os.Executable()
	if err != nil {
		return f, err
	}
	c := exec.CommandContext(ctx, self, "-child", reader, path)
	if reader == gdal {
		if _, err := exec.LookPath("ogrinfo"); err != nil {
			return f, errAbsent
		}
		c = exec.CommandContext(ctx, "ogrinfo", "-ro", "-so", "-al", path)
	}
	c.Stderr = os.Stderr
	began := time.Now()
	text, err := c.Output()
	if err != nil {
		return f, err
	}
	if reader == gdal {
		f.Seconds = time.Since(began).Seconds()
	} else if err := json.Unmarshal(text, &f.reading); err != nil {
		return f, err
	}
	f.peakMB = machine.PeakMB(c.ProcessState)
	return f, nil
}
