package replicate_test

import (
	"context"
	"math"
	"testing"

	"github.com/corredor-geo/corredor/engine/replicate"
)

// TestSampleOfTheArchive counts what the archive's files hold.
func TestSampleOfTheArchive(t *testing.T) {
	a := openArchive(t)
	s, err := a.Sample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Codes) != 2456 || s.Counts[replicate.Interior] != 2430 || s.Counts[replicate.TruckCrossing] != 19 || s.Counts[replicate.Seaport] != 7 {
		t.Errorf("%d municipalities, %v", len(s.Codes), s.Counts)
	}
	sizes, roads := map[replicate.Role]float64{}, 0
	for i, role := range s.Roles {
		sizes[role] += s.Sizes[i]
		if s.LinkKM[i] > 0 {
			roads++
		}
		if _, ok := a.Index(s.Codes[i]); ok != (s.LinkKM[i] > 0) {
			t.Errorf("municipality %s has links of %v km", s.Codes[i], s.LinkKM[i])
		}
	}
	// As on the links of RoadNet0.mat.
	if sizes[replicate.TruckCrossing] != 81 || math.Abs(sizes[replicate.Seaport]-265.7368) > 1e-3 || sizes[replicate.Interior] != 0 || roads != 2259 {
		t.Errorf("sizes add up to %v; %d have roads", sizes, roads)
	}
}

// TestPublishedParametersAreFoundAgain estimates from synthetic confiscations on the archive's network.
func TestPublishedParametersAreFoundAgain(t *testing.T) {
	a := openArchive(t)
	ctx := context.Background()
	o := eradication(t, a)
	e, err := a.Estimator(ctx, o, 0)
	if err != nil {
		t.Fatal(err)
	}
	comparePrediction(t, e, equilibriumOf(t, a, o, replicate.PublishedParams), replicate.PublishedParams)
	if testing.Short() {
		t.Skip("an estimate takes some seconds")
	}
	c, err := e.Simulate(replicate.PublishedParams, replicate.Noise{SD: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	opts := quick
	opts.ConleyKM = 250
	r, err := e.Estimate(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	step := r.Steps[1]
	t.Logf("%.4g (%.3g, Conley %.3g) after %d evaluations", step.Parameters, step.Errors, step.SpatialErrors, r.Evaluations)
	p := replicate.PublishedParams
	for k, truth := range []float64{p.Delta10, p.PhiTruck, p.PhiPort, p.Kappa100} {
		if !(math.Abs(step.Parameters[k]-truth) < 4*step.Errors[k]) || !(step.SpatialErrors[k] > 0) {
			t.Errorf("%s is %v (%v), the truth %v", replicate.ParameterNames[k], step.Parameters[k], step.Errors[k], truth)
		}
	}
}
