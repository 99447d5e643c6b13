package slurm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Write puts the scripts of a plan, and a folder for their logs, in its folder.
func (p Plan) Write() error {
	if err := os.MkdirAll(filepath.Join(p.Dir, logDir), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(p.Dir, ArrayFile), []byte(p.Array()), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.Dir, MergeFile), []byte(p.Merge()), 0o755)
}

// Submit submits the scripts that [Plan.Write] wrote, the merge to begin when the array
// has ended, and returns the numbers of both jobs.
func (p Plan) Submit(ctx context.Context) (array, merge string, err error) {
	if array, err = sbatch(ctx, filepath.Join(p.Dir, ArrayFile)); err != nil {
		return "", "", err
	}
	merge, err = sbatch(ctx, "--dependency=afterany:"+array, filepath.Join(p.Dir, MergeFile))
	return array, merge, err
}

// sbatch submits a script and returns the number of its job.
func sbatch(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "sbatch", append([]string{"--parsable"}, args...)...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("sbatch: %s", strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return "", fmt.Errorf("sbatch: %w (is this a machine of the cluster? --dry-run only writes the scripts)", err)
	}
	number, _, _ := strings.Cut(strings.TrimSpace(string(out)), ";") // and the cluster, where there are several
	return number, nil
}
