package slurm_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/scenario/slurm"
)

func TestScripts(t *testing.T) {
	p := slurm.Plan{Program: "/opt/corredor", Sweep: "/home/o'brien/my sweep.yaml", Dir: "/scratch/100%", Size: 50, Tasks: 10,
		Parts: []int{1, 2, 3, 5, 9, 10}, CPUs: 4, Options: []string{"--partition=short", "--comment=a b"}}
	const array = `#!/bin/bash
#SBATCH --job-name=corredor-sweep
#SBATCH --ntasks=1
#SBATCH --output=/scratch/100%%/logs/%A-%a.log
#SBATCH --array=1-3,5,9-10
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#SBATCH --partition=short
#SBATCH "--comment=a b"
exec '/opt/corredor' sweep run '/home/o'\''brien/my sweep.yaml' --out '/scratch/100%' --shard-size 50 --shard "$SLURM_ARRAY_TASK_ID/10" --workers 4 --quiet
`
	if got := p.Array(); got != array {
		t.Errorf("%s\nwant %s", got, array)
	}
	with := p
	with.Layers = true
	if got := with.Merge(); !strings.HasSuffix(got, "\nexec '/opt/corredor' sweep merge '/scratch/100%' --sweep "+"'"+strings.ReplaceAll(p.Sweep, "'", `'\''`)+"' --quiet\n") {
		t.Errorf("with layers:\n%s", got)
	}
	if got := p.Merge(); !strings.HasSuffix(got, "\nexec '/opt/corredor' sweep merge '/scratch/100%' --quiet\n") || strings.Contains(got, "--array") {
		t.Error(got)
	}
}

func TestPartsOf(t *testing.T) {
	if got := slurm.PartsOf([]int{0, 3, 4, 10, 13}, 10); !slices.Equal(got, []int{1, 4, 5}) {
		t.Errorf("%v", got)
	}
	if got := slurm.PartsOf(nil, 10); got != nil {
		t.Errorf("%v of nothing", got)
	}
}

// An array runs its script once per task, with the number of the task; sbatch is played by bash.
func TestSubmit(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	bin, dir := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte("#!"+bash+"\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bin, "sbatch"), `echo "$@" >> "`+dir+`/submitted"; echo "1$(wc -l < "`+dir+`/submitted");cluster"`)
	write(filepath.Join(bin, "program"), `printf '%s\n' "$@" > "`+dir+`/args"`)
	t.Setenv("PATH", bin)
	p := slurm.Plan{Program: filepath.Join(bin, "program"), Sweep: "a 'b'", Dir: dir, Size: 1, Tasks: 3, Parts: []int{2}, CPUs: 1}
	if err := p.Write(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+filepath.Dir(bash)+":/usr/bin:/bin") // for wc
	array, merge, err := p.Submit(context.Background())
	if err != nil || array != "11" || merge != "12" {
		t.Errorf("jobs %q and %q, %v", array, merge, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "submitted"))
	if want := "--parsable " + dir + "/array.sh\n--parsable --dependency=afterany:11 " + dir + "/merge.sh\n"; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
	task := exec.Command(filepath.Join(dir, slurm.ArrayFile))
	task.Env = append(os.Environ(), "SLURM_ARRAY_TASK_ID=2")
	if out, err := task.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	if want := "sweep\nrun\na 'b'\n--out\n" + dir + "\n--shard-size\n1\n--shard\n2/3\n--workers\n1\n--quiet\n"; err != nil || string(args) != want {
		t.Errorf("the task runs %q, %v; want %q", args, err, want)
	}
	t.Setenv("PATH", filepath.Dir(dir))
	if _, _, err := p.Submit(context.Background()); err == nil || !strings.Contains(err.Error(), "--dry-run") {
		t.Errorf("without sbatch: %v", err)
	}
}
