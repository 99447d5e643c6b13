package replicate

import (
	"sync"

	"github.com/corredor-geo/corredor/engine/estimate"
)

// MomentSet says which moments an estimate agrees with.
type MomentSet uint8

const (
	// NineMoments are those of the paper.
	NineMoments MomentSet = iota
	// SevenMoments leave out the two variances, which cannot be 0 where confiscations vary for
	// reasons of their own: what varies more than the flow only adds to theirs.
	SevenMoments
)

// The moments, in their order.
const (
	meanInterior = iota
	meanTruck
	meanPort
	sizeTruck
	sizePort
	detour
	roadLength
	varianceInterior
	varianceTruck
	allMoments
)

var momentNames = []string{"mean, interior", "mean, truck crossings", "mean, seaports", "x lanes, truck crossings", "x containers, seaports",
	"x detour, interior", "x length of links, interior", "variance, interior", "variance, truck crossings"}

// MomentNames are the names of so many moments, 9 or 7.
func MomentNames(n int) []string { return momentNames[:n:n] }

// momentScales are the paper's. Detours are in hundreds of kilometres, the length of links in hundred
// thousands.
var momentScales = [allMoments]float64{1, 0.1, 0.05, 1, 0.1, 0.1 / 100, 1e4 / 1e5, 0.01, 0.1}

// moments is the estimate.Model of the paper: a residual is kappa times the flow less the log of
// the value confiscated.
type moments struct {
	*Estimator
	logs  []float64
	means [roles]float64 // of logs
	set   MomentSet
	work  *sync.Pool // of *working
}

// working is what one evaluation needs.
type working struct {
	rush      *rush
	flows     []float64 // per position in Archive.Codes
	predicted []float64 // per municipality of the sample: kappa x flow
	row       [allMoments]float64
}

func (e *Estimator) moments(c *Confiscations, set MomentSet) *moments {
	m := &moments{Estimator: e, logs: c.Logs, set: set, work: &sync.Pool{New: func() any { return e.newWorking() }}}
	m.means = e.means(c.Logs)
	return m
}

func (e *Estimator) newWorking() *working {
	return &working{rush: e.crowd.newRush(), flows: make([]float64, e.crowd.municipalities), predicted: make([]float64, len(e.Sample.Codes))}
}

// means returns the means by role.
func (e *Estimator) means(x []float64) (means [roles]float64) {
	for i, role := range e.Sample.Roles {
		means[role] += x[i] / float64(e.Sample.Counts[role])
	}
	return means
}

func paramsOf(x []float64) Params { return Params{x[0], x[1], x[2], x[3]} }

const kappaScale = 100 // Kappa100 is 100 kappa

// predict fills in kappa x flow at some parameters.
func (e *Estimator) predict(w *working, p Params) error {
	if err := w.rush.solve(p); err != nil {
		return err
	}
	w.rush.flows(w.flows)
	for i, at := range e.Sample.flows {
		w.predicted[i] = 0
		if at >= 0 {
			w.predicted[i] = p.Kappa100 / kappaScale * w.flows[at]
		}
	}
	return nil
}

// each calls visit with the moments of every municipality, good only during the call.
func (m *moments) each(x []float64, visit func(i int, row []float64)) error {
	w := m.work.Get().(*working)
	defer m.work.Put(w)
	if err := m.predict(w, paramsOf(x)); err != nil {
		return err
	}
	s, means := m.Sample, m.Estimator.means(w.predicted)
	n := float64(len(s.Codes))
	row := w.row[:m.count()]
	for i, role := range s.Roles {
		clear(row)
		residual := w.predicted[i] - m.logs[i]
		perRole := n / float64(s.Counts[role])
		spread := square(w.predicted[i]-means[role]) - square(m.logs[i]-m.means[role])
		switch role {
		case Interior:
			row[meanInterior] = residual * perRole
			row[detour] = residual * m.DetourKM[i]
			row[roadLength] = residual * s.LinkKM[i]
			if m.set == NineMoments {
				row[varianceInterior] = spread * perRole
			}
		case TruckCrossing:
			row[meanTruck] = residual * perRole
			row[sizeTruck] = residual * s.Sizes[i]
			if m.set == NineMoments {
				row[varianceTruck] = spread * perRole
			}
		case Seaport:
			row[meanPort] = residual * perRole
			row[sizePort] = residual * s.Sizes[i]
		}
		for j := range row {
			row[j] *= momentScales[j]
		}
		visit(i, row)
	}
	return nil
}

func square(x float64) float64 { return float64(x * x) }

func (m *moments) count() int {
	if m.set == SevenMoments {
		return varianceInterior
	}
	return allMoments
}

var _ estimate.Model = (*moments)(nil)

// MomentNames implements [estimate.Model].
func (m *moments) MomentNames() []string { return momentNames[:m.count()] }

// Moments implements [estimate.Model].
func (m *moments) Moments(means, x []float64) error {
	clear(means)
	err := m.each(x, func(_ int, row []float64) {
		for j, value := range row {
			means[j] += value
		}
	})
	for j := range means {
		means[j] /= float64(len(m.Sample.Codes))
	}
	return err
}

// Observations implements [estimate.Model].
func (m *moments) Observations(x []float64) ([][]float64, error) {
	rows := make([][]float64, len(m.Sample.Codes))
	err := m.each(x, func(i int, row []float64) { rows[i] = append([]float64(nil), row...) })
	return rows, err
}
