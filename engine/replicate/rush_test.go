package replicate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomCrowd has groups and crossings with many ties, missing ways, tolls and free crossings.
func randomCrowd(r *rand.Rand) *crowd {
	c := &crowd{}
	crossings := 1 + r.IntN(9)
	for range crossings {
		c.lanes = append(c.lanes, 0.5+10*r.Float64())
		kind := r.IntN(5)
		truck, port := 0.0, 0.0
		switch kind {
		case 0: // neither: never crowded
		case 1:
			port = 1
		default:
			truck = 1
		}
		c.truck, c.port = append(c.truck, truck), append(c.port, port)
	}
	coarse := []float64{1, 1000, 50_000}[r.IntN(3)] // metres: the coarser the more ties
	for range 1 + r.IntN(40) {
		meters := make([]float64, crossings)
		least := math.Inf(1)
		for j := range meters {
			meters[j] = coarse * float64(r.IntN(1+int(400_000/coarse)))
			if r.IntN(8) == 0 && j > 0 {
				meters[j] = math.Inf(1)
			}
			least = min(least, meters[j])
		}
		for j := range meters {
			meters[j] -= least
		}
		c.meters = append(c.meters, meters)
		c.mass = append(c.mass, float64(1+r.IntN(3)))
	}
	return c
}

// TestRushIsAnEquilibrium checks Wardrop's conditions, which are proof of the optimum of a convex program: all
// who have to cross do, the price of a crossing is that of its flow, and nobody crosses where it costs more than
// elsewhere.
func TestRushIsAnEquilibrium(t *testing.T) {
	const networks = 3000
	for seed := range uint64(networks) {
		random := rand.New(rand.NewPCG(seed, 11))
		c := randomCrowd(random)
		r := c.newRush()
		p := Params{Delta10: 10 + 60*random.Float64()*random.Float64(), PhiTruck: 300 * random.Float64(), PhiPort: 300 * random.Float64()}
		switch random.IntN(6) {
		case 0:
			p.Delta10 = 10
		case 1:
			p.PhiTruck = 0
		case 2:
			p.Delta10 = 0 // tolls
		}
		if err := r.solve(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checkEquilibrium(t, seed, r, p)
		again := c.newRush()
		if err := again.solve(Params{Delta10: 17, PhiTruck: 9, PhiPort: 9}); err != nil {
			t.Fatal(err)
		}
		if err := again.solve(p); err != nil {
			t.Fatal(err)
		}
		for i := range r.flow {
			for j := range r.flow[i] {
				if r.flow[i][j] != again.flow[i][j] {
					t.Fatalf("seed %d: the flow of group %d over %d is %v, and after other parameters %v", seed, i, j, r.flow[i][j], again.flow[i][j])
				}
			}
		}
	}
}

func checkEquilibrium(t *testing.T, seed uint64, r *rush, p Params) {
	t.Helper()
	loads, prices := make([]float64, len(r.lanes)), make([]float64, len(r.lanes))
	for i, row := range r.flow {
		sum := 0.0
		for j, units := range row {
			if units < 0 {
				t.Errorf("seed %d: the flow of group %d over %d is %v", seed, i, j, units)
			}
			sum += units
			loads[j] += units
		}
		if math.Abs(sum-r.mass[i]) > 1e-10 {
			t.Errorf("seed %d: %v of group %d cross, of %v", seed, sum, i, r.mass[i])
		}
	}
	for j, load := range loads {
		phi := p.PhiTruck*r.truck[j] + p.PhiPort*r.port[j]
		prices[j] = 1000 * phi * math.Pow(load/r.lanes[j], p.Delta10/10)
		// A crossing used by crumbs only has the price of nothing, or of crumbs.
		if math.Abs(prices[j]-r.price[j]) > 1e-5 && math.Abs(load-r.load[j]) > 1e-10 {
			t.Errorf("seed %d: crossing %d costs %v m at a load of %v, not %v", seed, j, r.price[j], load, prices[j])
		}
	}
	for i, row := range r.flow {
		least := math.Inf(1)
		for j := range row {
			least = min(least, r.meters[i][j]+r.price[j])
		}
		for j, units := range row {
			if cost := r.meters[i][j] + r.price[j]; units > 0 && cost > least+1e-4 {
				t.Errorf("seed %d: %v of group %d cross over %d for %v m, and could for %v", seed, units, i, j, cost, least)
			}
		}
	}
}
