package estimate_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corredor-geo/corredor/engine/estimate"
	"github.com/corredor-geo/corredor/internal/outside"
)

// program estimates in GNU Octave: by fminsearch, derivatives and the sandwich.
const program = `
d = csvread('%s'); y = d(:,1); X = d(:,2:3); Z = d(:,4:7); n = rows(d);
g = @(b) Z .* (y - X*b);
W = eye(4); b = [3; 1.5];
o = optimset('TolX', 1e-12, 'TolFun', 1e-14, 'MaxFunEvals', 1e5, 'MaxIter', 1e5);
for step = 1:2
  b = fminsearch(@(b) mean(g(b)) * W * mean(g(b))', b, o);
  S = cov(g(b), 1);
  G = -Z' * X / n;
  A = inv(G'*W*G) * G' * W;
  e = sqrt(diag(A * S * A' / n));
  J = n * mean(g(b)) * W * mean(g(b))';
  printf('%%.12g %%.12g %%.12g %%.12g %%.12g\n', b, e, J);
  W = inv(S);
end
`

// TestAgreesWithOctave holds both steps against an independent program.
func TestAgreesWithOctave(t *testing.T) {
	l := randomLinear(42, 250)
	var rows strings.Builder
	for i := range 250 {
		fmt.Fprintf(&rows, "%.17g,%.17g,%.17g", l.y.At(i, 0), l.x.At(i, 0), l.x.At(i, 1))
		for j := range 4 {
			fmt.Fprintf(&rows, ",%.17g", l.z.At(i, j))
		}
		rows.WriteByte('\n')
	}
	name := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(name, []byte(rows.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out := outside.Output(t, fmt.Sprintf(program, name), "octave-cli", "--no-init-file", "--quiet")
	r, err := estimate.TwoStep(context.Background(), l, linearParameters(), estimate.Options{Method: estimate.MultiStart})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != len(r.Steps) {
		t.Fatalf("octave printed %q", out)
	}
	for i, s := range r.Steps {
		var b, e [2]float64
		var j float64
		if _, err := fmt.Sscan(lines[i], &b[0], &b[1], &e[0], &e[1], &j); err != nil {
			t.Fatal(err)
		}
		for k := range b {
			if math.Abs(s.Parameters[k]-b[k]) > 1e-4*e[k] || math.Abs(s.Errors[k]/e[k]-1) > 1e-4 {
				t.Errorf("step %d: parameter %d is %.10f (%.10f), in octave %.10f (%.10f)", i+1, k, s.Parameters[k], s.Errors[k], b[k], e[k])
			}
		}
		if i == 1 && math.Abs(r.J-j) > 1e-4*(1+j) {
			t.Errorf("J is %.10f, in octave %.10f", r.J, j)
		}
	}
}
