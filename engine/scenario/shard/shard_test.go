package shard_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/corredor-geo/corredor/engine/scenario/shard"
)

func job(scenarios, size int) shard.Job {
	return shard.Job{Format: shard.Format, Version: "1", Study: "study", Sweep: "sweep", Scenarios: scenarios, ShardSize: size}
}

// draw is a Work: a number drawn from that of the scenario.
func draw(_ context.Context, scenario int) ([]byte, error) {
	return fmt.Appendf(nil, "%d\t%d", scenario, rand.New(rand.NewPCG(1, uint64(scenario))).Uint64()), nil
}

func create(t *testing.T, j shard.Job) *shard.Dir {
	t.Helper()
	d, err := shard.Create(t.TempDir(), j)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func run(t *testing.T, d *shard.Dir, work shard.Work, opts shard.Options) shard.Report {
	t.Helper()
	report, err := shard.Run(context.Background(), d, work, opts)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// checkRows wants the rows of draw, in order, each once.
func checkRows(t *testing.T, d *shard.Dir) {
	t.Helper()
	i := 0
	for row, err := range d.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := draw(context.Background(), i); string(row) != string(want) {
			t.Fatalf("row %d is %q, want %q", i, row, want)
		}
		i++
	}
	if i != d.Job.Scenarios {
		t.Errorf("%d rows, want %d", i, d.Job.Scenarios)
	}
}

func TestPartsAreAllShardsOnce(t *testing.T) {
	for _, j := range []shard.Job{job(1, 1), job(10, 3), job(12, 3), job(7, 100)} {
		for parts := 1; parts < 6; parts++ {
			d := create(t, j)
			for i := range parts {
				report := run(t, d, draw, shard.Options{Part: shard.Part{Number: parts - i, Of: parts}, Workers: 2})
				if report.Kept != 0 {
					t.Errorf("part %d of %d was finished by another", parts-i, parts)
				}
			}
			checkRows(t, d)
		}
	}
}

func TestResumeRunsOnlyWhatIsMissing(t *testing.T) {
	d := create(t, job(100, 7)) // 15 shards
	run(t, d, draw, shard.Options{Part: shard.Part{Number: 2, Of: 4}})
	names, err := filepath.Glob(filepath.Join(d.Path, "shards", "*.rows"))
	if err != nil || len(names) != 4 {
		t.Fatalf("%v, %v; want shards 1, 5, 9, 13", names, err)
	}
	damage(t, names[1])
	ran := atomic.Int64{}
	report := run(t, d, func(ctx context.Context, i int) ([]byte, error) { ran.Add(1); return draw(ctx, i) }, shard.Options{})
	if report.Kept != 3 || report.Ran != 12 || ran.Load() != 100-3*7 {
		t.Errorf("%+v and %d scenarios; want 3 shards kept, 12 and 79 scenarios run", report, ran.Load())
	}
	checkRows(t, d)
	if report := run(t, d, nil, shard.Options{}); report.Kept != 15 {
		t.Errorf("%+v of a finished job", report)
	}
}

// damage flips a bit in the middle of a file.
func damage(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDecodeRefusesWhatIsNotWhole(t *testing.T) {
	j := job(10, 4)
	rows := [][]byte{[]byte("a"), nil, []byte("c"), []byte("d")}
	whole, err := j.Encode(1, rows)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := j.Decode(1, whole); err != nil || !slices.EqualFunc(got, rows, slices.Equal) {
		t.Fatalf("%q, %v", got, err)
	}
	bad := map[string][]byte{"nothing": nil, "more": append(slices.Clone(whole), '\n')}
	for n := range len(whole) {
		bad[fmt.Sprintf("%d bytes", n)] = whole[:n]
	}
	for name, text := range bad {
		if _, err := j.Decode(1, text); !errors.Is(err, shard.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := j.Decode(0, whole); !errors.Is(err, shard.ErrDamaged) {
		t.Errorf("another shard: %v", err)
	}
	if _, err := job(11, 4).Decode(1, whole); !errors.Is(err, shard.ErrDamaged) {
		t.Errorf("another job: %v", err)
	}
	if _, err := j.Encode(2, [][]byte{[]byte("a\nb"), nil}); err == nil {
		t.Error("a row with a line feed was encoded")
	}
}

func TestAnotherJobIsRefused(t *testing.T) {
	d := create(t, job(10, 2))
	for what, change := range map[string]func(*shard.Job){
		"version of corredor":  func(j *shard.Job) { j.Version = "2" },
		"study, or a file":     func(j *shard.Job) { j.Study = "another" },
		"another sweep":        func(j *shard.Job) { j.Sweep = "another" },
		"number of scenarios":  func(j *shard.Job) { j.Scenarios = 11 },
		"shard size":           func(j *shard.Job) { j.ShardSize = 3 },
		"another columns":      func(j *shard.Job) { j.Detail = []byte(`{"a":1}`) },
		"has format 2":         func(j *shard.Job) { j.Format = 2 },
		"there are 0 scenario": func(j *shard.Job) { j.Scenarios = 0 },
	} {
		other := d.Job
		change(&other)
		if _, err := shard.Create(d.Path, other); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := shard.Create(d.Path, d.Job); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(d.Path, "job.json"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := shard.Open(d.Path); err == nil || !strings.Contains(err.Error(), "the file is damaged") {
		t.Errorf("an empty job: %v", err)
	}
	if _, err := shard.Open(t.TempDir()); !errors.Is(err, shard.ErrNoJob) {
		t.Errorf("an empty folder: %v", err)
	}
}

// A poisoned shard fails each time; it is reported, and the rest finishes.
func TestPoisonedShard(t *testing.T) {
	for name, poison := range map[string]func() error{
		"error": func() error { return errors.New("no road") },
		"panic": func() error { panic("no road") },
	} {
		d := create(t, job(20, 5))
		var tried atomic.Int64
		report := run(t, d, func(ctx context.Context, i int) ([]byte, error) {
			if i == 7 {
				tried.Add(1)
				return nil, poison()
			}
			return draw(ctx, i)
		}, shard.Options{})
		if len(report.Failed) != 1 || report.Failed[0].Shard != 1 || report.Failed[0].Scenario != 7 || !strings.Contains(report.Failed[0].Message, "no road") {
			t.Errorf("%s: %+v", name, report.Failed)
		}
		if report.Ran != 3 || tried.Load() != shard.Tries {
			t.Errorf("%s: %d shards ran, the poisoned was tried %d times", name, report.Ran, tried.Load())
		}
		var incomplete *shard.IncompleteError
		if err := d.Complete(); !errors.As(err, &incomplete) || incomplete.Missing != 1 || len(incomplete.Failed) != 1 {
			t.Errorf("%s: %v", name, err)
		}
		run(t, d, draw, shard.Options{}) // the poison is gone
		if failed, err := d.Failures(); err != nil || len(failed) > 0 {
			t.Errorf("%s: %v, %v are left", name, failed, err)
		}
		checkRows(t, d)
	}
}

func TestPanicNamesItsPlace(t *testing.T) {
	_, err := job(1, 1).Do(context.Background(), 0, func(context.Context, int) ([]byte, error) { panic("x") }, nil)
	if err == nil || !strings.Contains(err.Error(), "scenario 0: panic: x at shard_test.go:") {
		t.Error(err)
	}
}

// Processes that know nothing of each other, with clocks that are wrong, work in one folder.
func TestManyAtOnceWithoutAClock(t *testing.T) {
	path, j := t.TempDir(), job(60, 2)
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			d, err := shard.Create(path, j)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := shard.Run(context.Background(), d, draw, shard.Options{Workers: 1 + i%2}); err != nil {
				t.Error(err)
			}
			names, _ := filepath.Glob(filepath.Join(path, "shards", "*.rows"))
			for k, name := range names {
				skewed := time.Date(1970+(i*k)%100, 1, 1, 0, 0, 0, 0, time.UTC)
				if err := os.Chtimes(name, skewed, skewed); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	d, err := shard.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Complete(); err != nil {
		t.Error(err)
	}
	checkRows(t, d)
	if left, _ := filepath.Glob(filepath.Join(path, "shards", ".partial-*")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestCancelKeepsWhatIsFinished(t *testing.T) {
	d := create(t, job(50, 1))
	cause := errors.New("stopped")
	ctx, stop := context.WithCancelCause(context.Background())
	_, err := shard.Run(ctx, d, func(ctx context.Context, i int) ([]byte, error) {
		if i == 20 {
			stop(cause)
		}
		return draw(ctx, i)
	}, shard.Options{Workers: 1})
	if !errors.Is(err, cause) {
		t.Errorf("%v, want %v", err, cause)
	}
	missing, err := d.Missing(shard.Part{})
	if err != nil || len(missing) != 30 || missing[0] != 20 {
		t.Errorf("%v are missing, %v", missing, err)
	}
}

func TestParsePart(t *testing.T) {
	if p, err := shard.ParsePart("3/10"); err != nil || p != (shard.Part{Number: 3, Of: 10}) {
		t.Errorf("%v, %v", p, err)
	}
	for _, text := range []string{"", "3", "0/3", "4/3", "a/b", "1/", "-1/2"} {
		if p, err := shard.ParsePart(text); err == nil {
			t.Errorf("%q is %v", text, p)
		}
	}
}

func TestDefaultSize(t *testing.T) {
	for n, want := range map[int]int{1: 1, 63: 1, 640: 10, 10_000: 156, 1_000_000: 1000} {
		if got := shard.DefaultSize(n); got != want {
			t.Errorf("%d scenarios: %d, want %d", n, got, want)
		}
	}
}
