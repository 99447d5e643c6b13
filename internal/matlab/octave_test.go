package matlab_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/internal/matlab"
	"github.com/corredor-geo/corredor/internal/outside"
)

// script saves the same variables in the uncompressed and the compressed form,
// and prints every one as show does. Numbers are printed by %.17g, which
// float64 survives. A sparse logical array is missing: Octave 7.3 marks it as a
// full one and then cannot read it itself ("load: reading matrix data").
const script = `
function out = dims(v)
  out = strjoin(arrayfun(@(n) sprintf('%d', n), size(v), 'UniformOutput', false), 'x');
end
function out = row(v)
  out = ['[' strjoin(arrayfun(@(n) sprintf('%.17g', n), double(full(v(:)')), 'UniformOutput', false), ' ') ']'];
end
function out = show(v)
  kind = class(v);
  if issparse(v)
    kind = ['sparse ' kind];
  end
  out = [dims(v) ' ' kind ' '];
  if ischar(v)
    out = [out '"' strjoin(cellstr(v)', '|') '"'];
  elseif iscell(v)
    out = [out '{' strjoin(cellfun(@show, v(:)', 'UniformOutput', false), ', ') '}'];
  elseif isstruct(v)
    names = fieldnames(v)';
    parts = {};
    for i = 1:numel(v)
      for j = 1:numel(names)
        parts{end+1} = show(v(i).(names{j}));
      end
    end
    out = [out '[' strjoin(names, ' ') ']{' strjoin(parts, ', ') '}'];
  else
    out = [out row(v)];
  end
end
rand('seed', 7); randn('seed', 7);
v.d = randn(7, 5); v.whole = round(1000 * rand(1, 40)); v.none = []; v.flat = zeros(0, 3); v.cube = reshape(1:24, 2, 3, 4);
v.odd = [NaN Inf -Inf -0 realmin realmax 5e-324]; v.f = single([1.1 -2.5 3e30]);
v.i8 = int8([-128 0 127]); v.u8 = uint8([0 255]); v.i16 = int16([-32768 32767]); v.u16 = uint16([0 65535]);
v.i32 = int32([-2147483648 2147483647]); v.u32 = uint32([0 4294967295]);
v.i64 = int64([-9007199254740992 5]); v.u64 = uint64([9007199254740992 5]);
v.yes = [true false; false true]; v.word = 'abc'; v.noword = ''; v.lines = ['ab'; 'cd'; 'ef'];
v.sp = sparse([1 3 3], [2 2 4], [5 -1 0.25], 4, 5); v.spnone = sparse(3, 2);
v.c = {1, 'two'; {3, {4}}, []}; v.cnone = {}; v.s = struct('km', {1, 2.5}, 'name', {'a', {1}}); v.s1.in.deep.er = 5; v.snone = struct();
v.long = char(97 + mod(1:5000, 26)); v.big = reshape(sin(1:30000), 300, 100);
save('-v6', 'six.mat', '-struct', 'v'); save('-v7', 'seven.mat', '-struct', 'v');
names = fieldnames(v)';
for i = 1:numel(names)
  printf('%s %s\n', names{i}, show(v.(names{i})));
end
`

// TestOctave reads what Octave wrote and compares with what Octave prints.
func TestOctave(t *testing.T) {
	octave := outside.Program(t, "octave-cli")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "script.m"), []byte("1;"+script), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(octave, "--norc", "--no-history", "-q", "script.m")
	run.Dir = dir
	printed, err := run.Output()
	lines := strings.Split(strings.TrimSpace(string(printed)), "\n")
	const variables = 28 // of the script
	if len(lines) != variables {
		t.Fatalf("octave: %v, %d lines, want %d", err, len(lines), variables)
	}
	for _, name := range []string{"six.mat", "seven.mat"} {
		f, err := matlab.Read(context.Background(), filepath.Join(dir, name), matlab.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if len(f.Variables) != variables {
			t.Errorf("%s: %d variables, want %d", name, len(f.Variables), variables)
		}
		for _, line := range lines {
			name, want, _ := strings.Cut(line, " ")
			if got := showOctave(f.Variable(name)); got != want {
				t.Errorf("%s is %.300s, want %.300s", name, got, want)
			}
		}
	}
}

// showOctave writes an array as the script does.
func showOctave(a *matlab.Array) string {
	out := a.String() + " "
	var parts []string
	for _, c := range a.Cells {
		parts = append(parts, showOctave(c))
	}
	switch a.Class {
	case matlab.Char:
		return out + `"` + strings.ReplaceAll(a.Text, "\n", "|") + `"`
	case matlab.Cell:
		return out + "{" + strings.Join(parts, ", ") + "}"
	case matlab.Struct:
		return out + "[" + strings.Join(a.Fields, " ") + "]{" + strings.Join(parts, ", ") + "}"
	}
	for _, x := range dense(a) {
		parts = append(parts, formatNumber(x))
	}
	return out + "[" + strings.Join(parts, " ") + "]"
}

// dense spreads a sparse matrix out.
func dense(a *matlab.Array) []float64 {
	if a.Sparse == nil {
		return a.Numbers
	}
	var all []float64
	for j := range a.Dims[1] {
		for i := range a.Dims[0] {
			all = append(all, a.At(i, j))
		}
	}
	return all
}

// formatNumber is %.17g as C prints it.
func formatNumber(x float64) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 0):
		return strings.TrimPrefix(fmt.Sprint(x), "+")
	}
	return fmt.Sprintf("%.17g", x)
}

// archiveScript prints every variable of every file as sums does.
const archiveScript = `
function out = sums(v)
  out = [strjoin(arrayfun(@(n) sprintf('%d', n), size(v), 'UniformOutput', false), 'x') ' ' class(v)];
  if iscell(v)
    out = strjoin([{out} cellfun(@sums, v(:)', 'UniformOutput', false)], '; ');
  else
    out = sprintf('%s %.10g', out, sum(double(v(:))));
  end
end
for file = glob('FOLDER/*.mat')'
  [~, name] = fileparts(file{1});
  v = load(file{1});
  for field = fieldnames(v)'
    printf('%s %s %s\n', name, field{1}, sums(v.(field{1})));
  end
end
`

// TestArchiveAgainstOctave reads the whole archive of the paper with Octave.
func TestArchiveAgainstOctave(t *testing.T) {
	folder := outside.ReferenceData(t, "dell2015")
	script := filepath.Join(t.TempDir(), "script.m")
	if err := os.WriteFile(script, []byte("1;"+strings.Replace(archiveScript, "FOLDER", filepath.ToSlash(folder), 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	printed := outside.Output(t, "", "octave-cli", "--norc", "--no-history", "-q", script)
	files, variables := map[string]*matlab.File{}, 0
	for line := range strings.Lines(printed) {
		parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(parts) < 3 {
			t.Fatalf("octave printed %q", line)
		}
		name, variable, want := parts[0], parts[1], parts[2]
		if files[name] == nil {
			f, err := matlab.Read(context.Background(), filepath.Join(folder, name+".mat"), matlab.Options{})
			if err != nil {
				t.Fatal(err)
			}
			files[name] = f
		}
		variables++
		if got := strings.ReplaceAll(sums(files[name].Variable(variable)), "+Inf", "Inf"); got != want {
			t.Errorf("%s: %s is %s, octave has %s", name, variable, got, want)
		}
	}
	ours := 0
	for _, f := range files {
		ours += len(f.Variables)
	}
	t.Logf("%d variables of %d files", variables, len(files))
	if variables == 0 || variables != ours {
		t.Errorf("octave has %d variables, this reader %d", variables, ours)
	}
}
